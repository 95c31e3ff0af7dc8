import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marks, readState } from '../src/diagram/state.js';
import { fittedBox, placeOfCount } from '../src/diagram/view.js';

const noFetch = () => assert.fail('nothing to fetch');

test('a state written into the page needs no request', async () => {
  assert.deepEqual(await readState('{"done": ["plan"]}', noFetch), { done: ['plan'] });
});

test('a state behind an address is fetched', async () => {
  assert.deepEqual(await readState('/cases/7/state', async (address) => ({ done: [address] })), { done: ['/cases/7/state'] });
});

test('no state at all is a process that has not begun', async () => {
  assert.deepEqual(marks(await readState(undefined, noFetch)), []);
});

test('an element that is done and runs again shows as current', () => {
  const state = { done: ['plan', 'monitor'], current: ['monitor'], next: ['assess'], flows: ['f1'] };
  assert.deepEqual(marks(state), [['plan', 'is-done'], ['monitor', 'is-current'], ['assess', 'is-next'], ['f1', 'flow-done']]);
});

for (const [width, height] of [[320, 340], [560, 430], [1600, 900]]) {
  test(`in a frame of ${width} by ${height} the drawing ends above the bpmn.io mark`, () => {
    const drawing = { x: 40, y: 50, width: 490, height: 440 };
    const box = fittedBox(drawing, { width, height });
    const scale = width / box.width;
    assert.ok(Math.abs(height / box.height - scale) < 1e-9, 'the same scale both ways');
    assert.ok((drawing.y - box.y) * scale >= 0, 'top is visible');
    assert.ok((drawing.y + drawing.height - box.y) * scale <= height - 44 + 1e-6, 'bottom stays free');
    assert.ok((drawing.x + drawing.width - box.x) * scale <= width, 'right edge is visible');
  });
}

test('a count hides neither the name of an event nor the flow that leaves it', () => {
  const event = { x: 0, width: 36, height: 36, label: { x: -20 } };
  const { top, left } = placeOfCount(event);
  const height = 11 * 1.5 + 2; // of the count, as its style says
  assert.ok(top > event.height / 2 && top + height < event.height + 5, 'between the flow and the name below');
  assert.ok(left > event.width / 2);
  assert.ok(placeOfCount({ ...event, label: { x: 40 } }).left < 0, 'a name stands at the right');
  assert.ok(placeOfCount({ width: 100, height: 80 }).top < 0, 'away from the events on the lower edge of a step');
});
