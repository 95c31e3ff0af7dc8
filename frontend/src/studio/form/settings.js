/** What Siklus adds to forms and their parts, all under the key `siklus`. Pure: reads and makes plain values. */
const WIDGETS = ['rating', 'emoji'];

/** Settings are {name, label, kind, hint, options, read(own), write(own, text), fault(text)}; `own` is what stands under `siklus`. */
export function settingsFor(field, { say, catalogue }) {
  const word = (name, label, hint) => ({ ...plain(name), kind: 'text', label: say(label), hint: hint && say(hint) });
  const required = { ...flagOrFormula('required'), kind: 'text', label: say('Required when (FEEL)'), hint: say('For example =decision = "revise"') };
  const example = { ...word('example', 'Example of a good answer'), kind: 'lines' };
  switch (field?.type) {
    case 'default':
      return [
        word('title', 'Title of the page'),
        word('submit', 'Words on the button'),
        { ...names('panels'), kind: 'text', label: say('Panels beside the form'), hint: catalogue.panels.map(({ name }) => name).join(', ') },
        { ...names('prefill'), kind: 'text', label: say('Filled in from'), hint: catalogue.readers.join(', ') },
        { ...written('checks', say), label: say('Checks of the whole form (JSON)') },
      ];
    case 'dynamiclist':
      return [
        word('row', 'Word for one row'),
        word('title', 'Field that gives a row its title'),
        { ...number('minRows'), kind: 'text', label: say('Fewest rows') },
        { ...number('maxRows'), kind: 'text', label: say('Most rows') },
        { ...names('carry'), kind: 'text', label: say('Carried along, not shown') },
        { ...written('sum', say), label: say('Sum that must come out (JSON)') },
        { ...written('checks', say), label: say('Checks of the rows (JSON)') },
      ];
    case 'radio':
      return [required, example, { ...plain('widget'), kind: 'choice', label: say('Shown as'), options: ['', ...WIDGETS].map((value) => ({ value, label: say(value || 'list') })) }];
    case 'filepicker':
      return [required, example, { ...number('maxBytes'), kind: 'text', label: say('Largest file in bytes') }];
    case 'textfield': case 'textarea': case 'number': case 'datetime': case 'checkbox': case 'select': case 'checklist': case 'taglist':
      return [required, example];
    default:
      return [];
  }
}

/** `siklus` with one thing changed; nothing at all when nothing is left. */
function withValue(own, name, value) {
  const { [name]: _before, ...rest } = own;
  const next = value === undefined || value === '' ? rest : { ...rest, [name]: value };
  return Object.keys(next).length ? next : undefined;
}

function plain(name) {
  return { name, read: (own) => own[name] ?? '', write: (own, text) => withValue(own, name, text) };
}

function flagOrFormula(name) {
  const value = (text) => ({ true: true, false: false }[text] ?? text);
  return { name, read: (own) => String(own[name] ?? ''), write: (own, text) => withValue(own, name, value(text)) };
}

function number(name) {
  const value = (text) => (text === '' || Number.isNaN(Number(text)) ? text : Number(text));
  return { name, read: (own) => String(own[name] ?? ''), write: (own, text) => withValue(own, name, value(text)) };
}

function names(name) {
  const value = (text) => text.split(',').map((word) => word.trim()).filter(Boolean);
  return {
    name,
    read: (own) => (own[name] ?? []).join(', '),
    write: (own, text) => withValue(own, name, value(text).length ? value(text) : undefined),
  };
}

/** Anything deeper is written as JSON; what is no JSON is not taken over. */
function written(name, say) {
  return {
    name,
    kind: 'lines',
    read: (own) => (own[name] === undefined ? '' : JSON.stringify(own[name], null, 2)),
    write: (own, text) => withValue(own, name, text.trim() ? JSON.parse(text) : undefined),
    fault(text) {
      try {
        if (text.trim()) JSON.parse(text);
        return '';
      } catch (error) {
        return say('This is no JSON: {reason}', { reason: error.message });
      }
    },
  };
}
