import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import form from '../src/studio/words/form.js';
import simulation from '../src/studio/words/simulation.js';
import { withCalls } from '../steps/labels.mjs';

const MODULES = path.join(import.meta.dirname, '..', 'node_modules');
const DESIGNER = path.join(MODULES, '@bpmn-io', 'form-js-editor', 'dist', 'index.es.js');
const SIMULATION = path.join(MODULES, 'bpmn-js-token-simulation', 'lib');

test('labels become calls, whatever quotes they stand in', () => {
  assert.equal(withCalls("jsx(A, { label: 'Key', title: \"Key\" })", ['Key']).source, 'jsx(A, { label: $say("Key"), title: $say("Key") })');
  assert.equal(withCalls("f('Not \"so\"\\n')", ['Not "so"\n']).source, 'f($say("Not \\"so\\"\\n"))');
  assert.equal(withCalls("f('the \"Other one\" here', 'x')", ['Other one', 'the "Other one" here']).source, 'f($say("the \\"Other one\\" here"), \'x\')');
});

test('a word that code goes by is none of them', () => {
  const source = "if (event.key === 'Delete') fields.get('Delete').use({ key: 'Delete' });";
  assert.deepEqual(withCalls(source, ['Delete']), { source, met: new Set() });
});

test('what a template fills in is filled into its translation', () => {
  assert.equal(withCalls('return `Remove ${entry.label}`;', ['Remove {0}']).source, 'return $say("Remove {0}", [entry.label]);');
  assert.equal(withCalls('`<b title="Trigger it">Log</b>`', ['Trigger it', 'Log']).source, '`<b title="${ $say("Trigger it") }">${ $say("Log") }</b>`');
  assert.equal(withCalls("domify('<p>No Entries</p>')", ['No Entries']).source, 'domify(`<p>${ $say("No Entries") }</p>`)');
});

// parts that Siklus forms do not have, groups it takes no notice of, and what is drawn where no label stands
const LEFT_OUT = [
  'Alternative text', 'Auto', 'Columns', 'Column', 'Column 1', 'Column 2', 'Column 3', 'Compute on', 'Content', 'Custom properties',
  'Data source', 'Descriptive text for screen reader accessibility.', 'Define an expression to calculate the value of this field', 'Document reference',
  'Expression or static value (link/data URI)', 'Form submission', 'Header items', 'Headers source', 'Image source', 'Layout', 'Link referring to a hosted image, or use a data URI directly to embed image data into the form.',
  'List of items', 'Max height of preview container', 'Number of rows per page', 'Pagination', 'Reset', 'Security attributes', 'Serialization',
  'Enter a form input variable that contains the data for the table or define an expression to populate the data dynamically.',
  'Add properties directly to the form schema, useful to configure functionality in custom-built task applications and form renderers.',
  'Specify an expression to populate column items', 'Specify the source from which to populate the table', 'Submit', 'Target value', 'URL', 'Value changes',
];

test('the form designer says everything in Indonesian', () => {
  const source = fs.readFileSync(DESIGNER, 'utf8');
  const patterns = [/\b(?:label|title|description|tooltip|placeholder|children|text): '((?:[^'\\]|\\.)*[a-z])\.?'/g, /translate\('((?:[^'\\]|\\.)*)'/g, /return '((?:Must|Should) [^']*)'/g];
  const said = patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, text]) => text.replaceAll("\\'", "'")));
  const known = (text) => Object.hasOwn(form.id, text) || Object.hasOwn(form.id, `${text}.`) || LEFT_OUT.includes(text) || LEFT_OUT.includes(`${text}.`);
  assert.ok(said.length > 150, 'the designer is where it was');
  assert.deepEqual([...new Set(said.filter((text) => !known(text)))], []);
});

test('the simulation says everything in Indonesian', () => {
  const files = fs.readdirSync(SIMULATION, { recursive: true }).filter((file) => file.endsWith('.js'));
  const source = files.map((file) => fs.readFileSync(path.join(SIMULATION, file), 'utf8')).join('\n');
  const said = [/(?:title|aria-label)="([A-Z][^"$]*)/g, /(?:text: |\|\| )'([A-Z][^']*)'/g].flatMap((pattern) => [...source.matchAll(pattern)].map(([, text]) => text));
  assert.ok(said.length > 20, 'the simulation is where it was');
  assert.deepEqual([...new Set(said.filter((text) => !Object.hasOwn(simulation.id, text.trim())))], []);
});
