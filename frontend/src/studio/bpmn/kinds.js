/** What to call an element: the same words as in the menus of the drawing, so that they are translated once. */
import { isA, trigger } from './reading.js';

const PLAIN = {
  Task: 'Task', UserTask: 'User task', ServiceTask: 'Service task', ScriptTask: 'Script task', BusinessRuleTask: 'Business rule task',
  SendTask: 'Send task', ReceiveTask: 'Receive task', ManualTask: 'Manual task', CallActivity: 'Call activity',
  Transaction: 'Transaction', AdHocSubProcess: 'Ad-hoc sub-process', ExclusiveGateway: 'Exclusive gateway', ParallelGateway: 'Parallel gateway',
  InclusiveGateway: 'Inclusive gateway', EventBasedGateway: 'Event-based gateway', ComplexGateway: 'Complex gateway',
  SequenceFlow: 'Sequence flow', Process: 'Process', Participant: 'Participant',
};

const POSITIONS = {
  StartEvent: 'start event', EndEvent: 'end event', BoundaryEvent: 'boundary event',
  IntermediateCatchEvent: 'intermediate catch event', IntermediateThrowEvent: 'intermediate throw event',
};

const BARE = { StartEvent: 'Start event', EndEvent: 'End event', BoundaryEvent: 'Boundary event', IntermediateThrowEvent: 'Intermediate throw event' };

/** The English words; translate them with the words of the diagram editor. */
export function kindOf(object) {
  const name = object.$type.split(':')[1];
  if (name === 'SubProcess') return object.triggeredByEvent ? 'Event sub-process' : 'Sub-process';
  if (!POSITIONS[name]) return PLAIN[name] ?? name;
  const definition = trigger(object);
  if (!definition) return BARE[name] ?? PLAIN[name] ?? name;
  const cause = definition.$type.split(':')[1].replace('EventDefinition', '').replace('Compensate', 'Compensation');
  const calm = name === 'BoundaryEvent' && object.cancelActivity === false
    || name === 'StartEvent' && object.isInterrupting === false;
  return `${cause} ${POSITIONS[name]}${calm ? ' (non-interrupting)' : ''}`;
}

/** What "Add after" offers: [words, attributes of the new shape]. */
export const STEPS = [
  ['User task', { type: 'bpmn:UserTask' }],
  ['Service task', { type: 'bpmn:ServiceTask' }],
  ['Business rule task', { type: 'bpmn:BusinessRuleTask' }],
  ['Script task', { type: 'bpmn:ScriptTask' }],
  ['Receive task', { type: 'bpmn:ReceiveTask' }],
  ['Send task', { type: 'bpmn:SendTask' }],
  ['Call activity', { type: 'bpmn:CallActivity' }],
  ['Sub-process', { type: 'bpmn:SubProcess', isExpanded: true }],
  ['Exclusive gateway', { type: 'bpmn:ExclusiveGateway' }],
  ['Parallel gateway', { type: 'bpmn:ParallelGateway' }],
  ['Inclusive gateway', { type: 'bpmn:InclusiveGateway' }],
  ['Event-based gateway', { type: 'bpmn:EventBasedGateway' }],
  ...['Timer', 'Message', 'Signal', 'Link'].map((cause) => event('IntermediateCatchEvent', cause)),
  ...['Message', 'Signal', 'Escalation', 'Link', 'Compensation'].map((cause) => event('IntermediateThrowEvent', cause)),
  ['End event', { type: 'bpmn:EndEvent' }],
  ...['Terminate', 'Error', 'Escalation', 'Message', 'Signal', 'Compensation'].map((cause) => event('EndEvent', cause)),
];

export const STARTS = [
  ['Start event', { type: 'bpmn:StartEvent' }],
  ...['Timer', 'Message', 'Signal', 'Error', 'Escalation'].map((cause) => event('StartEvent', cause)),
  ['Event sub-process', { type: 'bpmn:SubProcess', triggeredByEvent: true, isExpanded: true }],
];

export const BORDERS = [
  ...['Timer', 'Message', 'Signal', 'Error', 'Escalation', 'Compensation'].map((cause) => event('BoundaryEvent', cause)),
  ...['Timer', 'Message', 'Signal', 'Escalation'].map((cause) => event('BoundaryEvent', cause, { cancelActivity: false })),
];

function event(position, cause, more = {}) {
  const calm = more.cancelActivity === false ? ' (non-interrupting)' : '';
  return [`${cause} ${POSITIONS[position]}${calm}`, { type: `bpmn:${position}`, eventDefinitionType: `bpmn:${cause.replace('Compensation', 'Compensate')}EventDefinition`, ...more }];
}

export function isActivity(object) {
  return isA(object, 'Activity');
}
