import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { themePairs } from '../steps/themes.mjs';

const TEXT = 4.5;
const SHAPE = 3;
const SURFACES = ['bg', 'surface', 'surface-2'];
const PAIRS = [
  ...SURFACES.flatMap((under) => ['ink', 'ink-2', 'link', 'brand-ink', 'ok', 'warn', 'bad'].map((over) => [over, under, TEXT])),
  ...['ok', 'warn', 'bad'].map((tone) => [tone, `${tone}-soft`, TEXT]),
  ...['ink', 'brand-ink', 'link'].map((over) => [over, 'brand-soft', TEXT]),
  ...['ok-soft', 'warn-soft', 'bad-soft'].map((under) => ['ink', under, TEXT]),
  ...[0, 1, 2, 3].map((hue) => [`hue-${hue}-ink`, `hue-${hue}`, TEXT]),
  ['on-brand', 'brand', TEXT],
  ['on-brand', 'brand-hover', TEXT],
  ['white', 'bad-fill', TEXT],
  ['white', 'now', TEXT],
  ['ink', 'now-soft', TEXT],
  ['now-line', 'surface', SHAPE],
  ['now', 'surface-2', SHAPE],
  ['white', 'ok-fill', SHAPE],
  ...SURFACES.flatMap((under) => ['control', 'focus', 'brand', 'ok-fill', 'warn-fill', 'bad-fill'].map((over) => [over, under, SHAPE])),
];

for (const { brand, theme, colours } of allThemes()) {
  test(`texts and shapes stand out in the ${theme} theme of ${brand}`, () => {
    const weak = PAIRS
      .map(([over, under, least]) => ({ over, under, least, found: contrast(colours[over], colours[under]) }))
      .filter(({ found, least }) => !(found >= least))
      .map(({ over, under, found }) => `${over} on ${under}: ${found.toFixed(2)}`);
    assert.deepEqual(weak, []);
  });
}

function allThemes() {
  const css = fs.readFileSync(new URL('../css/tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const rules = [...css.matchAll(/([^{}]+)\{([^}]*)\}/g)].map(([, selector, body]) => ({ selector, pairs: themePairs(body) }));
  const base = rules[0].pairs;
  const brands = rules.filter(({ selector }) => selector.includes('data-brand'));
  assert.ok(brands.length >= 3);
  return [{ selector: 'data-brand="inagov"', pairs: { light: {}, dark: {} } }, ...brands].flatMap(({ selector, pairs }) => [
    { brand: selector.match(/"(\w+)"/)[1], theme: 'light', colours: named({ ...base.light, ...pairs.light }) },
    { brand: selector.match(/"(\w+)"/)[1], theme: 'dark', colours: named({ ...base.light, ...base.dark, ...pairs.light, ...pairs.dark }) },
  ]);
}

function named(values) {
  const short = Object.entries(values).map(([name, value]) => [name.replace('--sk-', ''), value]);
  return { ...Object.fromEntries(short), white: '#ffffff' };
}

function contrast(first, second) {
  const [dark, light] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
