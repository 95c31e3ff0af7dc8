/** Siklus' own settings in the properties panel of the form designer. */
import { h } from 'preact';
import { settingsFor } from './settings.js';
import { GROUPS_LEFT_OUT } from './supported.js';

class SiklusPanel {
  static $inject = ['propertiesPanel', 'config.siklus'];

  constructor(propertiesPanel, { say, catalogue }) {
    Object.assign(this, { say, catalogue });
    propertiesPanel.registerProvider(this, 400);
  }

  getGroups(field, editField) {
    return (groups) => {
      const kept = groups.filter(({ id }) => !GROUPS_LEFT_OUT.has(id));
      const entries = settingsFor(field, this).map((setting) => entry(setting, field, editField));
      return entries.length ? [...kept, { id: 'siklus', label: 'Siklus', entries }] : kept;
    };
  }
}

function entry(setting, field, editField) {
  return {
    id: `siklus-${setting.name}`,
    component: Entry,
    isEdited: (node) => Boolean(node?.value),
    setting,
    own: field.siklus ?? {},
    write: (next) => editField(field, ['siklus'], next),
  };
}

function Entry({ id, setting, own, write }) {
  const name = `bio-properties-panel-${id}`;
  const hint = setting.hint && h('div', { class: 'bio-properties-panel-description', id: `${name}-hint` }, setting.hint);
  const shared = {
    id: name,
    name: id,
    class: 'bio-properties-panel-input',
    'aria-describedby': setting.hint ? `${name}-hint` : undefined,
    value: setting.read(own),
    onChange: ({ target }) => {
      const fault = setting.fault?.(target.value) ?? '';
      target.setCustomValidity(fault);
      if (fault) target.reportValidity();
      else write(setting.write(own, target.value));
    },
  };
  return h(
    'div',
    { class: 'bio-properties-panel-entry', 'data-entry-id': id },
    h('div', { class: 'bio-properties-panel-textfield' }, h('label', { for: name, class: 'bio-properties-panel-label' }, setting.label), control(setting, shared)),
    hint,
  );
}

function control({ kind, options }, shared) {
  if (kind === 'lines') return h('textarea', { ...shared, rows: 4 });
  if (kind === 'choice') return h('select', shared, options.map(({ value, label }) => h('option', { value, selected: value === shared.value }, label)));
  return h('input', { ...shared, type: 'text', autocomplete: 'off', spellcheck: false });
}

export default { __init__: ['siklusPanel'], siklusPanel: ['type', SiklusPanel] };
