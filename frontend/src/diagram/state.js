/** Which elements are done, current and next, and which flows were taken; or what differs from another version; or how much
 *  went where in simulated runs. */
const MARKS = {
  done: 'is-done', current: 'is-current', next: 'is-next', flows: 'flow-done',
  added: 'is-added', removed: 'is-removed', changed: 'is-changed', moved: 'is-moved',
};

/** `written` is JSON, or the address of JSON; nothing at all means a process that has not begun. */
export async function readState(written, fetchJson) {
  const text = (written ?? '').trim();
  if (!text) return {};
  return text.startsWith('{') ? JSON.parse(text) : fetchJson(text);
}

/** Pairs of element id and CSS class; an element that is both done and current (a loop) shows as current. */
export function marks(state) {
  const current = new Set(state.current ?? []);
  const heat = Object.entries(state.heat ?? {}).map(([id, level]) => [id, `heat-${level}`]);
  const known = Object.entries(MARKS).flatMap(([name, mark]) => (state[name] ?? [])
    .filter((id) => name === 'current' || !current.has(id))
    .map((id) => [id, mark]));
  return [...known, ...heat];
}
