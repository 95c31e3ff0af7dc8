/** The dialogs of the outline: what to add and where, where to connect or move, and the settings of an element. */
import { ask, make } from '../../dom.js';
import { withCurrent } from '../choices.js';

/** Answers {where, attributes, name} or null. `places` is [{where, label, kinds: [[label, attributes]]}]. */
export function askWhatToAdd(say, title, places) {
  return ask((close) => {
    const name = field('name', say('Name'), make('input', { class: 'form-control', type: 'text', autocomplete: 'off' }));
    const where = field('where', say('Where'), select(places.map(({ where: value, label }) => ({ value, label }))));
    const kind = field('kind', say('Kind'), select([]));
    const fill = () => {
      const { kinds } = places.find((place) => place.where === where.control.value);
      kind.control.replaceChildren(...options(kinds.map(([label], at) => ({ value: String(at), label }))));
    };
    where.control.addEventListener('change', fill);
    fill();
    return form(say, title, [places.length > 1 ? where.row : null, kind.row, name.row], say('Add'), close, () => {
      const place = places.find((each) => each.where === where.control.value);
      return { where: place.where, attributes: place.kinds[Number(kind.control.value)][1], name: name.control.value.trim() };
    });
  });
}

/** Answers the chosen value or null. */
export function askForOne(say, title, label, choices, done) {
  return ask((close) => {
    const one = field('one', label, select(choices));
    return form(say, title, [one.row], done, close, () => one.control.value);
  });
}

export function askForText(say, title, label, value) {
  return ask((close) => {
    const one = field('text', label, make('input', { class: 'form-control', type: 'text', autocomplete: 'off', value, 'data-select': true }));
    return form(say, title, [one.row], say('Done'), close, () => one.control.value.trim());
  });
}

/** Answers the settings that were changed as [{setting, value}], or null. */
export function askForSettings(say, title, settings) {
  return ask((close) => {
    const fields = settings.map((setting) => ({ setting, ...settingField(setting) }));
    return form(say, title, fields.map(({ row }) => row), say('Done'), close, () => fields
      .map(({ setting, read }) => ({ setting, value: read() }))
      .filter(({ setting, value }) => value !== setting.get()));
  });
}

function settingField(setting) {
  if (setting.kind === 'check') {
    const control = make('input', { type: 'checkbox', id: `set-${setting.id}` });
    control.checked = setting.get();
    return { row: make('label', { class: 'choice' }, control, make('span', {}, setting.label)), read: () => control.checked };
  }
  const control = controlFor(setting);
  const { row } = field(`set-${setting.id}`, setting.label, control, setting.hint);
  if (setting.kind === 'suggest') row.append(suggestions(setting, control));
  return { row, read: () => control.value.trim() };
}

function controlFor(setting) {
  if (setting.kind === 'choice') {
    const control = select(withCurrent(setting));
    control.value = setting.get();
    return control;
  }
  if (setting.kind === 'lines') return Object.assign(make('textarea', { class: 'form-control', rows: 3 }), { value: setting.get() });
  return make('input', { class: 'form-control', type: 'text', autocomplete: 'off', spellcheck: 'false', value: setting.get() });
}

function suggestions(setting, control) {
  const list = make('datalist', { id: `list-${setting.id}` }, setting.options.map(({ value, label }) => make('option', { value }, label)));
  control.setAttribute('list', list.id);
  return list;
}

function field(id, label, control, hint = '') {
  control.id = id;
  if (hint) control.setAttribute('aria-describedby', `${id}-hint`);
  const row = make(
    'div',
    { class: 'field' },
    make('label', { class: 'lab lab-sm', for: id }, label),
    hint && make('p', { class: 'hint', id: `${id}-hint` }, hint),
    control,
  );
  return { row, control };
}

function select(choices) {
  return make('select', { class: 'form-select' }, options(choices));
}

function options(choices) {
  return choices.map(({ value, label }) => make('option', { value }, label));
}

function form(say, title, rows, done, close, answer) {
  return make(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        close(answer());
      },
    },
    make('h2', {}, title),
    rows,
    make(
      'div',
      { class: 'dialog-actions' },
      make('button', { type: 'button', class: 'btn btn-plain', onclick: () => close(null) }, say('Cancel')),
      make('button', { type: 'submit', class: 'btn btn-primary' }, done),
    ),
  );
}
