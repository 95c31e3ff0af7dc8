import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { Draft } from '../src/studio/draft.js';

/** A server that keeps one file as the real one does: entity tags, 412 for who comes late. */
const server = http.createServer((request, answer) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    if (kept.failing) return answer.writeHead(kept.failing, { 'Content-Type': 'application/json' }).end('{"message": "Terlalu besar."}');
    if (request.method === 'GET') return answer.writeHead(200, { ETag: tag() }).end(kept.content);
    if (request.headers['if-match'] !== tag()) {
      kept.aside.push(Buffer.concat(chunks).toString());
      return answer.writeHead(412, { 'Content-Type': 'application/json' }).end(JSON.stringify({ etag: tag().slice(1, -1), author: 'Intan', at: '2027-01-01T00:00:00Z' }));
    }
    kept.content = Buffer.concat(chunks).toString();
    return answer.writeHead(204, { ETag: tag() }).end();
  });
});
const tag = () => `"${createHash('sha256').update(kept.content).digest('hex')}"`;
let kept; let address; let told; let storage;

before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', () => {
  address = `http://127.0.0.1:${server.address().port}/studio/a/draft/files/a.bpmn/content`;
  resolve();
})));
after(() => server.close());
beforeEach(() => {
  kept = { content: '<one/>', aside: [], failing: 0 };
  told = [];
  storage = memory();
});

const open = () => new Draft({ address, token: 't', storage, told: (state) => told.push(state) });
const edited = (draft, text) => draft.changed(async () => text, 60000);

function memory() {
  const all = new Map();
  return { getItem: (name) => all.get(name) ?? null, setItem: (name, value) => all.set(name, value), removeItem: (name) => all.delete(name), all };
}

test('what changes is saved, again and again, each on the state before', async () => {
  const draft = open();
  await draft.open();
  edited(draft, '<two/>');
  await draft.save();
  edited(draft, '<three/>');
  await draft.save();
  assert.equal(kept.content, '<three/>');
  assert.deepEqual(told, ['ready', 'changed', 'saving', 'saved', 'changed', 'saving', 'saved']);
  assert.equal(storage.all.size, 0, 'no copy stays behind');
});

test('nothing is sent when nothing changed', async () => {
  const draft = open();
  await draft.open();
  await draft.save();
  assert.deepEqual(told, ['ready']);
  assert.equal(draft.unsaved, false);
});

test('a server that fails leaves a copy in the browser, which the next page sends', async () => {
  const draft = open();
  await draft.open();
  kept.failing = 503;
  edited(draft, '<two/>');
  await draft.save();
  assert.equal(told.at(-1), 'failed');
  assert.equal(draft.unsaved, true);
  kept.failing = 0;
  const again = open();
  assert.equal(await again.open(), '<two/>');
  await again.save();
  assert.equal(kept.content, '<two/>');
});

test('what the server refuses is told and kept', async () => {
  const draft = open();
  await draft.open();
  kept.failing = 413;
  edited(draft, '<two/>');
  await draft.save();
  assert.equal(told.at(-1), 'refused');
  assert.equal(draft.unsaved, true);
});

async function conflict() {
  const draft = open();
  await draft.open();
  kept.content = '<theirs/>';
  edited(draft, '<mine/>');
  await draft.save();
  assert.equal(told.at(-1), 'conflict');
  assert.deepEqual(kept.aside, ['<mine/>']);
  return draft;
}

test('of two who change a file the later is asked, and nothing more is sent until then', async () => {
  const draft = await conflict();
  edited(draft, '<mine again/>');
  await draft.save();
  assert.equal(kept.content, '<theirs/>');
  assert.equal(draft.unsaved, true);
});

test('their version can be taken', async () => {
  const draft = await conflict();
  assert.equal(await draft.takeTheirs(), '<theirs/>');
  assert.equal(draft.unsaved, false);
});

test('my version can be put on top of theirs', async () => {
  const draft = await conflict();
  await draft.putMine(async () => '<mine/>');
  assert.equal(kept.content, '<mine/>');
  assert.equal(told.at(-1), 'saved');
});

test('a copy made from an older state meets the newer one as a conflict, not as a loss', async () => {
  const draft = open();
  await draft.open();
  kept.failing = 503;
  edited(draft, '<mine/>');
  await draft.save();
  Object.assign(kept, { failing: 0, content: '<theirs/>' });
  const again = open();
  assert.equal(await again.open(), '<mine/>');
  await again.save();
  assert.equal(told.at(-1), 'conflict');
  assert.deepEqual(kept.aside, ['<mine/>']);
});

test('a change during saving is saved after it', async () => {
  const draft = open();
  await draft.open();
  edited(draft, '<two/>');
  const saving = draft.save();
  edited(draft, '<three/>');
  await saving;
  await draft.save();
  assert.equal(kept.content, '<three/>');
});
