import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { BpmnModdle } from 'bpmn-moddle';
import { kindOf } from '../src/studio/bpmn/kinds.js';
import { idFrom } from '../src/studio/bpmn/outline/names.js';
import { isOpenAtFirst, outlineOf, rowAfterLoss, rowsOf } from '../src/studio/bpmn/outline/model.js';

const zeebe = JSON.parse(fs.readFileSync(new URL('../node_modules/zeebe-bpmn-moddle/resources/zeebe.json', import.meta.url)));
const PACK = new URL('../../workflows/definitions/appraisal/', import.meta.url);

async function read(xml) {
  return (await new BpmnModdle({ zeebe }).fromXML(xml)).rootElement;
}

const process = (inner) => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="p" name="P">${inner}</process></definitions>`;

const PARTING = process(`
  <endEvent id="end"/><userTask id="b" name="Second"/><userTask id="a" name="First"/><startEvent id="start"/>
  <exclusiveGateway id="which" default="to_end"/><task id="alone"/>
  <boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition/></boundaryEvent><task id="remind"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="which"/>
  <sequenceFlow id="to_b" name="more" sourceRef="which" targetRef="b"><conditionExpression>=again</conditionExpression></sequenceFlow>
  <sequenceFlow id="to_end" sourceRef="which" targetRef="end"/><sequenceFlow id="back" sourceRef="b" targetRef="a"/>
  <sequenceFlow id="f3" sourceRef="late" targetRef="remind"/>
  <subProcess id="within"><startEvent id="inner_start"/><task id="inner"/><sequenceFlow id="f4" sourceRef="inner_start" targetRef="inner"/></subProcess>`);

test('steps stand in the order of work, loops and strays included once', async () => {
  const [root] = outlineOf(await read(PARTING));
  assert.deepEqual(root.children.map(({ id }) => id), ['start', 'a', 'which', 'b', 'end', 'remind', 'alone', 'within', ]);
});

test('under a step stand what is inside it, the events on its border, and its flows with their conditions', async () => {
  const [root] = outlineOf(await read(PARTING));
  const under = (id) => root.children.find((node) => node.id === id).children;
  assert.deepEqual(under('a').map(({ id }) => id), ['late', 'f2']);
  assert.deepEqual(under('within').map(({ id }) => id), ['inner_start', 'inner']);
  const [more, rest] = under('which');
  assert.deepEqual([more.name, more.condition, more.leadsTo], ['more', '=again', ['Second']]);
  assert.equal(rest.isDefault, true);
});

test('every step and flow of the shipped pack is in its outline exactly once', async () => {
  for (const file of fs.readdirSync(PACK).filter((name) => name.endsWith('.bpmn'))) {
    const definitions = await read(fs.readFileSync(new URL(file, PACK), 'utf8'));
    const shown = rowsOf(outlineOf(definitions), () => true).map(({ node }) => node.id);
    const written = definitions.rootElements.filter(({ $type }) => $type === 'bpmn:Process')
      .flatMap((each) => [each.id, ...each.flowElements.map(({ id }) => id)]);
    assert.deepEqual([...shown].sort(), written.sort(), file);
  }
});

test('only open nodes show what is under them, with level and place for who cannot see the indent', async () => {
  const nodes = outlineOf(await read(PARTING));
  const rows = rowsOf(nodes, isOpenAtFirst);
  const late = rows.find(({ node }) => node.id === 'late');
  assert.deepEqual([late.level, late.place, late.of, late.expanded], [3, 1, 2, false]);
  assert.ok(!rows.some(({ node }) => node.id === 'f1'), 'a step with one way on is closed');
  assert.ok(rows.some(({ node }) => node.id === 'to_b'), 'a parting of ways is open');
});

test('when a row goes, the focus goes to a neighbour', () => {
  const rows = ['a', 'c'].map((id) => ({ node: { id } }));
  assert.equal(rowAfterLoss(rows, ['a', 'b', 'c'], 'b'), 'a');
  assert.equal(rowAfterLoss(rows, ['x', 'a', 'c'], 'x'), 'a');
  assert.equal(rowAfterLoss(rows, ['a', 'c'], 'c'), 'c');
  assert.equal(rowAfterLoss([], ['a'], 'a'), null);
});

test('an event is called by its trigger, its place and whether it stops the step', async () => {
  const definitions = await read(PARTING);
  const [{ flowElements }] = definitions.rootElements;
  assert.equal(kindOf(flowElements.find(({ id }) => id === 'late')), 'Timer boundary event (non-interrupting)');
  assert.equal(kindOf(flowElements.find(({ id }) => id === 'start')), 'Start event');
});

test('a new step gets an id that says its name', () => {
  const taken = new Set(['periksa_rencana']);
  assert.equal(idFrom('Periksa rencana!', (id) => taken.has(id)), 'periksa_rencana_2');
  assert.equal(idFrom('Évaluer', () => false), 'evaluer');
  assert.equal(idFrom('3 hari', () => false), 'step_3_hari');
  assert.equal(idFrom('…', () => false), 'step');
});
