/** Shows on the drawing where the problems are: a coloured frame and a count at the corner. */
const KIND = 'siklus-problem';

export class Marks {
  #overlays; #canvas; #registry; #marked = [];

  constructor(modeler) {
    this.#overlays = modeler.get('overlays');
    this.#canvas = modeler.get('canvas');
    this.#registry = modeler.get('elementRegistry');
  }

  show(problems) {
    this.#overlays.remove({ type: KIND });
    for (const [id, mark] of this.#marked) if (this.#registry.get(id)) this.#canvas.removeMarker(id, mark);
    this.#marked = [];
    for (const [id, found] of byElement(problems)) {
      const element = this.#registry.get(id);
      if (element && element !== this.#canvas.getRootElement()) this.#mark(element, found);
    }
  }

  #mark(element, found) {
    const worst = worstOf(found);
    this.#canvas.addMarker(element.id, worst);
    this.#marked.push([element.id, worst]);
    const badge = Object.assign(document.createElement('span'), { className: `studio-badge ${worst}`, textContent: `${found.length}`, title: found.map(({ text }) => text).join('\n') });
    this.#overlays.add(element.id, KIND, { position: element.waypoints ? { top: -10, left: 0 } : { top: -12, right: 12 }, html: badge });
  }
}

/** The class for an element with these problems. */
export function worstOf(found) {
  return found.some(({ severity }) => severity === 'error') ? 'has-error' : 'has-warning';
}

/** Map from element id to its problems. */
export function byElement(problems) {
  const found = new Map();
  for (const problem of problems) if (problem.element) found.set(problem.element, [...(found.get(problem.element) ?? []), problem]);
  return found;
}
