/** The list of problems beside the editor: asks the server a moment after each change, never in the way of typing. */
import { make } from './dom.js';

const PAUSE = 700;

/**
 * `content()` answers the text to check, `jump(problem)` shows an element, `fix(problem)` mends it (or is absent),
 * `found(problems)` gets those of this file.
 */
export class Problems {
  #page; #say; #content; #jump; #fix; #found;
  #timer = null;
  #request = null;

  constructor(page, say, { content, jump, fix, found }) {
    this.#page = page;
    this.#say = say;
    this.#content = content;
    this.#jump = jump;
    this.#fix = fix;
    this.#found = found;
    this.place = page.place('problems');
    this.count = page.place('problems-count');
  }

  changed(pause = PAUSE) {
    this.#request?.abort();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.check(), pause);
  }

  async check() {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    try {
      const answer = await fetch(this.#page.problemsUrl, {
        method: 'POST',
        body: await this.#content(),
        headers: { 'X-CSRFToken': this.#page.token, 'Content-Type': 'application/octet-stream', Accept: 'application/json' },
        signal: request.signal,
      });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const { problems } = await answer.json();
      if (!request.signal.aborted) this.#show(problems);
    } catch (error) {
      if (error.name !== 'AbortError') this.#tell(this.#say('The checks cannot be reached. They will be tried again with the next change.'));
    }
  }

  #show(problems) {
    const sorted = sortProblems(problems, this.#page.file);
    this.#found(sorted.filter(({ file }) => !file || file === this.#page.file));
    const words = countWords(sorted, this.#say);
    if (this.count) this.count.textContent = words;
    if (!sorted.length) return this.#tell(words);
    this.place.replaceChildren(make('ul', { class: 'studio-problems' }, sorted.map((problem) => this.#row(problem))));
  }

  #row(problem) {
    const here = !problem.file || problem.file === this.#page.file;
    const say = this.#say;
    const place = here ? [] : [make('a', { href: addressOf(problem) }, problem.file), ': '];
    return make(
      'li',
      { class: problem.severity === 'error' ? 'bad' : 'warn' },
      make('b', {}, say(problem.severity === 'error' ? 'Error' : 'Warning')),
      make('span', {}, place, problem.text),
      make(
        'span',
        { class: 'cluster' },
        here && problem.element && make(
          'button',
          { type: 'button', class: 'btn btn-plain', onclick: () => this.#jump(problem) },
          say('Show'),
          make('span', { class: 'visually-hidden' }, ` ${problem.element}`),
        ),
        here && problem.fix && this.#fix && make(
          'button',
          { type: 'button', class: 'btn btn-plain', 'data-fix': problem.code, onclick: () => this.#fix(problem) },
          `${say('Fix')}: ${problem.fix.title}`,
        ),
      ),
    );
  }

  #tell(words) {
    this.place.replaceChildren(make('p', { class: 'hint' }, words));
  }
}

/** Where another file of the draft is edited: beside this page, at the element. */
export function addressOf({ file, element }) {
  return encodeURIComponent(file) + (element ? `#${encodeURIComponent(element)}` : '');
}

/** Errors before warnings, those of the open file before those of others. */
export function sortProblems(problems, file) {
  const weight = (problem) => (problem.severity === 'error' ? 0 : 1) + (!problem.file || problem.file === file ? 0 : 2);
  return problems.map((problem, at) => [weight(problem), at, problem])
    .sort(([a, i], [b, j]) => a - b || i - j)
    .map(([, , problem]) => problem);
}

export function countWords(problems, say) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  if (!problems.length) return say('No problems found');
  return say('Errors: {errors}, warnings: {warnings}', { errors: `${errors}`, warnings: `${warnings}` });
}
