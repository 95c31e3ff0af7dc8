/** Makes room in the drawing: whatever stands beyond a line moves aside, what the line cuts grows. */
class Space {
  static $inject = ['spaceTool', 'canvas'];

  constructor(spaceTool, canvas) {
    Object.assign(this, { spaceTool, canvas });
  }

  /** `besides` stays where it is. Along x to the right, along y down. */
  make(start, delta, besides = [], axis = 'x') {
    if (!Number.isFinite(start)) return;
    const all = below(this.canvas.getRootElement()).filter((element) => !besides.includes(element));
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(all, axis, delta, start);
    if (movingShapes.length) this.spaceTool.makeSpace(movingShapes, resizingShapes, { x: 0, y: 0, [axis]: delta }, axis === 'x' ? 'e' : 's', start);
  }
}

export function below(parent) {
  return (parent.children ?? []).flatMap((child) => [child, ...below(child)]);
}

export default { __init__: ['space'], space: ['type', Space] };
