/** Fits and zooms the drawing; the bottom stays free for the bpmn.io mark, which its licence wants fully visible. */
const MARK_HEIGHT = 50;
const MARGIN = 14;
const LARGEST = 1.25;
const LIMITS = [0.2, 4];
const LARGEST_NAMED_OUTSIDE = 50;

export function fit(canvas) {
  const { width, height } = canvas.getSize();
  if (width <= 2 * MARGIN) return; // not on the page yet; its frame tells when it is
  canvas.viewbox(fittedBox(canvas.viewbox().inner, { width, height }));
}

export function zoom(canvas, factor, point) {
  const wanted = canvas.zoom() * factor;
  canvas.zoom(Math.min(Math.max(wanted, LIMITS[0]), LIMITS[1]), point);
}

/**
 * On the upper edge of a step, whose name stands in it: on the lower one sit its events.
 * Beside an event or a gateway, away from its name, and below the flow that leaves it.
 */
export function placeOfCount({ x, width, height, label }) {
  const isNamedBeside = label?.x > x + width / 2;
  if (width <= LARGEST_NAMED_OUTSIDE) return { top: height / 2 + 3, left: isNamedBeside ? -15 : width - 3 };
  return { top: -11, left: 24 };
}

/** The part of the plane to show, so that `drawing` stands in the middle of what the mark leaves of `frame`. */
export function fittedBox(drawing, frame) {
  const room = { width: frame.width - 2 * MARGIN, height: frame.height - MARGIN - MARK_HEIGHT };
  const scale = Math.min(room.width / drawing.width, room.height / drawing.height, LARGEST);
  const width = frame.width / scale;
  const height = frame.height / scale;
  return {
    x: drawing.x - (width - drawing.width) / 2,
    y: drawing.y - MARGIN / scale - (room.height / scale - drawing.height) / 2,
    width,
    height,
  };
}
