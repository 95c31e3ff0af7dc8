/** Undo beyond the page: after a reload the command stack is empty, so a step back is an earlier revision from the server. */
export class Revisions {
  #page; #hasEarlier; #list = null; #at = 0;

  constructor(page) {
    this.#page = page;
    this.#hasEarlier = page.hasEarlier;
  }

  /** Called with every edit: the next step back begins at the newest revision again, and there will be one to go back to. */
  reset() {
    this.#hasEarlier = true;
    this.#list = null;
  }

  /** Whether a step that way exists; before the first look the page has said so. */
  can(step) {
    return this.#list === null ? step > 0 && this.#hasEarlier : Boolean(this.#list[this.#at + step]);
  }

  /** The content of the revision `step` older (1) or newer (-1); null when there is none. */
  async go(step) {
    this.#list ??= await this.#load();
    const wanted = this.#list[this.#at + step];
    if (!wanted) return null;
    const answer = await fetch(wanted.content_url);
    if (!answer.ok) throw new Error(`${wanted.content_url} answered ${answer.status}`);
    this.#at += step;
    return { content: await answer.text(), at: wanted.at, author: wanted.author };
  }

  async #load() {
    this.#at = 0;
    const answer = await fetch(this.#page.revisionsUrl, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`${this.#page.revisionsUrl} answered ${answer.status}`);
    return (await answer.json()).revisions;
  }
}
