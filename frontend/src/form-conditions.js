/** Shows what the server's answer to a draft says: what is visible, required, computed, and cannot be read as typed. */

export function apply(form, { visible = {}, required = {}, texts = {}, messages = [] }) {
  for (const [address, shown] of Object.entries(visible)) {
    const part = find(form, 'data-part', address);
    if (part) part.hidden = !shown;
  }
  for (const [name, needed] of Object.entries(required)) require(find(form, 'data-field', name), needed);
  for (const [address, words] of Object.entries(texts)) {
    const place = find(form, 'data-computed', address);
    if (place && place.textContent !== words) place.textContent = words;
  }
  showFaults(form, new Map(messages.map(({ name, text }) => [name, text])));
}

function find(form, attribute, value) {
  return form.querySelector(`[${attribute}="${CSS.escape(value)}"]`);
}

function require(field, needed) {
  if (!field) return;
  field.dataset.required = String(needed);
  field.querySelectorAll('[data-if-required]').forEach((words) => { words.hidden = !needed; });
  field.querySelectorAll('[data-if-optional]').forEach((words) => { words.hidden = needed; });
  const control = controlOf(field);
  if (!control) return;
  if (needed) control.setAttribute('aria-required', 'true');
  else control.removeAttribute('aria-required');
}

/** Only fields the person has touched and left change: nobody is corrected in the middle of a word. */
function showFaults(form, faults) {
  for (const field of form.querySelectorAll('[data-field][data-touched]')) {
    if (field.contains(document.activeElement) && !field.classList.contains('err')) continue;
    showFault(field, faults.get(field.dataset.field) ?? '');
  }
}

function showFault(field, text) {
  const line = field.querySelector('[data-error]');
  const control = controlOf(field);
  if (!line || !control) return;
  line.hidden = !text;
  line.querySelector('[data-error-words]').textContent = text;
  field.classList.toggle('err', Boolean(text));
  describe(control, line.id, Boolean(text));
}

function describe(control, id, on) {
  const ids = new Set((control.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean));
  if (on) ids.add(id);
  else ids.delete(id);
  if (ids.size) control.setAttribute('aria-describedby', [...ids].join(' '));
  else control.removeAttribute('aria-describedby');
  if (control.localName === 'fieldset' && control.getAttribute('role') !== 'radiogroup') return;
  if (on) control.setAttribute('aria-invalid', 'true');
  else control.removeAttribute('aria-invalid');
}

function controlOf(field) {
  return field.querySelector(`#${CSS.escape(`f-${field.dataset.field}`)}`);
}
