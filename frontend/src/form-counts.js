/** Live counters: how many parts are filled in, and what the numbers of a list add up to. */

export function count(form) {
  const place = form.querySelector('[data-progress]');
  if (place) place.textContent = progress(form, place.dataset.progress);
  for (const line of form.querySelectorAll('[data-sum]')) showSum(form, line);
}

function progress(form, words) {
  const open = [...form.querySelectorAll('[data-field]')].filter((field) => !field.closest('[hidden]'));
  const needed = open.filter((field) => field.dataset.required === 'true');
  const counted = needed.length ? needed : open;
  const done = counted.filter(isFilled).length;
  return words.replace('{done}', done).replace('{total}', counted.length);
}

function isFilled(field) {
  return [...field.querySelectorAll('input, textarea, select')].some((control) => {
    if (control.type === 'checkbox' || control.type === 'radio') return control.checked;
    return control.value.trim() !== '';
  });
}

function showSum(form, line) {
  const list = line.closest('[data-list]');
  const names = new RegExp(`^${list.dataset.list}-\\d+-${line.dataset.sum.split('.').join('-\\d+-')}$`);
  const sum = [...list.querySelectorAll('input')]
    .filter((input) => names.test(input.name) && !input.closest('[hidden]'))
    .reduce((total, input) => total + (readNumber(input.value) ?? 0), 0);
  const rounded = Math.round(sum * 1e6) / 1e6;
  line.textContent = line.dataset.sumWords.replace('{sum}', String(rounded).replace('.', form.dataset.decimalSign));
  line.dataset.sumState = rounded === Number(line.dataset.sumTarget) ? 'met' : 'open';
}

/** The server's rule: a sign that stands once is the decimal sign; of two kinds the last is; null for what is no number. */
export function readNumber(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
  if (!/^[+-]?[\d.,]*\d$/.test(plain)) return null;
  const marks = plain.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  if (!last) return Number(plain);
  if (marks.filter((mark) => mark === last).length > 1) return Number(plain.replace(/[.,]/g, ''));
  const place = plain.lastIndexOf(last);
  return Number(`${plain.slice(0, place).replace(/[.,]/g, '')}.${plain.slice(place + 1)}`);
}
