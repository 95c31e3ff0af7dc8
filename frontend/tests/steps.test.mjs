import assert from 'node:assert/strict';
import { test } from 'node:test';
import { purge } from '../steps/purge.mjs';
import { iconsNamedIn, sprite } from '../steps/sprite.mjs';

test('a style stays only if a template or script uses its class', async () => {
  const css = await purge('.d-flex{display:flex}.d-grid{display:grid}', ['<div class="d-flex {{ tone }}">d-grid</div>']);
  assert.match(css, /d-flex/);
  assert.doesNotMatch(css, /d-grid/);
});

test('classes that a script adds stay', async () => {
  assert.match(await purge('.is-open{color:red}', ["row.classList.add('is-open')"]), /is-open/);
});

test('names that are ours lose what Tabler makes of them', async () => {
  assert.equal((await purge('.card{color:red}', ['<div class="card">'])).trim(), '');
});

test('the sprite holds each named icon once, as a symbol that takes the colour of the text', () => {
  const svg = sprite(['inbox', 'bell', 'inbox']);
  assert.equal(svg.match(/<symbol/g).length, 2);
  assert.match(svg, /<symbol id="inbox"[^>]*stroke="currentColor"/);
});

test('a misspelt icon stops the build and says its name', () => {
  assert.throws(() => sprite(['inbxo']), /inbxo/);
});

test('icons are found in templates by their literal names', () => {
  assert.deepEqual(iconsNamedIn(`{{ icon('bell') }} {{ icon("eye-off", 'sm') }} {{ icon(item.icon) }}`), ['bell', 'eye-off']);
});
