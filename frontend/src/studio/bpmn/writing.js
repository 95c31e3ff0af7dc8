/** Changes the model behind the drawing through the command stack. Callers wrap several changes with `together`. */
import { extension, findObject } from './reading.js';

class Writing {
  static $inject = ['modeling', 'bpmnFactory', 'moddle', 'canvas', 'elementRegistry', 'bpmnjs'];

  constructor(modeling, bpmnFactory, moddle, canvas, elementRegistry, bpmnjs) {
    Object.assign(this, { modeling, bpmnFactory, moddle, canvas, elementRegistry, bpmnjs });
  }

  find(id) {
    return findObject(this.bpmnjs.getDefinitions(), id);
  }

  /** The drawn element of an object, or the canvas for what is not drawn, such as the process. */
  elementOf(object) {
    return this.elementRegistry.get(object.id) ?? this.canvas.getRootElement();
  }

  /** Set plain attributes of any object, drawn or not. */
  set(object, values) {
    const element = this.elementOf(object);
    if (element.businessObject === object) this.modeling.updateProperties(element, values);
    else this.modeling.updateModdleProperties(element, object, values);
  }

  /** Make, change or (with null) remove an extension element. Attributes without a value go. */
  extend(object, type, values) {
    const found = extension(object, type);
    const filled = values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === '' ? undefined : value]));
    if (!filled) {
      if (found) this.#keepOnly(object, (each) => each !== found);
    } else if (found) {
      this.modeling.updateModdleProperties(this.elementOf(object), found, filled);
    } else {
      this.#add(object, this.bpmnFactory.create(this.#typeNamed(type), filled));
    }
  }

  /** Replace the lines of an extension element that is a list: a mapping or properties. */
  fill(object, type, list, lineType, lines) {
    if (!extension(object, type)) this.extend(object, type, {});
    const holder = extension(object, type);
    const made = lines.map((line) => this.#child(lineType, line, holder));
    this.modeling.updateModdleProperties(this.elementOf(object), holder, { [list]: made });
  }

  /** A FEEL text in its own element: the condition of a flow, the duration of a timer; nothing when empty. */
  express(object, name, text) {
    const value = text ? this.#child('bpmn:FormalExpression', { body: text }, object) : undefined;
    this.modeling.updateModdleProperties(this.elementOf(object), object, { [name]: value });
  }

  /** Point at the message, error, signal or escalation of this name, made when there is none. */
  point(object, reference, type, key, value) {
    const target = value ? this.#rootNamed(type, key, value) : undefined;
    this.modeling.updateModdleProperties(this.elementOf(object), object, { [reference]: target });
  }

  document(object, text) {
    const documentation = text ? [this.#child('bpmn:Documentation', { text }, object)] : [];
    this.modeling.updateModdleProperties(this.elementOf(object), object, { documentation });
  }

  loop(object, type, values) {
    const loopCharacteristics = type ? this.#child(type, values, object) : undefined;
    this.modeling.updateProperties(this.elementOf(object), { loopCharacteristics });
  }

  #rootNamed(type, key, value) {
    const definitions = this.bpmnjs.getDefinitions();
    const found = definitions.get('rootElements').find((each) => each.$type === type && each.get(key) === value);
    if (found) return found;
    const made = this.#child(type, type === 'bpmn:Error' || type === 'bpmn:Escalation' ? { name: value, [key]: value } : { [key]: value }, definitions);
    this.modeling.updateModdleProperties(this.canvas.getRootElement(), definitions, { rootElements: [...definitions.get('rootElements'), made] });
    return made;
  }

  #add(object, made) {
    const holder = object.get('extensionElements');
    if (!holder) {
      const fresh = this.#child('bpmn:ExtensionElements', { values: [made] }, object);
      made.$parent = fresh;
      this.modeling.updateModdleProperties(this.elementOf(object), object, { extensionElements: fresh });
      return;
    }
    made.$parent = holder;
    this.modeling.updateModdleProperties(this.elementOf(object), holder, { values: [...holder.get('values'), made] });
  }

  #keepOnly(object, wanted) {
    const holder = object.get('extensionElements');
    this.modeling.updateModdleProperties(this.elementOf(object), holder, { values: holder.get('values').filter(wanted) });
  }

  #child(type, values, parent) {
    const made = this.bpmnFactory.create(type, values);
    made.$parent = parent;
    return made;
  }

  /** `zeebe:formDefinition` as the file writes it, `zeebe:FormDefinition` as the model calls it. */
  #typeNamed(type) {
    const [prefix, name] = type.split(':');
    return `${prefix}:${name[0].toUpperCase()}${name.slice(1)}`;
  }
}

export default { __init__: ['writing'], writing: ['type', Writing] };
