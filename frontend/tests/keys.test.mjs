import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPlain, isTyping, nextRow } from '../src/app/keys.js';
import { themeCookie } from '../src/app/theme.js';

test('j goes down and k up, and both stay inside the list', () => {
  assert.equal(nextRow(-1, 5, 'j'), 0);
  assert.equal(nextRow(0, 5, 'j'), 1);
  assert.equal(nextRow(4, 5, 'j'), 4);
  assert.equal(nextRow(1, 5, 'k'), 0);
  assert.equal(nextRow(0, 5, 'k'), 0);
  assert.equal(nextRow(-1, 0, 'j'), -1);
});

test('keys pressed with Ctrl, Alt or Cmd belong to the browser', () => {
  assert.equal(isPlain({ ctrlKey: true }), false);
  assert.equal(isPlain({ key: 'j' }), true);
});

test('a person who types is left alone', () => {
  const inside = { closest: (selector) => (selector.includes('textarea') ? {} : null) };
  assert.equal(isTyping(inside), true);
  assert.equal(isTyping({ closest: () => null }), false);
});

test('the choice of theme lasts a year and stays on this site', () => {
  assert.match(themeCookie('dark'), /^theme=dark; path=\/; max-age=31536000; samesite=lax$/);
});
