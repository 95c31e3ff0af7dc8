/** Buttons, keys, wheel, touch and full screen around a drawing. */
import { fit, zoom } from './view.js';

const STEP = 1.3;
const SHIFT = 60;
const KEYS = { '+': 'in', '=': 'in', '-': 'out', _: 'out', 0: 'fit' };
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function watchControls(drawing, show) {
  const { frame, viewer } = drawing;
  const canvas = viewer.get('canvas');
  const panel = frame.closest('.diagram');
  const actions = {
    in: () => zoom(canvas, STEP),
    out: () => zoom(canvas, 1 / STEP),
    fit: () => fit(canvas),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : panel.requestFullscreen()),
  };
  panel.querySelectorAll('[data-view]').forEach((button) => {
    button.addEventListener('click', () => actions[button.dataset.view]?.());
  });
  watchKeys(frame, canvas, actions);
  watchWheel(frame, canvas);
  watchTouch(frame, canvas);
  watchSize(frame, panel, canvas);
  watchChildren(drawing, panel, show);
}

function watchKeys(frame, canvas, actions) {
  frame.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const action = actions[KEYS[event.key]];
    if (!arrow && !action) return;
    event.preventDefault();
    if (arrow) canvas.scroll({ dx: arrow[0] * SHIFT, dy: arrow[1] * SHIFT });
    else action();
  });
}

/** The plain wheel scrolls the page; only with Ctrl (or a pinch on a touchpad) it zooms. */
function watchWheel(frame, canvas) {
  frame.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const edge = frame.getBoundingClientRect();
    zoom(canvas, event.deltaY < 0 ? 1.1 : 1 / 1.1, { x: event.clientX - edge.left, y: event.clientY - edge.top });
  }, { passive: false });
}

/** A finger moves the drawing sideways (every way in full screen); up and down the page scrolls as usual. */
function watchTouch(frame, canvas) {
  let last = null;
  frame.addEventListener('pointerdown', (event) => { last = event.pointerType === 'touch' ? event : null; });
  frame.addEventListener('pointermove', (event) => {
    if (!last || event.pointerId !== last.pointerId) return;
    canvas.scroll({ dx: event.clientX - last.clientX, dy: document.fullscreenElement ? event.clientY - last.clientY : 0 });
    last = event;
  });
  for (const end of ['pointerup', 'pointercancel']) frame.addEventListener(end, () => { last = null; });
}

function watchSize(frame, panel, canvas) {
  new ResizeObserver(() => {
    canvas.resized();
    fit(canvas);
  }).observe(frame);
  document.addEventListener('fullscreenchange', () => {
    panel.querySelector('[data-view="full"]')?.setAttribute('aria-pressed', String(document.fullscreenElement === panel));
  });
}

function watchChildren({ frame, viewer, home, children }, panel, show) {
  const back = panel.querySelector('[data-view="back"]');
  const go = async (address) => {
    await show(address);
    if (back) back.hidden = address === home;
    frame.focus({ preventScroll: true });
  };
  viewer.on('element.click', ({ element }) => {
    if (children[element.id]) go(children[element.id]);
  });
  back?.addEventListener('click', () => go(home));
  panel.querySelectorAll('[data-open-stage]').forEach((button) => {
    if (!children[button.dataset.openStage]) return;
    button.hidden = false;
    button.addEventListener('click', () => go(children[button.dataset.openStage]));
  });
}
