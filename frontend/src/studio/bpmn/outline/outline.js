/** The outline beside the canvas: the whole diagram can be edited here, with the keyboard alone. */
import { BORDERS, STARTS, STEPS, isActivity, kindOf } from '../kinds.js';
import { byElement } from '../marks.js';
import { isA } from '../reading.js';
import { allSettings } from '../settings/settings.js';
import { OutlineActions, Refused } from './actions.js';
import { nameOf, outlineOf, rowsOf } from './model.js';
import { askForOne, askForSettings, askForText, askWhatToAdd } from './questions.js';
import { Tree } from './tree.js';

export class Outline {
  #modeler; #say; #catalogue; #tell; #locked; #actions; #tree;
  #following = false;

  constructor(modeler, page, { say, catalogue, tell }) {
    this.#modeler = modeler;
    this.#say = say;
    this.#catalogue = catalogue;
    this.#tell = tell;
    this.#locked = page.readOnly;
    this.#actions = new OutlineActions(modeler);
    this.#tree = new Tree(page.place('outline'), say, {
      act: (name, node, more) => this.act(name, node, more),
      selected: (node) => this.#show(node),
    });
    modeler.on('commandStack.changed', () => this.refresh());
    modeler.on('selection.changed', ({ newSelection }) => this.#follow(newSelection));
  }

  refresh() {
    const definitions = this.#modeler.getDefinitions();
    if (definitions) this.#tree.show(outlineOf(definitions));
  }

  /** While the simulation runs nothing can be changed. */
  lock(locked) {
    this.#locked = locked;
  }

  mark(problems) {
    this.#tree.mark(byElement(problems));
  }

  go(id) {
    this.#tree.go(id, { focus: true });
    this.#show(this.#tree.current);
  }

  /** One of edit, rename, add, remove, connect, move, nudge, on the current row unless another is given. Each answers the id to go to, or {told}. */
  async act(name, node = this.#tree.current, more = null) {
    if (!node || this.#locked) return;
    try {
      const next = await this[`_${name}`](node, more);
      this.#tell(next?.told ?? '');
      if (typeof next === 'string') {
        this.#tree.go(next);
        this.#show(this.#tree.current);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#tell(this.#say(error.message));
    }
    this.#tree.focus();
  }

  async _edit({ id, object, kind }) {
    const say = this.#say;
    const settings = allSettings(object, { ...this.#context(), rename: (value) => this.#actions.rename(id, value) });
    const changes = await askForSettings(say, `${say(kind)}: ${nameOf(object)}`, settings);
    if (changes?.length) this.#modeler.get('together').run(() => changes.forEach(({ setting, value }) => setting.set(value)));
  }

  async _rename({ id, object, kind }) {
    const say = this.#say;
    const name = await askForText(say, `${say('Rename')}: ${say(kind)}`, say('Name'), object.name ?? '');
    if (name !== null && name !== (object.name ?? '')) this.#actions.rename(id, name);
  }

  async _add({ id, object }) {
    const wanted = await askWhatToAdd(this.#say, this.#say('Add after “{name}”', { name: nameOf(object) }), this.#placesFor(object));
    if (!wanted) return null;
    const { where, attributes, name } = wanted;
    if (where === 'border') return this.#actions.addToBorder(id, attributes, name);
    return this.#actions.add(id, attributes, name, where === 'inside');
  }

  async _remove({ id, object }) {
    if (isA(object, 'Process', 'Participant')) throw new Refused('A whole process is removed on the page of the draft.');
    this.#actions.remove(id);
  }

  async _connect({ id, object }) {
    const say = this.#say;
    if (!isA(object, 'FlowNode')) throw new Refused('Only a step can be connected.');
    const target = await askForOne(say, say('Connect “{name}” to', { name: nameOf(object) }), say('Step'), this.#steps(object), say('Connect'));
    return target && this.#actions.connect(id, target);
  }

  async _move({ id, object }) {
    const say = this.#say;
    if (!isA(object, 'FlowNode') || isA(object, 'BoundaryEvent')) throw new Refused('Only a step with one way in and one way out can be moved.');
    const target = await askForOne(say, say('Move “{name}” to stand after', { name: nameOf(object) }), say('Step'), this.#steps(object), say('Move'));
    if (target) this.#actions.moveAfter(id, target);
  }

  async _nudge({ id, object }, delta) {
    const [under] = this.#actions.nudge(id, delta);
    return under ? { told: this.#say('“{name}” lies over “{other}” now.', { name: nameOf(object), other: nameOf(under) }) } : null;
  }

  #placesFor(object) {
    const say = this.#say;
    const kinds = (list) => list.map(([words, attributes]) => [say(words), attributes]);
    const inside = { where: 'inside', label: say('Inside it'), kinds: kinds([...STARTS, ...STEPS]) };
    if (isA(object, 'Process', 'Participant')) return [inside];
    if (isA(object, 'EndEvent')) throw new Refused('Nothing can follow an end event.');
    const places = [{ where: 'after', label: say('After it'), kinds: kinds(STEPS) }];
    if (isA(object, 'SubProcess')) places.push(inside);
    if (isActivity(object)) places.push({ where: 'border', label: say('On its border'), kinds: kinds(BORDERS) });
    return places;
  }

  #steps(object) {
    return rowsOf(outlineOf(this.#modeler.getDefinitions()), () => true)
      .map(({ node }) => node.object)
      .filter((each) => isA(each, 'FlowNode') && each !== object && each.$parent === object.$parent)
      .map((each) => ({ value: each.id, label: `${this.#say(kindOf(each))}: ${nameOf(each)}` }));
  }

  #context() {
    const registry = this.#modeler.get('elementRegistry');
    const taskIds = registry.filter(({ type }) => type === 'bpmn:UserTask').map(({ id }) => id);
    return { say: this.#say, catalogue: this.#catalogue, writing: this.#modeler.get('writing'), taskIds };
  }

  #show(node) {
    const element = node && this.#modeler.get('elementRegistry').get(node.id);
    this.#following = true;
    if (element) {
      this.#modeler.get('canvas').scrollToElement(element);
      this.#modeler.get('selection').select(element);
    } else {
      this.#modeler.get('selection').select(null);
    }
    this.#following = false;
  }

  #follow(selection) {
    if (!this.#following && selection.length === 1) this.#tree.go(selection[0].labelTarget?.id ?? selection[0].id);
  }
}
