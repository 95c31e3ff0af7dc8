/** Settings of repetition: several at once, one after another, or again while something holds. */
import { isActivity } from '../kinds.js';
import { extension } from '../reading.js';

const LOOPS = { parallel: 'Parallel multi-instance', sequential: 'Sequential multi-instance', standard: 'Loop' };

export function loop(object, { say, writing }) {
  if (!isActivity(object)) return [];
  const loopOf = () => object.loopCharacteristics;
  const form = () => {
    if (!loopOf()) return '';
    if (loopOf().$type === 'bpmn:StandardLoopCharacteristics') return 'standard';
    return loopOf().isSequential ? 'sequential' : 'parallel';
  };
  const repeated = ['parallel', 'sequential'].includes(form());
  const of = (attribute) => ({
    get: () => extension(loopOf(), 'zeebe:LoopCharacteristics')?.get(attribute) ?? '',
    set: (value) => writing.extend(loopOf(), 'zeebe:LoopCharacteristics', { [attribute]: value }),
  });
  return [
    {
      id: 'loop',
      label: say('Repetition'),
      kind: 'choice',
      options: Object.entries(LOOPS).map(([value, label]) => ({ value, label: say(label) })),
      get: form,
      set: (value) => (value === 'standard'
        ? writing.loop(object, 'bpmn:StandardLoopCharacteristics', {})
        : writing.loop(object, value && 'bpmn:MultiInstanceLoopCharacteristics', { isSequential: value === 'sequential' })),
    },
    ...(repeated ? [
      { ...of('inputCollection'), id: 'inputCollection', label: say('Input collection'), kind: 'feel' },
      { ...of('inputElement'), id: 'inputElement', label: say('Input element'), kind: 'text' },
      { ...of('outputCollection'), id: 'outputCollection', label: say('Output collection'), kind: 'text' },
      { ...of('outputElement'), id: 'outputElement', label: say('Output element'), kind: 'feel' },
    ] : []),
    ...(form() === 'standard' ? [{
      id: 'loopCondition',
      label: say('Again while'),
      kind: 'feel',
      get: () => loopOf().loopCondition?.body ?? '',
      set: (value) => writing.express(loopOf(), 'loopCondition', value),
    }] : []),
  ];
}
