import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandThemes, themePairs } from '../steps/themes.mjs';

test('a colour for two themes becomes a light rule and two dark ones', () => {
  const css = expandThemes(':root { --ink: light-dark(#000, #fff); --gap: 4px; }');
  assert.match(css, /^:root\{--ink:#000;--gap:4px\}/);
  assert.match(css, /@media screen and \(prefers-color-scheme:dark\)\{:root:not\(\[data-theme=light\]\)\{--ink:#fff\}\}/);
  assert.match(css, /@media screen\{:root\[data-theme=dark\]\{--ink:#fff\}\}/);
});

test('commas inside a value do not end the light colour', () => {
  const { light, dark } = themePairs('--veil: light-dark(rgba(0, 0, 0, .5), rgba(1, 1, 1, .5))');
  assert.equal(light['--veil'], 'rgba(0, 0, 0, .5)');
  assert.equal(dark['--veil'], 'rgba(1, 1, 1, .5)');
});

test('a rule without colours for two themes stays one rule', () => {
  assert.equal(expandThemes(':root { --gap: 4px; }'), ':root{--gap:4px}');
});
