/** Draws the outline as a tree that is walked with the arrow keys (the tree pattern of ARIA, as one flat list of rows). */
import { make } from '../../dom.js';
import { worstOf } from '../marks.js';
import { isOpenAtFirst, rowAfterLoss, rowsOf } from './model.js';

export class Tree {
  #place; #say; #act; #selected;
  #nodes = [];
  #rows = [];
  #open = new Map();
  #active = null;
  #counts = new Map();

  /** `act(name, node)` is called for edit, rename, add, remove, connect, move, nudge; `selected(node)` when the focus moves. */
  constructor(place, say, { act, selected }) {
    this.#place = place;
    this.#say = say;
    this.#act = act;
    this.#selected = selected;
    place.addEventListener('keydown', (event) => this.#pressed(event));
    place.addEventListener('click', (event) => this.#clicked(event));
    place.addEventListener('dblclick', () => this.current && act('edit', this.current));
  }

  get current() {
    return this.#rows.find(({ node }) => node.id === this.#active)?.node ?? null;
  }

  show(nodes) {
    const before = this.#rows.map(({ node }) => node.id);
    this.#nodes = nodes;
    this.#compute();
    this.#active = rowAfterLoss(this.#rows, before, this.#active);
    this.#draw();
  }

  /** Numbers of problems beside the names: Map from element id to a list. */
  mark(byElement) {
    this.#counts = byElement;
    this.#draw();
  }

  /** Make this element the current one; its ancestors open. `focus` also moves the keyboard there. */
  go(id, { focus = false } = {}) {
    const path = pathTo(this.#nodes, id);
    if (!path) return;
    path.slice(0, -1).forEach((node) => this.#open.set(node.id, true));
    this.#active = id;
    this.#compute();
    this.#draw();
    if (focus) this.focus();
  }

  focus() {
    this.#rowElement(this.#active)?.focus();
  }

  #compute() {
    this.#rows = rowsOf(this.#nodes, (node) => this.#open.get(node.id) ?? isOpenAtFirst(node));
  }

  #draw() {
    const focused = this.#place.contains(document.activeElement);
    this.#place.replaceChildren(...this.#rows.map((row) => this.#row(row)));
    if (focused) this.focus();
    this.#rowElement(this.#active)?.scrollIntoView({ block: 'nearest' });
  }

  #row({ node, level, place, of, expanded }) {
    const say = this.#say;
    const found = this.#counts.get(node.id) ?? [];
    const isFlow = node.object.$type === 'bpmn:SequenceFlow';
    return make(
      'div',
      {
        role: 'treeitem',
        'data-id': node.id,
        'aria-level': level,
        'aria-posinset': place,
        'aria-setsize': of,
        'aria-expanded': expanded === null ? null : String(expanded),
        'aria-selected': String(node.id === this.#active),
        tabindex: node.id === this.#active ? 0 : -1,
        class: `studio-row level-${Math.min(level, 6)}${isFlow ? ' is-flow' : ''}`,
      },
      make('span', { class: 'toggle', 'aria-hidden': 'true', 'data-toggle': '' }, expanded === null ? '' : expanded ? '▾' : '▸'),
      make('span', { class: 'kind' }, say(node.kind)),
      ' ',
      make('span', { class: 'name' }, node.name || (isFlow ? '' : node.id)),
      node.leadsTo.length ? make('span', { class: 'leads' }, make('span', { class: 'visually-hidden' }, ` ${say('leads to')} `), make('span', { 'aria-hidden': 'true' }, ' → '), node.leadsTo.join(', ')) : null,
      node.condition ? make('span', { class: 'condition' }, ` ${say('if')} ${node.condition.replace(/^=/, '')}`) : null,
      node.isDefault ? make('span', { class: 'condition' }, ` ${say('otherwise')}`) : null,
      found.length ? this.#count(found) : null,
    );
  }

  #count(found) {
    const count = `${found.length}`;
    return make(
      'span',
      { class: `studio-count ${worstOf(found)}` },
      ' ',
      make('span', { 'aria-hidden': 'true' }, count),
      make('span', { class: 'visually-hidden' }, this.#say('problems: {count}', { count })),
    );
  }

  #clicked(event) {
    const id = event.target.closest('[role="treeitem"]')?.dataset.id;
    if (!id) return;
    if (event.target.closest('[data-toggle]')) this.#toggle(id);
    this.#moveTo(id);
  }

  #pressed(event) {
    const step = this.#stepOf(event);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  }

  #stepOf({ key, altKey, ctrlKey, metaKey, shiftKey }) {
    const at = this.#rows.findIndex(({ node }) => node.id === this.#active);
    const row = this.#rows[at];
    if (!row || ctrlKey || metaKey) return null;
    if (altKey) return NUDGES[key] ? () => this.#act('nudge', row.node, NUDGES[key]) : null;
    const act = ACTIONS[key];
    if (act && !shiftKey) return () => this.#act(act, row.node);
    switch (key) {
      case 'ArrowDown': return () => this.#moveTo(this.#rows[at + 1]?.node.id);
      case 'ArrowUp': return () => this.#moveTo(this.#rows[at - 1]?.node.id);
      case 'Home': return () => this.#moveTo(this.#rows[0].node.id);
      case 'End': return () => this.#moveTo(this.#rows.at(-1).node.id);
      case 'ArrowRight': return () => (row.expanded === false ? this.#toggle(row.node.id) : row.expanded && this.#moveTo(row.node.children[0].id));
      case 'ArrowLeft': return () => (row.expanded ? this.#toggle(row.node.id) : this.#moveTo(pathTo(this.#nodes, row.node.id).at(-2)?.id));
      default: return null;
    }
  }

  #toggle(id) {
    const { node, expanded } = this.#rows.find((row) => row.node.id === id);
    if (expanded === null) return;
    this.#open.set(node.id, !expanded);
    this.#compute();
    this.#draw();
  }

  #moveTo(id) {
    if (!id) return;
    const [before, after] = [this.#rowElement(this.#active), this.#rowElement(id)];
    if (before) Object.assign(before, { tabIndex: -1 }).setAttribute('aria-selected', 'false');
    this.#active = id;
    Object.assign(after, { tabIndex: 0 }).setAttribute('aria-selected', 'true');
    after.focus();
    this.#selected(this.current);
  }

  #rowElement(id) {
    return id && this.#place.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }
}

const ACTIONS = { Enter: 'edit', F2: 'rename', Insert: 'add', a: 'add', c: 'connect', m: 'move', Delete: 'remove', Backspace: 'remove' };
const STEP = 20;
const NUDGES = {
  ArrowLeft: { x: -STEP, y: 0 }, ArrowRight: { x: STEP, y: 0 }, ArrowUp: { x: 0, y: -STEP }, ArrowDown: { x: 0, y: STEP },
};

function pathTo(nodes, id) {
  for (const node of nodes) {
    if (node.id === id) return [node];
    const rest = pathTo(node.children, id);
    if (rest) return [node, ...rest];
  }
  return null;
}
