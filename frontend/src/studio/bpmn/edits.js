/** The edits that a fix is made of (set, unset, rename, remove, gateway, default, extension, condition, duration), done to the drawing. */
import { isA } from './reading.js';

const GAP = 50;

/** All edits of a fix are one step of undo. Throws when one of them cannot be done to this diagram. */
export function applyEdits(modeler, edits) {
  const services = {
    writing: modeler.get('writing'),
    modeling: modeler.get('modeling'),
    registry: modeler.get('elementRegistry'),
    space: modeler.get('space'),
  };
  for (const { do: verb } of edits) if (!VERBS[verb]) throw new Error(`no edit is called “${verb}”`);
  modeler.get('together').run(() => edits.forEach((edit) => VERBS[edit.do](services, edit)));
}

const VERBS = {
  set({ writing }, { element, attribute, value }) {
    const object = found(writing, element);
    writing.set(object, { [attribute]: typed(writing, object, attribute, value) });
  },

  unset({ writing }, { element, attribute }) {
    writing.set(found(writing, element), { [attribute]: undefined });
  },

  rename({ writing }, { element, value }) {
    writing.set(found(writing, element), { id: value });
  },

  remove({ writing, modeling, registry }, { element }) {
    const drawn = registry.get(element);
    if (drawn) modeling.removeElements([drawn]);
    else removeUndrawn(writing, modeling, found(writing, element));
  },

  gateway(services, { element, kind, where }) {
    const { modeling, registry } = services;
    const shape = drawnOne(registry, element);
    const flows = [...(where === 'before' ? shape.incoming : shape.outgoing)].filter((flow) => isA(flow.businessObject, 'SequenceFlow'));
    const gateway = where === 'before' ? gatewayBefore(services, shape, kind) : gatewayAfter(services, shape, kind);
    for (const flow of flows) {
      if (where === 'before') modeling.reconnectEnd(flow, gateway, middle(gateway));
      else modeling.reconnectStart(flow, gateway, middle(gateway));
    }
    if (where === 'before') modeling.connect(gateway, shape);
    else modeling.connect(shape, gateway);
  },

  default({ writing }, { element, flow }) {
    writing.set(found(writing, element), { default: flow ? found(writing, flow) : undefined });
  },

  extension({ writing }, { element, type, attributes }) {
    const object = found(writing, element);
    const holder = type === 'zeebe:loopCharacteristics' ? object.loopCharacteristics ?? object : object; // the file keeps it there
    writing.extend(holder, type, attributes);
  },

  condition({ writing }, { flow, value }) {
    writing.express(found(writing, flow), 'conditionExpression', value);
  },

  duration({ writing }, { element, value }) {
    const timer = found(writing, element).eventDefinitions?.find(({ $type }) => $type === 'bpmn:TimerEventDefinition');
    if (!timer) throw new Error(`“${element}” waits for no time`);
    writing.express(timer, 'timeDate', null);
    writing.express(timer, 'timeCycle', null);
    writing.express(timer, 'timeDuration', value);
  },
};

export const EDITS = Object.keys(VERBS);

function found(writing, id) {
  const object = writing.find(id);
  if (!object) throw new Error(`nothing is called “${id}”`);
  return object;
}

function drawnOne(registry, id) {
  const shape = registry.get(id);
  if (!shape) throw new Error(`“${id}” is not drawn`);
  return shape;
}

/** XML knows only texts; the model wants true, 3, or the object itself. */
export function typed(writing, object, attribute, value) {
  const property = object.$descriptor.properties.find(({ name, ns }) => name === attribute || ns?.localName === attribute);
  if (property?.isReference) return found(writing, value);
  if (property?.type === 'Boolean') return value === true || value === 'true';
  if (property?.type === 'Integer' || property?.type === 'Real') return Number(value);
  return value;
}

function removeUndrawn(writing, modeling, object) {
  const parent = object.$parent;
  const list = ['flowElements', 'rootElements', 'eventDefinitions', 'artifacts', 'values'].find((name) => parent[name]?.includes(object));
  if (!list) throw new Error(`“${object.id}” cannot be removed`);
  modeling.updateModdleProperties(writing.elementOf(parent), parent, { [list]: parent[list].filter((each) => each !== object) });
}

function gatewayAfter({ modeling, space }, shape, kind) {
  const left = shape.x + shape.width;
  const ahead = shape.outgoing.map(({ target }) => target.x).filter((x) => x > left);
  space.make(Math.min(...ahead, Infinity) - 1, 2 * GAP, [shape]);
  return modeling.createShape({ type: `bpmn:${upper(kind)}` }, { x: left + GAP + 25, y: shape.y + shape.height / 2 }, shape.parent);
}

function gatewayBefore({ modeling, space }, shape, kind) {
  const at = { x: shape.x + 25, y: shape.y + shape.height / 2 };
  space.make(shape.x - 1, 2 * GAP);
  return modeling.createShape({ type: `bpmn:${upper(kind)}` }, at, shape.parent);
}

function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

function upper(kind) {
  return kind[0].toUpperCase() + kind.slice(1);
}
