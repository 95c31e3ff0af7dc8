/**
 * One file of a draft on the server: loads it, saves it a moment after each change, and loses no version.
 * Until the server has an edit, a copy of it lies in the browser. Knows no page.
 */
const PAUSE = 1200;
const RETRY = 15000;
const KEEPALIVE_BYTES = 60000;

export class Draft {
  #address; #token; #fetch; #copies; #told;
  #etag = '';
  #timer = null;
  #content = null;
  #saving = null;
  #conflict = null;

  /** `told(state, details)`: ready, changed, saving, saved, failed, refused, conflict. */
  constructor({ address, token, storage, told, fetch = globalThis.fetch.bind(globalThis) }) {
    this.#address = address;
    this.#token = token;
    this.#fetch = fetch;
    this.#copies = copiesOf(storage, `siklus-studio:${address}`);
    this.#told = told;
  }

  /** Whether the server lacks something of this page. */
  get unsaved() {
    return Boolean(this.#content || this.#saving || this.#conflict);
  }

  /** The content to show; a copy that never reached the server comes first and is sent again. */
  async open() {
    const stored = await this.#load();
    const copy = this.#copies.read();
    if (!copy || copy.content === stored) {
      this.#copies.forget();
      this.#told('ready', {});
      return stored;
    }
    this.#etag = copy.etag; // of the version it was made from: if another came since, the server says so
    this.changed(async () => copy.content, 0);
    return copy.content;
  }

  /** `content` answers the text to save, whenever it comes to that. */
  changed(content, pause = PAUSE) {
    this.#content = content;
    this.#told('changed', {});
    if (!this.#conflict) this.#plan(pause);
  }

  /** Save now what is not saved; a second call waits for the first. */
  async save({ leaving = false } = {}) {
    clearTimeout(this.#timer);
    await this.#saving;
    if (!this.#content || this.#conflict) return;
    this.#saving = this.#send(leaving);
    await this.#saving;
    this.#saving = null;
  }

  /** The other version instead of this one, which the server keeps aside. */
  async takeTheirs() {
    const stored = await this.#load();
    this.#conflict = null;
    this.#content = null;
    this.#copies.forget();
    this.#told('ready', {});
    return stored;
  }

  /** This version after the other one, which stays among the revisions. */
  async putMine(content) {
    this.#etag = this.#conflict.etag;
    this.#conflict = null;
    this.#content = content;
    await this.save();
  }

  async #load() {
    const answer = await this.#fetch(this.#address, { cache: 'no-store' });
    if (!answer.ok) throw new Error(`${this.#address} answered ${answer.status}`);
    this.#etag = answer.headers.get('ETag') ?? '';
    return answer.text();
  }

  async #send(leaving) {
    const source = this.#content;
    this.#content = null;
    const content = await source();
    this.#copies.keep({ etag: this.#etag, content });
    this.#told('saving', {});
    const answer = await this.#put(content, leaving);
    if (answer?.ok) {
      this.#etag = answer.headers.get('ETag') ?? this.#etag;
      if (this.#content) return;
      this.#copies.forget();
      this.#told('saved', { at: new Date() });
    } else if (answer?.status === 412) {
      this.#content ??= source;
      this.#conflict = await answer.json();
      this.#conflict.etag = quoted(this.#conflict.etag);
      this.#copies.forget(); // the server keeps it aside
      this.#told('conflict', this.#conflict);
    } else {
      this.#content ??= source;
      await this.#tellFailure(answer);
    }
  }

  async #tellFailure(answer) {
    if (answer?.status === 413 || answer?.status === 422) {
      const { message } = await answer.json().catch(() => ({ message: '' }));
      this.#told('refused', { message });
      return;
    }
    this.#told('failed', { status: answer?.status ?? 0 });
    this.#plan(RETRY);
  }

  async #put(content, leaving) {
    try {
      return await this.#fetch(this.#address, {
        method: 'PUT',
        body: content,
        headers: { 'If-Match': this.#etag, 'X-CSRFToken': this.#token, 'Content-Type': 'application/octet-stream' },
        redirect: 'manual',
        keepalive: leaving && content.length < KEEPALIVE_BYTES,
      });
    } catch {
      return null;
    }
  }

  #plan(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), pause);
    this.#timer.unref?.();
  }
}

function quoted(etag) {
  return /^(W\/)?"/.test(etag) ? etag : `"${etag}"`;
}

/** Storage may be full or switched off; saving must go on. */
function copiesOf(storage, name) {
  const attempt = (step) => {
    try {
      return step();
    } catch {
      return null;
    }
  };
  return {
    keep: (copy) => attempt(() => storage.setItem(name, JSON.stringify(copy))),
    read: () => attempt(() => JSON.parse(storage.getItem(name))),
    forget: () => attempt(() => storage.removeItem(name)),
  };
}
