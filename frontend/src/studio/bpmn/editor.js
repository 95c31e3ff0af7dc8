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
import { fit } from '../../diagram/view.js';
import { FONT, INK, TEXTS } from './colours.js';
import { applyEdits } from './edits.js';
import { Marks } from './marks.js';
import { Outline } from './outline/outline.js';
import SiklusPanel from './panel.js';
import Space from './space.js';
import Supported from './supported.js';
import Together from './together.js';
import Writing from './writing.js';

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
  const outline = new Outline(modeler, page, { say, catalogue, tell });
  const marks = new Marks(modeler);
  const stack = modeler.get('commandStack');
  const content = async () => (await modeler.saveXML({ format: true })).xml;

  return {
    content,
    async show(xml) {
      await modeler.importXML(xml);
      fitWithPalette(modeler);
      outline.refresh();
    },
    changed: (listener) => modeler.on('commandStack.changed', listener),
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    can: () => ({ undo: stack.canUndo(), redo: stack.canRedo() }),
    jump: ({ element }) => outline.go(element),
    mark(problems) {
      marks.show(problems);
      outline.mark(problems);
    },
    apply: (edits) => applyEdits(modeler, edits),
    actions: {
      fit: () => fitWithPalette(modeler),
      in: () => modeler.get('zoomScroll').stepZoom(1),
      out: () => modeler.get('zoomScroll').stepZoom(-1),
      find: () => modeler.get('searchPad').toggle(),
      map: () => modeler.get('minimap').toggle(),
      simulate: (button) => simulate(modeler, button),
      svg: async () => download(page.file.replace(/\.bpmn$/, '.svg'), (await modeler.saveSVG()).svg, 'image/svg+xml'),
      xml: async () => download(page.file, await content(), 'application/xml'),
      ...Object.fromEntries(['add', 'edit', 'rename', 'connect', 'move', 'remove'].map((name) => [`outline-${name}`, () => outline.act(name)])),
    },
  };
}

/** The palette lies over the left edge of the canvas. */
function fitWithPalette(modeler) {
  const canvas = modeler.get('canvas');
  if (!canvas.viewbox().inner.width) return;
  fit(canvas);
  canvas.scroll({ dx: 30, dy: 0 });
}

function simulate(modeler, button) {
  modeler.get('toggleMode').toggleMode();
  button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
}
