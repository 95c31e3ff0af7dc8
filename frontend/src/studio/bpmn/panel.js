/** The properties panel: of the upstream groups those that Siklus runs, before them Siklus' own. */
import { FeelEntry, Group, SelectEntry, TextAreaEntry, TextFieldEntry, isFeelEntryEdited, isSelectEntryEdited, isTextAreaEntryEdited, isTextFieldEntryEdited } from '@bpmn-io/properties-panel';
import { useService } from 'bpmn-js-properties-panel';
import { withCurrent } from './choices.js';
import { extension, isA } from './reading.js';
import { ownSettings } from './settings/settings.js';

const LAST = 100;
const GROUPS = new Set([
  'general', 'documentation', 'error', 'message', 'signal', 'link', 'escalation', 'timer', 'multiInstance', 'condition', 'script', 'compensation',
  'inputs', 'outputs', 'Zeebe__ExtensionProperties',
]);
const ENTRIES_LEFT_OUT = new Set(['versionTag', 'cancelRemainingInstances', 'bindingType', 'waitForCompletion']);
const TITLES = { UserTask: 'Task in Siklus', ServiceTask: 'Operation', SendTask: 'Operation', BusinessRuleTask: 'Decision', CallActivity: 'Called process' };

/** `catalogue` and `say` come as configuration, see editor.js. */
class SiklusPanel {
  static $inject = ['propertiesPanel', 'config.siklus', 'writing', 'together', 'elementRegistry'];

  constructor(propertiesPanel, { say, catalogue }, writing, together, elementRegistry) {
    Object.assign(this, { say, catalogue, writing, together, elementRegistry });
    propertiesPanel.registerProvider(LAST, this);
  }

  getGroups(element) {
    return (groups) => {
      const kept = groups.filter(({ id }) => GROUPS.has(id) && !(id === 'inputs' && this.#isKnownOperation(element.businessObject)));
      kept.forEach(leaveOut);
      const own = this.#own(element);
      return own ? [...kept.slice(0, 1), own, ...kept.slice(1)] : kept;
    };
  }

  #own(element) {
    const object = element.businessObject;
    const settings = ownSettings(object, { say: this.say, catalogue: this.catalogue, writing: this.writing, taskIds: this.#taskIds() });
    if (!settings.length) return null;
    const entries = settings.flatMap((setting) => entriesFor(setting, element, this));
    return { id: 'siklus', label: this.say(TITLES[object.$type.split(':')[1]]), component: Group, entries, shouldOpen: true };
  }

  #isKnownOperation(object) {
    const type = isA(object, 'ServiceTask', 'SendTask') && extension(object, 'zeebe:TaskDefinition')?.type;
    return this.catalogue.operations.some(({ name }) => name === type);
  }

  #taskIds() {
    return this.elementRegistry.filter(({ type }) => type === 'bpmn:UserTask').map(({ id }) => id);
  }
}

function leaveOut(group) {
  if (group.entries) group.entries = group.entries.filter(({ id }) => !ENTRIES_LEFT_OUT.has(id));
}

const COMPONENTS = {
  text: [Text, isTextFieldEntryEdited],
  lines: [Lines, isTextAreaEntryEdited],
  feel: [Feel, isFeelEntryEdited],
  choice: [Choice, isSelectEntryEdited],
};

function entriesFor(setting, element, { together, catalogue, say }) {
  const write = { ...setting, set: (value) => together.run(() => setting.set(value ?? '')) };
  const entry = (kind, id = setting.id, more = {}) => {
    const [component, isEdited] = COMPONENTS[kind];
    return { id: `siklus-${id}`, component, isEdited, element, setting: { ...write, ...more }, catalogue };
  };
  if (setting.kind !== 'suggest') return [entry(setting.kind)];
  const known = setting.options.some(({ value }) => value === setting.get());
  return [
    entry('choice', setting.id, { options: known || !setting.get() ? setting.options : [...setting.options, { value: setting.get(), label: setting.get() }] }),
    entry('feel', `${setting.id}-expression`, { label: say('{label} as an expression', { label: setting.label }) }),
  ];
}

function Text({ id, element, setting }) {
  return TextFieldEntry({ id, element, label: setting.label, description: setting.hint, getValue: setting.get, setValue: setting.set, debounce: useService('debounceInput') });
}

function Lines({ id, element, setting }) {
  return TextAreaEntry({ id, element, label: setting.label, description: setting.hint, autoResize: true, getValue: setting.get, setValue: setting.set, debounce: useService('debounceInput') });
}

function Feel({ id, element, setting, catalogue }) {
  const variables = catalogue.variables.map((name) => ({ name }));
  return FeelEntry({ id, element, label: setting.label, description: setting.hint, feel: 'optional', variables, getValue: setting.get, setValue: setting.set, debounce: useService('debounceInput') });
}

function Choice({ id, element, setting }) {
  const getOptions = () => withCurrent(setting);
  return SelectEntry({ id, element, label: setting.label, getValue: setting.get, setValue: setting.set, getOptions });
}

/** FEEL editors of the upstream groups offer the variables of the whole pack too. */
class Variables {
  static $inject = ['config.siklus'];

  constructor({ catalogue }) {
    this.names = [...new Set([...catalogue.people, ...catalogue.variables])];
  }

  async getVariablesForElement() {
    return this.names.map((name) => ({ name }));
  }
}

export default {
  __init__: ['siklusPanel'],
  siklusPanel: ['type', SiklusPanel],
  variableResolver: ['type', Variables],
};
