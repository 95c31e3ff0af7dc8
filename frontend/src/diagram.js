/** Draws a process read-only with its state; loaded by app.js only on pages that hold a [data-diagram]. */
import MoveCanvasModule from 'diagram-js/lib/navigation/movecanvas';
import Viewer from 'bpmn-js/lib/Viewer';
import { watchControls } from './diagram/controls.js';
import { marks, readState } from './diagram/state.js';
import { fit, placeOfCount } from './diagram/view.js';

const COLOURS = {
  defaultFillColor: 'var(--sk-surface)',
  defaultStrokeColor: 'var(--sk-ink-2)',
  defaultLabelColor: 'var(--sk-ink)',
};

const FONT = '"Inter Variable", system-ui, sans-serif';
const TEXTS = { defaultStyle: { fontFamily: FONT, fontSize: 12 }, externalStyle: { fontFamily: FONT, fontSize: 12 } };

/** `frame` is the element with data-diagram, data-state, data-children and data-sheet (see macros/diagrams.html). */
export async function draw(frame) {
  frame.dataset.drawn = '';
  try {
    const [state] = await Promise.all([readState(frame.dataset.state, fetchJson), loadStyle(frame.dataset.sheet), loadFont()]);
    const viewer = new Viewer({
      container: frame,
      additionalModules: [MoveCanvasModule],
      bpmnRenderer: COLOURS,
      textRenderer: TEXTS,
    });
    const drawing = { frame, viewer, state, home: frame.dataset.diagram, children: JSON.parse(frame.dataset.children || '{}') };
    await show(drawing, drawing.home);
    watchControls(drawing, (address) => show(drawing, address));
  } catch (problem) {
    frame.hidden = true;
    frame.parentElement.querySelector('[data-diagram-note]').hidden = false;
    console.error(problem);
  }
}

async function show({ frame, viewer, state, children }, address) {
  await viewer.importXML(await fetchText(address));
  const canvas = viewer.get('canvas');
  const known = viewer.get('elementRegistry');
  const drawn = [...marks(state), ...Object.keys(children).map((id) => [id, 'has-child'])];
  drawn.filter(([id]) => known.get(id)).forEach(([id, mark]) => canvas.addMarker(id, mark));
  writeCounts(viewer, Object.entries(state.counts ?? {}).filter(([id]) => known.get(id)));
  hideFromReaders(frame);
  fit(canvas);
}

function writeCounts(viewer, counts) {
  for (const [id, text] of counts) {
    const html = Object.assign(document.createElement('div'), { className: 'count', textContent: text });
    viewer.get('overlays').add(id, { position: placeOfCount(viewer.get('elementRegistry').get(id)), html });
  }
}

/** The list below the drawing says the same, in an order that makes sense when read aloud. */
function hideFromReaders(frame) {
  const svg = frame.querySelector('.djs-container > svg');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('tabindex', '-1');
}

/** Lines break by measured widths, so the font must be there first; without it the drawing comes all the same. */
function loadFont() {
  return document.fonts.load(`12px ${FONT}`).catch(() => null);
}

async function fetchText(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.text();
}

async function fetchJson(address) {
  return JSON.parse(await fetchText(address));
}

function loadStyle(address) {
  if (!address || document.querySelector(`link[href="${address}"]`)) return null;
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address });
  const loaded = new Promise((resolve, reject) => Object.assign(link, { onload: resolve, onerror: reject }));
  document.head.append(link);
  return loaded;
}
