/**
 * Joins an editor to the page: loads the file, saves what changes, shows problems, and makes the buttons work.
 * An editor offers show(content), content(), changed(listener), undo(), redo(), can(), jump(problem), mark(problems),
 * and where they make sense apply(edits) and actions.
 */
import { askAboutConflict } from './conflict.js';
import { Draft } from './draft.js';
import { Problems } from './problems.js';
import { Revisions } from './revisions.js';
import { saveLine } from './save-line.js';
import { watchTools } from './tools.js';

export async function openWorkbench(page, say, editor) {
  const revisions = new Revisions(page);
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
  const line = saveLine(page.place('save-state'), say, page.language, { retry: () => draft.save(), resolve: () => decide() });
  const problems = new Problems(page, say, {
    content: () => editor.content(),
    jump: (problem) => editor.jump(problem),
    fix: editor.apply && !page.readOnly ? (edits) => mend(edits) : null,
    found: (found) => editor.mark(found),
  });
  const tools = watchTools(page.root, {
    ...editor.actions,
    undo: () => step('undo', 1),
    redo: () => step('redo', -1),
    save: () => draft.save(),
    reload: () => problems.check(),
  });
  let conflict = null;
  let deciding = false;

  await start();
  return { draft, problems };

  async function start() {
    await show(await draft.open());
    editor.changed(() => edited());
    watchLeaving();
    enable();
    problems.changed(0);
    page.root.dataset.ready = '';
  }

  async function show(content) {
    try {
      await editor.show(content);
      page.tell('');
    } catch (error) {
      console.warn(error);
      page.tell(say('This file cannot be drawn: {reason} Open it as text to mend it.', { reason: error.message }));
    }
  }

  function edited({ fresh = true } = {}) {
    if (page.readOnly) return;
    if (fresh) revisions.reset();
    draft.changed(() => editor.content());
    problems.changed();
    enable();
  }

  /** The editor's own steps first; when there are none left, the revisions the server has. */
  async function step(name, way) {
    if (editor.can()[name]) {
      editor[name]();
      return;
    }
    if (page.readOnly) return;
    await draft.save();
    const found = await revisions.go(way);
    if (!found) {
      page.tell(say('There is no other version to go to.'));
    } else {
      await show(found.content);
      edited({ fresh: false });
      page.tell(say('Now at the version of {time}.', { time: new Date(found.at).toLocaleString(page.language) }));
    }
    enable();
  }

  function enable() {
    const can = editor.can();
    tools.enable('undo', !page.readOnly && (can.undo || revisions.can(1)));
    tools.enable('redo', !page.readOnly && (can.redo || revisions.can(-1)));
  }

  function mend(edits) {
    try {
      editor.apply(edits);
    } catch (error) {
      console.warn(error);
      page.tell(say('This cannot be mended in the drawing. Use the list of problems on the page of the draft.'));
    }
  }

  async function decide() {
    if (deciding) return;
    deciding = true;
    const choice = await askAboutConflict(conflict, say, page.language);
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
