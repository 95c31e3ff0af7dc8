/** The diagram editor: bpmn-js with what Siklus runs, its properties panel, and the outline. */
import Modeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import ColourPicker from 'bpmn-js-color-picker';
import Minimap from 'diagram-js-minimap';
import TokenSimulation from 'bpmn-js-token-simulation';
import ZeebeBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import { download } from '../files.js';
import { translateModule } from '../words.js';
import { fittedBox } from '../../diagram/view.js';
import { FONT, INK, TEXTS } from './colours.js';
import { applyEdits } from './edits.js';
import { Marks } from './marks.js';
import { Outline } from './outline/outline.js';
import SiklusPanel from './panel.js';
import Space from './space.js';
import Supported from './supported.js';
import Together from './together.js';
import Writing from './writing.js';

const PALETTE = 110;
const READABLE = 0.55;

export async function makeEditor(page, say, catalogue, tell) {
  await document.fonts.load(`12px ${FONT}`).catch(() => null); // lines break by measured widths
  const modeler = new Modeler({
    container: page.place('canvas'),
    propertiesPanel: { parent: page.place('properties') },
    additionalModules: [
      BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule, ZeebeBehaviors,
      CreateAppendAnythingModule, ColourPicker, Minimap, TokenSimulation,
      Supported, Together, Writing, Space, SiklusPanel, translateModule(say),
    ],
    moddleExtensions: { zeebe },
    bpmnRenderer: INK,
    textRenderer: TEXTS,
    siklus: { say, catalogue },
  });
  const panelFollows = new Promise((done) => modeler.get('eventBus').once('propertiesPanel.layoutChanged', done)); // it listens a frame after the first drawing
  const outline = new Outline(modeler, page, { say, catalogue, tell });
  const marks = new Marks(modeler);
  const stack = modeler.get('commandStack');
  const content = async () => (await modeler.saveXML({ format: true })).xml;

  return {
    content,
    async show(xml) {
      await checkDrawn(modeler, xml);
      const { warnings } = await modeler.importXML(xml);
      fitBesidePalette(modeler, READABLE);
      outline.refresh();
      return warnings.map(({ message }) => message);
    },
    changed: (listener) => modeler.on('commandStack.changed', listener),
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    can: () => ({ undo: stack.canUndo(), redo: stack.canRedo() }),
    async jump({ element }) {
      await panelFollows;
      outline.go(element);
    },
    mark(problems) {
      marks.show(problems);
      outline.mark(problems);
    },
    apply: (edits) => applyEdits(modeler, edits),
    actions: {
      fit: () => fitBesidePalette(modeler),
      in: () => modeler.get('zoomScroll').stepZoom(1),
      out: () => modeler.get('zoomScroll').stepZoom(-1),
      find: () => setTimeout(() => modeler.get('searchPad').toggle()), // after this click, which would close it
      map: () => modeler.get('minimap').toggle(),
      simulate: (button) => simulate(modeler, outline, button),
      svg: async () => download(page.file.replace(/\.bpmn$/, '.svg'), (await modeler.saveSVG()).svg, 'image/svg+xml'),
      xml: async () => download(page.file, await content(), 'application/xml'),
      ...Object.fromEntries(['add', 'edit', 'rename', 'connect', 'move', 'remove'].map((name) => [`outline-${name}`, () => outline.act(name)])),
    },
  };
}

/** Looks before the editor lets go of what it shows: without a drawing its parts would trip over the empty canvas. */
async function checkDrawn(modeler, xml) {
  const { rootElement } = await modeler.get('moddle').fromXML(xml, 'bpmn:Definitions');
  if (!rootElement.get('diagrams').some(({ plane }) => plane?.bpmnElement)) throw new Error('no diagram to display');
}

/** Show all, beside the palette; when that would be smaller than `least`, its beginning. */
function fitBesidePalette(modeler, least = 0) {
  const canvas = modeler.get('canvas');
  const { inner } = canvas.viewbox();
  const { width, height } = canvas.getSize();
  if (!inner.width || width < 2 * PALETTE) return;
  const box = fittedBox(inner, { width: width - PALETTE, height });
  const scale = Math.max((width - PALETTE) / box.width, least);
  const left = scale > least ? box.x : inner.x - 20;
  canvas.viewbox({ x: left - PALETTE / scale, y: box.y + (box.height - height / scale) / 2, width: width / scale, height: height / scale });
}

function simulate(modeler, outline, button) {
  const begins = button.getAttribute('aria-pressed') !== 'true';
  modeler.get('toggleMode').toggleMode(begins);
  outline.lock(begins);
  button.setAttribute('aria-pressed', String(begins));
}
