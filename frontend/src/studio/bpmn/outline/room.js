/** Finds a place in the drawing for what comes between two steps that follow each other; what stands in the way moves aside. */
import { below } from '../space.js';

const GAP = 50;
const LEVEL = 10; // so little apart, and two steps stand in a line
const EXTENT = { x: 'width', y: 'height' };
const OTHER = { x: 'y', y: 'x' };

/** The middle of the place for something of this size on the flow. */
export function roomOn(space, flow, size) {
  const at = ahead(space, flow, size, 'x') ?? ahead(space, flow, size, 'y') ?? halfway(flow.waypoints);
  clear(space, flow, size, at);
  return at;
}

/** What lies under this element, or over it, and does not hold it. */
export function lyingOver(root, element) {
  return below(root).filter((other) => other !== element && isStep(other) && other.parent === element.parent
    && other.host !== element && element.host !== other && meet(boxOf(element), boxOf(other)));
}

export function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

/** In a line with both steps where they stand in one; nothing when the second is not ahead in this direction. */
function ahead(space, { source, target, waypoints }, size, axis) {
  const backwards = axis === 'y' && target.y + target.height <= source.y;
  const [first, second] = backwards ? [target, source] : [source, target];
  const end = first[axis] + first[EXTENT[axis]];
  const room = second[axis] - end;
  if (room <= 0) return null;
  const missing = size[EXTENT[axis]] + 2 * GAP - room;
  const line = axis === 'y' ? end + 1 : target[axis] - 1; // rows stay rows: of one, some stand a little higher than others
  if (missing > 0) space.make(line, missing, [first], axis);
  const across = middle(source)[OTHER[axis]];
  if (Math.abs(across - middle(target)[OTHER[axis]]) >= LEVEL) return halfway(waypoints);
  const along = (backwards ? source[axis] : source[axis] + source[EXTENT[axis]]) + (backwards ? -1 : 1) * (GAP + size[EXTENT[axis]] / 2);
  return { [axis]: along, [OTHER[axis]]: across };
}

/** Whatever would lie under the new step moves down, with all that stands below. */
function clear(space, { parent }, size, at) {
  const box = { x: at.x - size.width / 2 - GAP / 5, y: at.y - size.height / 2 - GAP / 5, width: size.width + GAP / 2.5, height: size.height + GAP / 2.5 };
  const under = below(parent).filter((each) => isStep(each) && each.parent === parent && meet(box, boxOf(each)));
  if (!under.length) return;
  const top = Math.min(...under.map(({ y }) => y));
  space.make(top - 1, box.y + box.height + GAP / 2 - top, [], 'y');
}

function isStep({ waypoints, labelTarget, hidden, type }) {
  return !waypoints && !labelTarget && !hidden && !['bpmn:Participant', 'bpmn:Lane', 'bpmn:Group'].includes(type);
}

function boxOf({ x, y, width, height }) {
  return { x, y, width, height };
}

function meet(one, other) {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}

/** The middle of the longest part: there is most room, also on a way back. */
function halfway(points) {
  const parts = points.slice(1).map((to, at) => [points[at], to]);
  const long = ([from, to]) => Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const [from, to] = parts.reduce((best, part) => (long(part) > long(best) ? part : best));
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}
