/**
 * Joins an editor to the page: loads the file, saves what changes, shows problems, and makes the buttons work.
 * An editor offers show(content) -> warnings, content(), changed(listener), undo(), redo(), can(), jump(problem), mark(problems),
 * and where they make sense apply(edits) and actions.
 */
import { askAboutConflict } from './conflict.js';
import { Draft } from './draft.js';
import { chooseText } from './files.js';
import { Problems } from './problems.js';
import { Revisions } from './revisions.js';
import { saveLine } from './save-line.js';
import { timesOf } from './times.js';
import { watchTools } from './tools.js';

export async function openWorkbench(page, say, editor) {
  const revisions = new Revisions(page);
  const times = timesOf(page);
  const draft = new Draft({
    address: page.contentUrl,
    token: page.token,
    storage: window.localStorage,
    told: (state, details) => {
      line(state, details);
      if (state !== 'conflict') return;
      conflict = details;
      decide();
    },
  });
  const line = saveLine(page.place('save-state'), say, times, { retry: () => draft.save(), resolve: () => decide() });
  const problems = new Problems(page, say, {
    content: () => (unread === null ? editor.content() : unread.text),
    jump: (problem) => unread === null && editor.jump(problem),
    fix: page.readOnly ? null : (problem) => mend(problem),
    found: (found) => unread === null && editor.mark(found),
  });
  const tools = watchTools(page.root, {
    ...editor.actions,
    undo: () => step('undo', 1),
    redo: () => step('redo', -1),
    save: () => draft.save(),
    upload: page.readOnly ? null : () => upload(),
  });
  let conflict = null;
  let unread = null; // {text, reason} of a file that the editor cannot show
  let deciding = false;

  await start();
  return { draft, problems };

  async function start() {
    await show(await draft.open());
    editor.changed(({ trigger } = {}) => trigger !== 'clear' && edited());
    watchLeaving();
    enable();
    problems.changed(0);
    if (unread === null && page.wanted) await editor.jump({ element: page.wanted });
    page.root.dataset.ready = '';
  }

  async function show(content) {
    try {
      const warnings = await editor.show(content);
      unread = null;
      page.tell(warnings?.length ? say('Some of this file is not understood and would be lost when it is saved here: {reasons}', { reasons: warnings.join('; ') }) : '');
    } catch (error) {
      unread = { text: content, reason: error.message };
      page.tell(say('This file cannot be drawn: {reason} Mend it below, or open its source.', unread));
    }
    page.root.classList.toggle('is-unread', unread !== null);
  }

  function edited({ fresh = true } = {}) {
    if (page.readOnly || unread !== null) return;
    if (fresh) revisions.reset();
    draft.changed(() => editor.content());
    problems.changed();
    enable();
  }

  /** The editor's own steps first; when there are none left, the revisions the server has. */
  async function step(name, way) {
    if (editor.can()[name]) {
      return editor[name]();
    }
    if (page.readOnly) return null;
    await draft.save();
    const found = await revisions.go(way);
    if (!found) return page.tell(say('There is no other revision to go to.'));
    await show(found.content);
    if (unread === null) {
      edited({ fresh: false });
      page.tell(say('Now at the revision of {time}.', { time: times.moment(found.at) }));
    }
    return enable();
  }

  /** Another file in the place of this one; what cannot be shown is not taken. */
  async function upload() {
    const text = await chooseText('.bpmn,.dmn,.form,.xml,.json');
    if (text === null) return;
    const before = unread?.text ?? await editor.content();
    await show(text);
    if (unread === null) return edited();
    const { reason } = unread;
    await show(before);
    return page.tell(say('This file was not taken: {reason}', { reason }));
  }

  function enable() {
    const can = editor.can();
    tools.enable('undo', !page.readOnly && (can.undo || revisions.can(1)));
    tools.enable('redo', !page.readOnly && (can.redo || revisions.can(-1)));
  }

  /** In the drawing, as a step of undo; what the drawing has no hand for, the server mends in the stored file. */
  async function mend({ code, element, fix }) {
    try {
      if (unread !== null || !editor.apply) throw new Error('no editor for this edit');
      editor.apply(fix.edits);
    } catch {
      await mendOnServer({ code, element, mark: fix.mark });
    }
  }

  async function mendOnServer(wanted) {
    await draft.save();
    const mended = await fetch(page.fixUrl, {
      method: 'POST',
      body: new URLSearchParams(wanted),
      headers: { 'X-CSRFToken': page.token, Accept: 'application/json' },
      redirect: 'manual',
    });
    if (!mended.ok && mended.type !== 'opaqueredirect') return page.tell(say('This cannot be mended here. Open the source of the file.'));
    await show(await draft.takeTheirs());
    revisions.reset();
    problems.changed(0);
    return enable();
  }

  async function decide() {
    if (deciding) return;
    deciding = true;
    const choice = await askAboutConflict(conflict, say, times);
    deciding = false;
    if (choice === 'theirs') {
      await show(await draft.takeTheirs());
      problems.changed(0);
    }
    if (choice === 'mine') await draft.putMine(() => editor.content());
  }

  function watchLeaving() {
    window.addEventListener('beforeunload', (event) => {
      if (draft.unsaved) event.preventDefault();
    });
    window.addEventListener('online', () => draft.save());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') draft.save({ leaving: true });
    });
  }
}
