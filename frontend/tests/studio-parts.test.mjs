import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { applyEdits } from '../src/studio/bpmn/edits.js';
import { inputsAfterChoice } from '../src/studio/bpmn/operations.js';
import { offeredOnly } from '../src/studio/bpmn/supported.js';
import { withCurrent } from '../src/studio/bpmn/choices.js';
import { asGiven } from '../src/studio/form/schema.js';
import { settingsFor } from '../src/studio/form/settings.js';
import { OFFERED } from '../src/studio/form/supported.js';
import { fileOf } from '../src/studio/page.js';
import { addressOf, countWords, sortProblems } from '../src/studio/problems.js';
import { actionOf } from '../src/studio/tools.js';

const say = (text, values = {}) => text.replace(/\{([^}]+)\}/g, (_, name) => values[name]);
const catalogue = { people: ['employee'], variables: ['level'], panels: [{ name: 'plan' }], readers: ['plans.indicators'] };

test('choosing an operation asks for its inputs and keeps what was given', () => {
  const remind = { inputs: [{ name: 'task', type: 'string' }, { name: 'level', type: 'number' }, { name: 'text', type: 'string' }, { name: 'days', type: 'number' }] };
  const lines = inputsAfterChoice(remind, [{ source: '=7', target: 'days' }, { source: '=1', target: 'gone' }], { catalogue, taskIds: ['draft_plan'] });
  assert.deepEqual(lines, [
    { source: '="draft_plan"', target: 'task' },
    { source: '=level', target: 'level' },
    { source: '=""', target: 'text' },
    { source: '=7', target: 'days' },
  ]);
});

test('without a known operation the inputs stay as they are', () => {
  assert.deepEqual(inputsAfterChoice(undefined, [{ source: '=1', target: 'x' }], { catalogue }), [{ source: '=1', target: 'x' }]);
});

test('what the engine does not run is not offered', () => {
  const offered = offeredOnly({
    'replace-with-complex-gateway': 1, 'append-ad-hoc-subprocess': 1, 'create-transaction': 1, 'replace-with-conditional-start': 1,
    'create.participant-expanded': 1, 'create.data-object': 1,
    'replace-with-conditional-flow': 1, 'replace-with-user-task': 1, 'create.task': 1, 'append-timer-boundary': 1, 'append.text-annotation': 1,
  });
  assert.deepEqual(Object.keys(offered), ['replace-with-conditional-flow', 'replace-with-user-task', 'create.task', 'append-timer-boundary', 'append.text-annotation']);
});

test('a choice that nobody offers any more stays to be seen', () => {
  assert.deepEqual(withCurrent({ options: [{ value: 'a', label: 'A' }], get: () => 'b' }).map(({ value }) => value), ['', 'a', 'b']);
  assert.deepEqual(withCurrent({ options: [{ value: 'a', label: 'A' }], get: () => 'a', required: true }).map(({ value }) => value), ['a']);
});

test('problems of the open file come first, errors before warnings', () => {
  const problems = [
    { code: 1, severity: 'warning', file: 'a.bpmn' }, { code: 2, severity: 'error', file: 'b.bpmn' },
    { code: 3, severity: 'error', file: 'a.bpmn' }, { code: 4, severity: 'error', file: '' },
  ];
  assert.deepEqual(sortProblems(problems, 'a.bpmn').map(({ code }) => code), [3, 4, 1, 2]);
  assert.equal(countWords(problems, say), 'Errors: 3, warnings: 1');
});

test('the address says which file is open', () => {
  assert.equal(fileOf('/studio/appraisal/draft/files/rencana%20baru.bpmn/content'), 'rencana baru.bpmn');
});

test('the usual keys undo, redo and save', () => {
  const key = (name, more = {}) => actionOf({ key: name, ctrlKey: true, ...more });
  assert.deepEqual([key('z'), key('Z', { shiftKey: true }), key('y'), key('s'), key('a')], ['undo', 'redo', 'redo', 'save', null]);
  assert.equal(actionOf({ key: 'z' }), null);
});

