/** Saves the draft while the person types. A copy stays in the browser only as long as the server cannot be reached. */
const PAUSE = 1200;
const RETRY = 15000;

/** `answered` gets the server's JSON after each save. */
export function keepDraft(form, answered) {
  const { draftUrl: url, draftKey: key } = form.dataset;
  const copies = copiesOf(key);
  let timer = null;
  let dirty = false;
  let saving = false;
  let leaving = false;

  if (url) {
    window.addEventListener('beforeunload', (event) => {
      if (dirty && !leaving) event.preventDefault();
    });
    window.addEventListener('online', () => dirty && save());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && dirty && !leaving) save({ keepalive: true });
    });
    document.addEventListener('submit', saveFirst);
    restore();
  }
  return { changed, save, leave, usable: Boolean(url) };

  function changed(pause = PAUSE) {
    if (!url) return;
    dirty = true;
    plan(pause);
  }

  function leave() {
    leaving = true;
    clearTimeout(timer);
    if (navigator.onLine) copies.forget();
  }

  /** Another form of the page, such as the choice of language, waits until the draft is kept. */
  async function saveFirst(event) {
    if (!dirty || leaving || saving || event.target === form) return;
    event.preventDefault();
    const { target, submitter } = event;
    await save();
    leaving = true;
    target.requestSubmit(submitter);
  }

  function plan(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  async function save(options = {}) {
    if (saving) {
      plan(PAUSE);
      return;
    }
    clearTimeout(timer);
    saving = true;
    dirty = false;
    const body = textsOf(form);
    say(form.dataset.wordsSaving);
    const answer = await post(body, options);
    saving = false;
    if (answer) {
      copies.forget();
      say(form.dataset.wordsSaved.replace('{time}', answer.saved_at ?? ''));
      answered(answer);
    } else {
      dirty = true;
      copies.keep(textsOf(form));
      say(form.dataset.wordsFailed);
      plan(RETRY);
    }
  }

  /** The server's JSON, or null when the draft was not kept. */
  async function post(body, options) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: { Accept: 'application/json', 'X-CSRFToken': form.dataset.csrf },
        redirect: 'manual',
        keepalive: Boolean(options.keepalive),
      });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** A copy left behind by a broken connection goes to the server first; then the page shows it. */
  async function restore() {
    const copy = copies.read();
    if (!copy) return;
    if (document.querySelector('[data-error-summary]')) {
      copies.forget();
      return;
    }
    const body = new URLSearchParams(copy);
    const token = form.querySelector('input[name="csrf_token"]');
    if (token) body.set('csrf_token', token.value);
    if (await post(body, {})) {
      copies.forget();
      leaving = true;
      window.location.reload();
    }
  }

  function say(words) {
    const place = form.querySelector('[data-saved]');
    if (place && place.textContent !== words) place.textContent = words;
  }
}

function textsOf(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
}

function copiesOf(key) {
  const name = `siklus-draft:${key}`;
  return {
    keep: (texts) => attempt(() => sessionStorage.setItem(name, texts.toString())),
    read: () => attempt(() => sessionStorage.getItem(name)),
    forget: () => attempt(() => sessionStorage.removeItem(name)),
  };
}

/** Storage may be full or switched off; the form must go on. */
function attempt(step) {
  try {
    return step();
  } catch {
    return null;
  }
}
