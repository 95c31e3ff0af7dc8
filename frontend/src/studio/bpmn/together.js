/** Several changes as one step of undo. */
const COMMAND = 'siklus.together';

class Together {
  static $inject = ['commandStack'];

  constructor(commandStack) {
    this.commandStack = commandStack;
    commandStack.registerHandler(COMMAND, StepsHandler);
  }

  /** Answers what `steps` answers. */
  run(steps) {
    const context = { steps };
    this.commandStack.execute(COMMAND, context);
    return context.answer;
  }
}

class StepsHandler {
  preExecute(context) {
    context.answer = context.steps();
  }
}

export default { __init__: ['together'], together: ['type', Together] };
