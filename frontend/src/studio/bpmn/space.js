/** Makes room in the drawing: whatever begins right of a line moves aside, what the line cuts grows. */
class Space {
  static $inject = ['spaceTool', 'canvas'];

  constructor(spaceTool, canvas) {
    Object.assign(this, { spaceTool, canvas });
  }

  /** `besides` stays where it is. */
  make(start, delta, besides = []) {
    if (!Number.isFinite(start)) return;
    const all = below(this.canvas.getRootElement()).filter((element) => !besides.includes(element));
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(all, 'x', delta, start);
    if (movingShapes.length) this.spaceTool.makeSpace(movingShapes, resizingShapes, { x: delta, y: 0 }, 'e', start);
  }
}

function below(parent) {
  return (parent.children ?? []).flatMap((child) => [child, ...below(child)]);
}

export default { __init__: ['space'], space: ['type', Space] };
