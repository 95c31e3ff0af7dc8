import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timesOf } from '../src/studio/times.js';

const AT = '2026-11-22T20:46:05+00:00';

test('times are those of the agency and read as on its pages, wherever the browser is', () => {
  const jayapura = timesOf({ language: 'id', timeZone: 'Asia/Jayapura' });
  assert.equal(jayapura.moment(AT), '23 Nov 2026, 05.46');
  assert.equal(jayapura.time(new Date(AT)), '05.46');
  assert.equal(timesOf({ language: 'en', timeZone: 'Asia/Jakarta' }).moment(AT), 'Nov 23, 2026, 03:46');
});
