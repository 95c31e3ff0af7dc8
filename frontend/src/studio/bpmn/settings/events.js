/** Settings of events: what they wait for or throw, and whether they stop the step they stand on. */
import { isActivity } from '../kinds.js';
import { extension, isA, trigger } from '../reading.js';
import { titled } from './parts.js';

const NAMED = {
  'bpmn:MessageEventDefinition': ['messageRef', 'bpmn:Message', 'name', 'Message'],
  'bpmn:SignalEventDefinition': ['signalRef', 'bpmn:Signal', 'name', 'Signal'],
  'bpmn:ErrorEventDefinition': ['errorRef', 'bpmn:Error', 'errorCode', 'Error'],
  'bpmn:EscalationEventDefinition': ['escalationRef', 'bpmn:Escalation', 'escalationCode', 'Escalation'],
};

const ALWAYS_STOP = new Set(['bpmn:ErrorEventDefinition', 'bpmn:CompensateEventDefinition']);

export function event(object, { say, writing }) {
  const settings = [];
  if (isA(object, 'ReceiveTask')) settings.push(...message(object, say, writing));
  const definition = isA(object, 'Event') ? trigger(object) : null;
  if (definition?.$type === 'bpmn:TimerEventDefinition') settings.push(...timer(definition, say, writing));
  if (definition?.$type === 'bpmn:CompensateEventDefinition' && isA(object, 'ThrowEvent')) settings.push(undone(object, definition, say, writing));
  if (definition?.$type === 'bpmn:LinkEventDefinition') {
    settings.push({ id: 'link', label: say('Link'), kind: 'text', get: () => definition.name ?? '', set: (value) => writing.set(definition, { name: value }) });
  }
  if (definition?.$type === 'bpmn:MessageEventDefinition') settings.push(...message(definition, say, writing));
  else if (NAMED[definition?.$type]) settings.push(named(definition, NAMED[definition.$type], say, writing));
  if (isA(object, 'BoundaryEvent') && !ALWAYS_STOP.has(definition?.$type)) {
    settings.push({
      id: 'interrupting',
      label: say('Stops the step it stands on'),
      kind: 'check',
      get: () => object.cancelActivity !== false,
      set: (value) => writing.set(object, { cancelActivity: value }),
    });
  }
  return settings;
}

function undone(object, definition, say, writing) {
  const activities = object.$parent.flowElements.filter(isActivity);
  return {
    id: 'activityRef',
    label: say('Undoes (nothing chosen: everything)'),
    kind: 'choice',
    options: titled(activities, 'id', 'name'),
    get: () => definition.activityRef?.id ?? '',
    set: (value) => writing.set(definition, { activityRef: activities.find(({ id }) => id === value) }),
  };
}

function named(holder, [reference, type, key, label], say, writing) {
  return {
    id: reference,
    label: say(label),
    kind: 'text',
    get: () => holder.get(reference)?.get(key) ?? '',
    set: (value) => writing.point(holder, reference, type, key, value),
  };
}

function message(holder, say, writing) {
  return [
    named(holder, NAMED['bpmn:MessageEventDefinition'], say, writing),
    {
      id: 'correlation',
      label: say('Subscription correlation key'),
      kind: 'feel',
      get: () => (holder.messageRef && extension(holder.messageRef, 'zeebe:Subscription')?.correlationKey) ?? '',
      set: (value) => {
        if (holder.messageRef) writing.extend(holder.messageRef, 'zeebe:Subscription', value ? { correlationKey: value } : null);
      },
    },
  ];
}

const TIMINGS = { timeDate: 'Date', timeDuration: 'Duration', timeCycle: 'Cycle' };

function timer(definition, say, writing) {
  const current = () => Object.keys(TIMINGS).find((name) => definition.get(name)) ?? 'timeDuration';
  const write = (timing, value) => Object.keys(TIMINGS).forEach((name) => {
    if (name === timing || definition.get(name)) writing.express(definition, name, name === timing ? value : '');
  });
  const text = () => definition.get(current())?.body ?? '';
  return [
    {
      id: 'timing',
      label: say('Timer'),
      kind: 'choice',
      required: true,
      options: Object.entries(TIMINGS).map(([value, label]) => ({ value, label: say(label) })),
      get: current,
      set: (value) => write(value, text() || 'P1D'),
    },
    {
      id: 'time',
      label: say('Value'),
      kind: 'feel',
      hint: say('For example P10D for ten days, or an expression such as =plan_due.'),
      get: text,
      set: (value) => write(current(), value),
    },
  ];
}
