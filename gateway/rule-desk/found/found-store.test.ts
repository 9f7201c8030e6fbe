import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleViolation } from '../../testing/sample-violation.js';
import { openDeskDatabase } from './desk-database.js';
import { FoundStore } from './found-store.js';
import { VerdictFetch } from './verdict-fetch.js';

const idOf = (n: number) => n.toString(16).padStart(32, '0');

let store: FoundStore;
beforeEach(() => {
  store = new FoundStore(openDeskDatabase(':memory:'));
});
afterEach(() => {
  store.close();
});

function add(n: number): void {
  const violation = { ...sampleViolation(n), violationId: idOf(n), triggeredAtMs: 1_000 + n };
  store.add({ violation, fate: 'lead', rulesSha256: 'a', rule: null });
}

test('what was found is listed with its verdict, the newest first', () => {
  for (const n of [1, 2, 3]) add(n);
  store.takeVerdicts({
    afterId: '',
    lastId: null,
    verdicts: [{ violationId: idOf(2), verdict: 'rejected', reason: 'not-in-zone' }],
  });
  expect(
    store.list(2, 9_999).map(({ violation, verdict, reason }) => [violation.violationId, verdict, reason]),
  ).toEqual([
    [idOf(3), null, null],
    [idOf(2), 'rejected', 'not-in-zone'],
  ]);
  expect(store.list(9, 1_002).map(({ violation }) => violation.violationId)).toEqual([idOf(1)]);
  // The reviewer changed the mind: the case was excused, and is not named any more.
  store.takeVerdicts({ afterId: '', lastId: null, verdicts: [] });
  expect(store.find(idOf(2))).toMatchObject({ verdict: null, hasPicture: false });
  store.addPicture(idOf(2), 5, Buffer.from('jpeg'));
  expect(store.find(idOf(2))).toMatchObject({ hasPicture: true });
  expect(store.picture(idOf(2))).toEqual({ jpeg: Buffer.from('jpeg'), capturedAtMs: 5 });
});

test('verdicts are fetched page by page, and not again while nothing changes', async () => {
  const all = Array.from({ length: 1_500 }, (_, n) => ({ violationId: idOf(n + 1), verdict: 'confirmed' }));
  const asked: string[] = [];
  const fetch = new VerdictFetch({
    client: {
      request: ({ path, headers }) => {
        const after = /after=(\w+)/.exec(path)?.[1] ?? '';
        asked.push(headers?.['if-none-match'] === undefined ? 'all' : 'changes');
        const page = all.filter(({ violationId }) => violationId > after).slice(0, 1_000);
        const isKnown = headers?.['if-none-match'] === `"${page.length}"`;
        const body = isKnown ? '' : JSON.stringify(page);
        return Promise.resolve({
          status: isKnown ? 304 : 200,
          contentType: null,
          retryAfter: null,
          etag: `"${page.length}"`,
          body,
        });
      },
    },
    ...{ store, everyMs: 1_000, log: pino({ level: 'silent' }) },
  });
  await fetch.fetch();
  expect(store.verdicts()).toHaveLength(1_500);
  await fetch.fetch();
  expect(store.verdicts()).toHaveLength(1_500);
  expect(asked).toEqual(['all', 'all', 'changes', 'changes']);
});

test('what is found again by newer rules keeps the rules and the moment that it was first found by', () => {
  add(1);
  const first = store.find(idOf(1));
  const violation = { ...sampleViolation(1), violationId: idOf(1), triggeredAtMs: 9_000 };
  store.add({ violation, fate: 'lead', rulesSha256: 'b', rule: null });
  expect(store.find(idOf(1))).toEqual(first);
  store.add({ violation, fate: 'corrected', rulesSha256: 'b', rule: null });
  expect(store.find(idOf(1))).toMatchObject({ fate: 'corrected', rulesSha256: 'b' });
});