test('settings of a form are written under one key and vanish when they are empty', () => {
  const settings = Object.fromEntries(settingsFor({ type: 'default' }, { say, catalogue }).map((setting) => [setting.name, setting]));
  assert.deepEqual(settings.panels.write({ title: 'T' }, 'plan, agreement'), { title: 'T', panels: ['plan', 'agreement'] });
  assert.equal(settings.title.write({ title: 'T' }, ''), undefined);
  assert.deepEqual(settings.checks.write({}, '[{"condition": "=a", "message": "m"}]'), { checks: [{ condition: '=a', message: 'm' }] });
  assert.match(settings.checks.fault('[{'), /no JSON/);
});

test('settings that this designer does not know stay in the form', () => {
  const [row] = settingsFor({ type: 'dynamiclist' }, { say, catalogue });
  assert.deepEqual(row.write({ compact: true, row: 'Baris' }, 'Indikator'), { compact: true, row: 'Indikator' });
});

test('whole numbers and yes or no are no texts', () => {
  const of = (type) => Object.fromEntries(settingsFor({ type }, { say, catalogue }).map((setting) => [setting.name, setting]));
  assert.deepEqual(of('dynamiclist').minRows.write({}, '2'), { minRows: 2 });
  assert.deepEqual(of('textfield').required.write({}, 'true'), { required: true });
  assert.deepEqual(of('textfield').required.write({}, '=a > 1'), { required: '=a > 1' });
});

test('the designer does not raise the version of a form', () => {
  assert.deepEqual(asGiven({ type: 'default', schemaVersion: 19 }, { schemaVersion: 18 }), { type: 'default', schemaVersion: 18 });
});

test('what nobody changed is written as it was, moved parts included', () => {
  const given = { id: 'f', type: 'default', components: [{ type: 'text', id: 'a', text: 'A' }, { key: 'b', id: 'b' }] };
  const saved = { components: [{ id: 'b', key: 'b', label: 'New' }, { id: 'a', text: 'A', type: 'text' }], type: 'default', id: 'f' };
  assert.equal(JSON.stringify(asGiven(saved, given)), JSON.stringify({
    id: 'f', type: 'default', components: [{ key: 'b', id: 'b', label: 'New' }, { type: 'text', id: 'a', text: 'A' }],
  }));
});

test('of the parts that the form designer knows each is offered or hidden, none both', () => {
  const designer = fs.readFileSync(new URL('../node_modules/@bpmn-io/form-js-viewer/dist/index.es.js', import.meta.url), 'utf8');
  const [, icons] = designer.match(/const iconsByType = type => \{\s*return \{([^}]*)\}/);
  const known = [...icons.matchAll(/^\s*(\w+):/gm)].map(([, name]) => name).filter((name) => name !== 'default' && name !== 'columns');
  const css = fs.readFileSync(new URL('../css/studio-form.css', import.meta.url), 'utf8');
  const hidden = [...css.matchAll(/data-field-type="(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual([...OFFERED, ...hidden].sort(), known.sort());
});

test('a problem of another file leads to its element there', () => {
  assert.equal(addressOf({ file: 'work_rating.dmn', element: '' }), 'work_rating.dmn');
  assert.equal(addressOf({ file: 'dua kata.bpmn', element: 'a#b' }), 'dua%20kata.bpmn#a%23b');
});

test('the setting of a loop is put where the file keeps it', () => {
  const repeated = { loopCharacteristics: {} };
  const put = [];
  const services = {
    writing: { find: (id) => ({ repeated }[id]), extend: (holder) => put.push(holder) },
    together: { run: (change) => change() },
  };
  const edit = { do: 'extension', element: 'repeated', type: 'zeebe:loopCharacteristics', attributes: { inputCollection: '=members' } };
  applyEdits({ get: (name) => services[name] }, [edit]);
  assert.equal(put[0], repeated.loopCharacteristics);
});
