/** The task form without reloads: rows, conditions, counters and drafts. The page does the same without it. */
import { apply } from './form-conditions.js';
import { count } from './form-counts.js';
import { keepDraft } from './form-draft.js';
import { watchRows } from './form-rows.js';

const AT_ONCE = 150; // a choice may show or hide questions

document.addEventListener('htmx:after:swap', startAll);
startAll();

function startAll() {
  document.querySelectorAll('form[data-siklus-form]:not([data-started])').forEach(start);
}

function start(form) {
  form.dataset.started = '';
  const draft = keepDraft(form, (answer) => {
    apply(form, answer);
    count(form);
  });
  watchRows(form, () => {
    count(form);
    draft.changed();
  });
  form.addEventListener('input', (event) => {
    const field = event.target.closest('[data-field]');
    if (field) field.dataset.touched = '';
    count(form);
    draft.changed();
  });
  form.addEventListener('change', (event) => {
    if (event.target.matches('select, [type=radio], [type=checkbox]')) draft.changed(AT_ONCE);
  });
  form.addEventListener('submit', (event) => {
    if (staysHere(form, event.submitter) && draft.usable) {
      event.preventDefault();
      draft.save();
    } else {
      draft.leave();
    }
  });
  document.querySelector('[data-error-summary]')?.focus();
  count(form);
}

/** Saving a draft and Enter in a line of text need no new page, unless a file has to go along. */
function staysHere(form, button) {
  const files = [...form.querySelectorAll('input[type=file]')].some((input) => input.files.length > 0);
  return !files && (button?.value === 'refresh' || button?.name === '_draft');
}
