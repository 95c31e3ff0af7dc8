/** Single keys in lists: j and k move, c claims or gives back, / searches, ? explains. A person can switch them off. */
import { openDialog } from './dialogs.js';

const OFF = 'siklus-keys-off';

export function watchKeys(page, memory) {
  const control = page.querySelector('[data-keys-switch]');
  if (control) remember(control, memory);
  page.addEventListener('keydown', (event) => {
    if (memory.getItem(OFF) || !isPlain(event) || isTyping(event.target) || page.querySelector('dialog[open]')) return;
    if (act(page, event.key)) event.preventDefault();
  });
}

/** The row to go to: one further down or up from `current` (-1 when none has the focus), staying inside the list. */
export function nextRow(current, count, key) {
  if (count === 0) return -1;
  if (current < 0) return 0;
  return key === 'j' ? Math.min(current + 1, count - 1) : Math.max(current - 1, 0);
}

export function isPlain({ ctrlKey, metaKey, altKey, isComposing }) {
  return !(ctrlKey || metaKey || altKey || isComposing);
}

export function isTyping(element) {
  return Boolean(element.closest?.('input, textarea, select, [contenteditable]:not([contenteditable="false"]), [data-diagram]'));
}

function act(page, key) {
  if (key === '?') return Boolean(openDialog(page, 'keys'));
  if (key === '/') return focusOn(page.querySelector('[data-search]'));
  if (key === 'j' || key === 'k') return move(page, key);
  if (key === 'c') return press(page.activeElement.closest('[data-row]')?.querySelector('[data-key="c"]'));
  return false;
}

function move(page, key) {
  const rows = [...page.querySelectorAll('[data-keys] [data-row]')];
  const current = rows.findIndex((row) => row.contains(page.activeElement));
  return focusOn(rows[nextRow(current, rows.length, key)]?.querySelector('a'));
}

function focusOn(element) {
  element?.focus();
  return Boolean(element);
}

function press(button) {
  button?.click();
  return Boolean(button);
}

function remember(control, memory) {
  control.checked = !memory.getItem(OFF);
  control.addEventListener('change', () => (control.checked ? memory.removeItem(OFF) : memory.setItem(OFF, '1')));
}
