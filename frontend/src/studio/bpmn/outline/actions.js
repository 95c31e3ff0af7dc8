/** What the outline does to the diagram: each a single step of undo, placed so that the drawing stays readable. */
import { isA } from '../reading.js';
import { idFrom } from './names.js';
import { lyingOver, middle, roomOn } from './room.js';

const GAP = 50;

export class Refused extends Error {}

export class OutlineActions {
  constructor(modeler) {
    const names = ['modeling', 'elementFactory', 'elementRegistry', 'autoPlace', 'space', 'together', 'writing', 'canvas', 'bpmnRules'];
    for (const name of names) this[name] = modeler.get(name);
  }

  /** Put a new step after this one or on this flow, or inside this process or sub-process; answers its id. */
  add(id, attributes, name, inside = false) {
    const element = this.#drawn(id);
    return this.together.run(() => {
      const shape = inside ? this.#inside(element, attributes) : this.#after(element, attributes);
      return this.#name(shape, name);
    });
  }

  /** An event on the border of an activity, with nothing after it yet. */
  addToBorder(id, attributes, name) {
    const host = this.#drawn(id);
    const at = { x: host.x + host.width - 20 - 45 * (host.attachers?.length ?? 0), y: host.y + host.height };
    return this.together.run(() => {
      const shape = this.modeling.createShape(this.elementFactory.createShape(attributes), at, host, { attach: true });
      return this.#name(shape, name);
    });
  }

  rename(id, name) {
    const element = this.elementRegistry.get(id);
    if (element && !isA(element.businessObject, 'Process', 'Collaboration')) this.modeling.updateLabel(element, name);
    else this.writing.set(this.writing.find(id), { name });
  }

  remove(id) {
    this.modeling.removeElements([this.#drawn(id)]);
  }

  /** Answers the id of the new flow. */
  connect(id, targetId) {
    const [source, target] = [this.#drawn(id), this.#drawn(targetId)];
    if (!this.bpmnRules.canConnect(source, target)) throw new Refused('These two cannot be connected.');
    return this.modeling.connect(source, target).id;
  }

  /** Take a step out of its place, closing the gap, and put it behind another. */
  moveAfter(id, targetId) {
    const [shape, target] = [this.#drawn(id), this.#drawn(targetId)];
    const [incoming, outgoing] = [shape.incoming, shape.outgoing];
    if (incoming.length > 1 || outgoing.length > 1) throw new Refused('Only a step with one way in and one way out can be moved.');
    if (target === shape || !isA(target.businessObject, 'FlowNode')) throw new Refused('The step cannot be moved there.');
    this.together.run(() => {
      if (incoming.length && outgoing.length) this.modeling.reconnectEnd(incoming[0], outgoing[0].target, middle(outgoing[0].target));
      [...shape.incoming, ...shape.outgoing].forEach((flow) => this.modeling.removeConnection(flow));
      this.#behind(shape, target);
    });
  }

  /** Answers what it lies over now. */
  nudge(id, delta) {
    const element = this.#drawn(id);
    if (element === this.canvas.getRootElement()) throw new Refused('A whole process cannot be moved in the drawing.');
    if (element.waypoints) throw new Refused('A flow follows the steps that it joins: move one of these.');
    if (element.host && !isOnBorder(element, delta)) throw new Refused('An event stays on the border of its step.');
    this.modeling.moveElements([element], delta, undefined, { autoResize: true });
    return lyingOver(this.canvas.getRootElement(), element).map(({ businessObject }) => businessObject);
  }

  /** With the name comes an id that says the same, since ids stand in histories and messages. */
  #name(shape, name) {
    if (name) {
      this.modeling.updateLabel(shape, name);
      this.modeling.updateProperties(shape, { id: idFrom(name, (id) => Boolean(this.writing.find(id))) });
    }
    return shape.id;
  }

  #behind(shape, target) {
    const next = target.outgoing.length === 1 ? target.outgoing[0] : null;
    const at = next ? roomOn(this.space, next, shape) : { x: target.x + target.width + GAP + shape.width / 2, y: middle(target).y };
    const delta = { x: at.x - middle(shape).x, y: at.y - middle(shape).y };
    this.modeling.moveElements([shape], delta, target.parent, { autoResize: true });
    if (shape.incoming.length) return; // dropped on the flow, which now leads through it
    if (next) this.modeling.reconnectStart(next, shape, middle(shape));
    this.modeling.connect(target, shape);
  }

  #after(element, attributes) {
    const object = element.businessObject;
    if (isA(object, 'SequenceFlow')) return this.#onFlow(element, attributes);
    if (isA(object, 'EndEvent')) throw new Refused('Nothing can follow an end event.');
    const [flow, ...others] = element.outgoing.filter((each) => isA(each.businessObject, 'SequenceFlow'));
    const insertable = flow && !others.length && !isA(object, 'Gateway') && attributes.type !== 'bpmn:EndEvent';
    if (insertable) return this.#onFlow(flow, attributes);
    return this.autoPlace.append(element, this.#shape(attributes));
  }

  /** Between two steps that follow each other, after making room. */
  #onFlow(flow, attributes) {
    const shape = this.#shape(attributes);
    return this.modeling.createShape(shape, roomOn(this.space, flow, shape), flow);
  }

  #inside(element, attributes) {
    const steps = (element.children ?? []).filter((child) => !child.waypoints && !child.labelTarget);
    const lowest = Math.max(element.y ?? 0, ...steps.map((child) => child.y + child.height));
    const first = Math.min(...steps.map((child) => child.x), Infinity);
    const at = { x: (Number.isFinite(first) ? first : (element.x ?? 100) + 40) + 50, y: lowest + 90 };
    return this.modeling.createShape(this.#shape(attributes), at, element);
  }

  #shape(attributes) {
    return this.elementFactory.createShape(attributes);
  }

  #drawn(id) {
    const element = this.elementRegistry.get(id) ?? (isA(this.writing.find(id), 'Process') ? this.canvas.getRootElement() : null);
    if (!element) throw new Refused('This part of the process is not drawn.');
    return element;
  }
}

/** Whether the middle of the event would still lie on the border of its step. */
function isOnBorder(event, delta) {
  const { host } = event;
  const { x, y } = middle(event);
  const [left, top] = [x + delta.x - host.x, y + delta.y - host.y];
  if (left < 0 || top < 0 || left > host.width || top > host.height) return false;
  return Math.min(left, top, host.width - left, host.height - top) < 1;
}
