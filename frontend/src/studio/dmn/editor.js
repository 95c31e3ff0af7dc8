/** The decision editor: dmn-js with a row of buttons for its views (graph, tables, expressions). */
import Modeler from 'dmn-js/lib/Modeler';
import { download } from '../files.js';
import { make } from '../dom.js';
import { translateModule } from '../words.js';

const GRAPH = 'dmn:Definitions';

export function makeEditor(page, say) {
  const translated = { additionalModules: [translateModule(say)] };
  const modeler = new Modeler({
    container: page.place('canvas'),
    common: { expressionLanguages: { options: [{ value: 'feel', label: 'FEEL' }], defaults: { editor: 'feel' } } },
    drd: translated,
    decisionTable: translated,
    literalExpression: translated,
    boxedExpression: translated,
  });
  const views = page.place('views');
  let listener = () => {};
  modeler.on('views.changed', () => showViews());
  modeler.on('viewer.created', ({ viewer }) => viewer.on('commandStack.changed', (event) => listener(event)));

  const stack = () => modeler.getActiveViewer()?.get('commandStack', false);
  const content = async () => (await modeler.saveXML({ format: true })).xml;
  let shown = null;

  return {
    content,
    async show(xml) {
      const { warnings } = await modeler.importXML(xml, { open: false });
      await openFirst();
      return warnings.map(({ message }) => message);
    },
    changed(wanted) {
      listener = wanted;
    },
    undo: () => stack().undo(),
    redo: () => stack().redo(),
    can: () => ({ undo: Boolean(stack()?.canUndo()), redo: Boolean(stack()?.canRedo()) }),
    async jump({ element }) {
      await open(viewOf(element));
      page.place('canvas').querySelector(`td.input-cell[data-row-id="${CSS.escape(element)}"]`)?.click();
    },
    mark(problems) {
      const wrong = new Set(problems.map(({ element }) => viewOf(element)?.element.id).filter(Boolean));
      views.querySelectorAll('button').forEach((button) => button.classList.toggle('has-error', wrong.has(button.dataset.id)));
    },
    actions: { xml: async () => download(page.file, await content(), 'application/xml') },
  };

  /** The decision that was open before, else the only decision, else the graph. */
  function openFirst() {
    const all = modeler.getViews();
    const before = all.find(({ element }) => element.id === shown);
    const decisions = all.filter(({ element }) => element.$type !== GRAPH);
    return open(before ?? (decisions.length === 1 ? decisions[0] : all.find(({ element }) => element.$type === GRAPH)) ?? all[0]);
  }

  async function open(view) {
    if (!view) return;
    shown = view.element.id;
    await modeler.open(view);
    for (const name of ['paper', 'themed']) page.place('canvas').classList.toggle(name, (name === 'paper') === (view.element.$type === GRAPH)); // the graph is a drawing
    if (view.element.$type === GRAPH) modeler.getActiveViewer().get('canvas').zoom('fit-viewport', 'auto'); // its name lies over the corner
    page.place('canvas').querySelectorAll('th.index-column').forEach((head) => head.setAttribute('role', 'cell')); // it names nothing
  }

  function showViews() {
    const active = modeler.getActiveView();
    views.replaceChildren(...modeler.getViews().map((view) => make(
      'button',
      {
        type: 'button',
        class: 'btn btn-plain',
        'data-id': view.element.id,
        'aria-pressed': String(view === active || view.element === active?.element),
        onclick: () => open(view),
      },
      view.element.$type === GRAPH ? say('Decision graph') : view.element.name || view.element.id,
    )));
  }

  /** The view that shows an element: its decision, or the decision around it. */
  function viewOf(id) {
    return modeler.getViews().find(({ element }) => element.$type !== GRAPH && holds(element, id));
  }
}

/** Whether an object has this id or holds one that has; follows what it contains, not what it refers to. */
export function holds(object, id) {
  if (object.id === id) return true;
  return (object.$descriptor?.properties ?? [])
    .filter(({ isReference, isAttr }) => !isReference && !isAttr)
    .flatMap(({ name }) => object.get(name) ?? [])
    .some((child) => child?.$type && holds(child, id));
}
