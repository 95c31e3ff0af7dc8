/** Adds, removes and moves rows in the page. Tokens in names never change, so rows move without renaming. */

export function watchRows(form, changed) {
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-add], [data-tool]');
    if (!button) return;
    event.preventDefault();
    const said = 'add' in button.dataset ? add(form, button) : change(form, button);
    form.querySelector('[data-announce]').textContent = said;
    changed();
  });
}

function add(form, button) {
  const list = button.closest('[data-list]');
  const copy = list.querySelector(':scope > template').content.cloneNode(true);
  const depth = (list.dataset.list.split('-').length - 1) / 2;
  const token = list.dataset.next;
  list.dataset.next = Number(token) + 1;
  rename(copy, `__${depth}__`, token);
  const row = copy.querySelector('[data-row]');
  rowsOf(list).append(copy);
  renumber(list);
  (row.querySelector('input:not([type=hidden]), textarea, select') ?? row).focus();
  return form.dataset.wordsAdded.replace('{row}', nameOf(row));
}

function change(form, button) {
  const row = button.closest('[data-row]');
  const list = row.closest('[data-list]');
  const said = { remove: form.dataset.wordsRemoved }[button.dataset.tool] ?? form.dataset.wordsMoved;
  const name = nameOf(row);
  if (button.dataset.tool === 'remove') remove(list, row);
  else move(row, button);
  renumber(list);
  return said.replace('{row}', button.dataset.tool === 'remove' ? name : nameOf(row));
}

function remove(list, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling ?? list.querySelector(':scope > .row-add [data-add]');
  row.remove();
  next.focus();
}

function move(row, button) {
  const up = button.dataset.tool === 'up';
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (up) other.before(row);
  else other.after(row);
  const tools = [button, ...row.querySelectorAll(':scope > header [data-tool]')];
  tools.find((tool) => tool.getClientRects().length).focus();
}

/** Put the token in place of the placeholder in every attribute, also inside templates for rows within. */
function rename(part, placeholder, token) {
  for (const element of part.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes(placeholder)) element.setAttribute(name, value.replaceAll(placeholder, token));
    }
    if (element.localName === 'template') rename(element.content, placeholder, token);
  }
}

function renumber(list) {
  const rows = [...rowsOf(list).children];
  rows.forEach((row, index) => {
    const words = list.dataset.rowWords.replace('{number}', index + 1);
    for (const place of row.querySelectorAll('[data-row-title], [data-row-name]')) {
      if (place.closest('[data-row]') === row) place.textContent = words;
    }
  });
  list.querySelector(':scope > .row-add [data-add]').disabled = rows.length >= Number(list.dataset.most);
}

function rowsOf(list) {
  return list.querySelector(':scope > [data-rows]');
}

function nameOf(row) {
  return row.querySelector('.row-title').textContent;
}
