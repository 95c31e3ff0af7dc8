/**
 * What can be set on an element, in the words of Siklus. The properties panel and the dialog of the outline both show these.
 * A setting is {id, label, kind, get(), set(value)}; kinds: text, lines, feel, check, choice and suggest (with `options`).
 */
import { inputsAfterChoice } from '../operations.js';
import { extension, isA, mapping, properties } from '../reading.js';
import { event } from './events.js';
import { loop } from './loops.js';
import { attributeOf, titled } from './parts.js';

/** Settings of Siklus' own: tasks, decisions, called processes. `context` is {say, catalogue, writing, taskIds}. */
export function ownSettings(object, context) {
  if (isA(object, 'UserTask')) return userTask(object, context);
  if (isA(object, 'BusinessRuleTask')) return decision(object, context);
  if (isA(object, 'CallActivity')) return called(object, context);
  if (isA(object, 'ServiceTask', 'SendTask')) return operation(object, context);
  return [];
}

/** Everything the outline can set on an element, from its name to its loop. */
export function allSettings(object, context) {
  return [
    ...general(object, context),
    ...ownSettings(object, context),
    ...calculation(object, context),
    ...flow(object, context),
    ...event(object, context),
    ...loop(object, context),
  ];
}

function general(object, { say, writing, rename }) {
  const texts = [
    { id: 'name', label: say('Name'), kind: 'text', get: () => object.name ?? '', set: rename ?? ((value) => writing.set(object, { name: value })) },
  ];
  if (isA(object, 'FlowNode', 'Process')) {
    texts.push({
      id: 'documentation',
      label: say('Documentation'),
      kind: 'lines',
      hint: isA(object, 'UserTask') ? say('Shown to the person who gets the task.') : '',
      get: () => object.get('documentation')[0]?.text ?? '',
      set: (value) => writing.document(object, value),
    });
  }
  if (isA(object, 'Process')) {
    texts.push({ id: 'executable', label: say('Executable'), kind: 'check', get: () => Boolean(object.isExecutable), set: (value) => writing.set(object, { isExecutable: value }) });
  }
  return texts;
}

function userTask(object, context) {
  const { say, catalogue, writing } = context;
  const of = attributeOf(object, writing);
  return [
    { ...of('zeebe:FormDefinition', 'formId'), id: 'form', label: say('Form'), kind: 'choice', options: titled(catalogue.forms, 'id', 'title') },
    {
      ...of('zeebe:AssignmentDefinition', 'assignee'),
      id: 'assignee',
      label: say('Person'),
      kind: 'suggest',
      hint: say('A person variable such as =employee, or an expression.'),
      options: catalogue.people.map((name) => ({ value: `=${name}`, label: say(name) })),
    },
    {
      ...of('zeebe:AssignmentDefinition', 'candidateGroups'),
      id: 'groups',
      label: say('Group'),
      kind: 'suggest',
      hint: say('Who may take the task when it has no person. Several groups: separated by commas.'),
      options: titled(catalogue.groups, 'key', 'title'),
    },
    {
      ...of('zeebe:TaskSchedule', 'dueDate'),
      id: 'due',
      label: say('Due date'),
      kind: 'feel',
      hint: say('An expression such as =now() + duration("P7D").'),
    },
    {
      id: 'returned',
      label: say('Note when the task comes back'),
      kind: 'lines',
      get: () => properties(object).find(({ name }) => name === 'returned')?.value ?? '',
      set: (value) => {
        const others = properties(object).filter(({ name }) => name !== 'returned').map(({ name, value: kept }) => ({ name, value: kept }));
        const lines = value ? [...others, { name: 'returned', value }] : others;
        if (lines.length) writing.fill(object, 'zeebe:Properties', 'properties', 'zeebe:Property', lines);
        else writing.extend(object, 'zeebe:Properties', null);
      },
    },
  ];
}

function decision(object, { say, catalogue, writing }) {
  const of = attributeOf(object, writing);
  return [
    { ...of('zeebe:CalledDecision', 'decisionId'), id: 'decision', label: say('Decision'), kind: 'choice', options: titled(catalogue.decisions, 'id', 'name') },
    { ...of('zeebe:CalledDecision', 'resultVariable'), id: 'result', label: say('Result variable'), kind: 'text' },
  ];
}

function called(object, { say, catalogue, writing }) {
  const of = attributeOf(object, writing);
  return [{ ...of('zeebe:CalledElement', 'processId'), id: 'called', label: say('Called process'), kind: 'choice', options: titled(catalogue.processes, 'id', 'name') }];
}

function operation(object, context) {
  const { say, catalogue, writing } = context;
  const of = attributeOf(object, writing);
  const type = extension(object, 'zeebe:TaskDefinition')?.type ?? '';
  const offered = catalogue.operations.find(({ name }) => name === type);
  return [
    {
      ...of('zeebe:TaskDefinition', 'type'),
      id: 'operation',
      label: say('Operation'),
      kind: 'choice',
      options: titled(catalogue.operations, 'name', 'title'),
      set: (value) => {
        writing.extend(object, 'zeebe:TaskDefinition', value ? { type: value } : null);
        const chosen = catalogue.operations.find(({ name }) => name === value);
        const lines = inputsAfterChoice(chosen, mapping(object, 'inputParameters'), context);
        if (lines.length || extension(object, 'zeebe:IoMapping')) writing.fill(object, 'zeebe:IoMapping', 'inputParameters', 'zeebe:Input', lines);
      },
    },
    ...(offered?.inputs ?? []).map((input) => inputSetting(object, input, context)),
  ];
}

function inputSetting(object, { name, type }, { say, writing }) {
  const lines = () => mapping(object, 'inputParameters').map(({ source, target }) => ({ source, target }));
  return {
    id: `input-${name}`,
    label: say('Input {name} ({type})', { name, type: say(type) }),
    kind: 'feel',
    get: () => lines().find(({ target }) => target === name)?.source ?? '',
    set: (value) => {
      const others = lines();
      const at = others.findIndex(({ target }) => target === name);
      const line = { source: value, target: name };
      const next = at < 0 ? [...others, line] : others.with(at, line);
      writing.fill(object, 'zeebe:IoMapping', 'inputParameters', 'zeebe:Input', next);
    },
  };
}

function calculation(object, { say, writing }) {
  if (!isA(object, 'ScriptTask') || object.script) return [];
  const of = attributeOf(object, writing);
  return [
    { ...of('zeebe:Script', 'expression'), id: 'expression', label: say('FEEL expression'), kind: 'feel' },
    { ...of('zeebe:Script', 'resultVariable'), id: 'result', label: say('Result variable'), kind: 'text' },
  ];
}

function flow(object, { say, writing }) {
  if (isA(object, 'SequenceFlow')) {
    return [
      {
        id: 'condition',
        label: say('Condition expression'),
        kind: 'feel',
        get: () => object.conditionExpression?.body ?? '',
        set: (value) => writing.express(object, 'conditionExpression', value),
      },
      {
        id: 'default',
        label: say('Taken when no condition holds'),
        kind: 'check',
        get: () => object.sourceRef?.default === object,
        set: (value) => writing.set(object.sourceRef, { default: value ? object : undefined }),
      },
    ];
  }
  return [];
}
