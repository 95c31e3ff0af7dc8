import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { BORDERS, STARTS, STEPS } from '../src/studio/bpmn/kinds.js';
import { speaker } from '../src/studio/words.js';
import bpmn from '../src/studio/words/bpmn.js';
import dmn from '../src/studio/words/dmn.js';
import own from '../src/studio/words/own.js';
import panel, { LEFT_OUT } from '../src/studio/words/panel.js';

const MODULES = path.join(import.meta.dirname, '..', 'node_modules');
const SOURCES = path.join(import.meta.dirname, '..', 'src', 'studio');
const CALLS = [/[tT]ranslate\(\s*'((?:[^'\\]|\\.)*)'/g, /[tT]ranslate\(\s*"((?:[^"\\]|\\.)*)"/g];
const LABELS = [/label: '((?:[^'\\]|\\.)*)'/g, /GROUP = \{ id: '[a-z]+', name: '([^']*)'/g];

function scripts(...folders) {
  return folders.flatMap((folder) => fs.readdirSync(folder, { recursive: true }).map((file) => path.join(folder, file)))
    .filter((file) => /\.js$/.test(file));
}

function textsIn(files, patterns) {
  const found = new Set();
  for (const file of files) {
    const source = fs.readFileSync(file, 'utf8').replace(/^\s*\*.*$/gm, '');
    for (const pattern of patterns) for (const [, text] of source.matchAll(pattern)) found.add(text.replaceAll("\\'", "'"));
  }
  return [...found].filter((text) => !/^\s*\+/.test(text)); // pieces of code that builds drawings
}

const modules = (...names) => names.map((name) => path.join(MODULES, name));
const missing = (texts, ...dictionaries) => texts.filter((text) => !dictionaries.some(({ id }) => Object.hasOwn(id, text)));

test('the diagram editor says everything in Indonesian', () => {
  const parts = scripts(...modules('bpmn-js/lib', 'diagram-js/lib', 'diagram-js-minimap/dist', 'bpmn-js-color-picker/colors'));
  const said = textsIn([...parts, ...modules('bpmn-js-create-append-anything/dist/index.es.js')], CALLS);
  const menus = textsIn([...scripts(...modules('bpmn-js/lib/features', 'bpmn-js-color-picker/colors')), ...modules('bpmn-js-create-append-anything/dist/index.es.js')], LABELS);
  assert.ok(said.length > 50 && menus.length > 80, 'the editor is where it was');
  assert.deepEqual(missing([...said, ...menus], bpmn), []);
});

test('what Siklus shows of the properties panel is in Indonesian', () => {
  const source = fs.readFileSync(modules('bpmn-js-properties-panel/dist/index.esm.js')[0], 'utf8');
  const shown = source.slice(0, source.indexOf('function AsynchronousContinuationsProps'));
  const said = CALLS.flatMap((pattern) => [...shown.matchAll(pattern)].map(([, text]) => text));
  assert.ok(said.length > 100, 'the panel is where it was');
  assert.deepEqual(missing(said.filter((text) => !LEFT_OUT.includes(text)), panel, own), []);
});

test('the decision editor says everything in Indonesian', () => {
  const packages = ['dmn-js-shared', 'dmn-js-drd', 'dmn-js-decision-table', 'dmn-js-literal-expression', 'dmn-js-boxed-expression', 'table-js'];
  const said = textsIn(scripts(...modules(...packages.map((name) => `${name}/lib`))), CALLS);
  assert.ok(said.length > 100, 'the editor is where it was');
  assert.deepEqual(missing(said, dmn), []);
});

test('our own words are in Indonesian, those of the outline included', () => {
  const files = scripts(SOURCES).filter((file) => !file.includes(`${path.sep}words${path.sep}`) && !file.endsWith('kinds.js'));
  const said = textsIn(files, [/\bsay\(\s*'((?:[^'\\]|\\.)*)'/g, /new Refused\('([^']*)'\)/g, /\bword\('\w+', '([^']*)'/g, /[?:] '([A-Z][^'{]* [^']*)'/g]);
  const kinds = [...STEPS, ...STARTS, ...BORDERS].map(([words]) => words);
  assert.ok(said.length > 80);
  assert.deepEqual(missing([...said, ...kinds], own, bpmn, panel), []);
});

test('translations keep the places of their values', () => {
  const places = (text) => (text.match(/\{[^}]+\}/g) ?? []).sort().join();
  for (const { id } of [own, bpmn, panel, dmn]) {
    for (const [text, translated] of Object.entries(id)) assert.equal(places(translated), places(text), text);
  }
});

test('values come into their places, and English needs no dictionary', () => {
  assert.equal(speaker('id', [own])('Saved {time}', { time: '10.00' }), 'Tersimpan 10.00');
  assert.equal(speaker('en', [own])('Saved {time}', { time: '10:00' }), 'Saved 10:00');
  assert.equal(speaker('id', [own])('{unknown} words'), '{unknown} words');
});
