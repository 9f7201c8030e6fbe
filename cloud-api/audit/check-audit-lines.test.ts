import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { AuditEntry, GENESIS_HASH } from './audit-entry.js';
import { checkAuditLines } from './check-audit-lines.js';
import { hashAuditEntry } from './hash-audit-entry.js';

function writeLog(length: number): { lines: string[]; hashes: string[] } {
  const lines: string[] = [];
  const hashes: string[] = [];
  for (let number = 1; number <= length; number += 1) {
    const entry: AuditEntry = AuditEntry.parse({
      schema: 'lamppost.audit/1',
      number,
      atMs: 1_772_323_200_000 + number,
      who: { accountId: 'acc-1', displayName: '王\u2028莉', roles: ['officer'], bureauId: 'chengguan' },
      action: 'original.read',
      outcome: 'done',
      subject: { kind: 'case', id: `LP-20260301-00000${number}` },
      why: 'complaint of a neighbour',
      what: { name: 'still-1.jpg' },
      from: '10.0.0.1',
      previousHash: hashes.at(-1) ?? GENESIS_HASH,
    });
    hashes.push(hashAuditEntry(entry));
    lines.push(toCanonicalJson({ entry, hash: hashes.at(-1) }).toString());
  }
  return { lines, hashes };
}

const log = writeLog(6);

test('an untouched log is right, whole or from some entry on, and with its head', async () => {
  expect(await checkAuditLines(log.lines, log.hashes.at(-1) ?? '')).toEqual({
    ...{ outcome: 'right', entries: 6, first: 1, last: 6, headHash: log.hashes.at(-1) },
  });
  expect(await checkAuditLines(log.lines.slice(3), null)).toMatchObject({ outcome: 'right', first: 4, last: 6 });
  expect(await checkAuditLines([], null)).toMatchObject({ outcome: 'right', entries: 0, headHash: GENESIS_HASH });
  // A head that was kept before more was written.
  expect(await checkAuditLines(log.lines, log.hashes[2] ?? '')).toMatchObject({ outcome: 'right' });
});

test('whatever character is changed, the line is named', async () => {
  const place = fc.integer({ min: 0, max: 5 }).chain((line) =>
    fc.record({
      line: fc.constant(line),
      at: fc.integer({ min: 0, max: (log.lines[line]?.length ?? 1) - 1 }),
      put: fc.constantFrom('', ' ', '0', '1', 'a', '"', '}'),
    }),
  );
  await fc.assert(
    fc.asyncProperty(place, async ({ line, at, put }) => {
      const text = log.lines[line] ?? '';
      const changed = `${text.slice(0, at)}${put}${text.slice(at + 1)}`;
      fc.pre(changed !== text);
      expect(await checkAuditLines(log.lines.with(line, changed), null)).toMatchObject({
        ...{ outcome: 'wrong', line: line + 1 },
      });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['taken out', log.lines.toSpliced(2, 1), null, 3, 'audit.number-wrong'],
  ['doubled', log.lines.toSpliced(2, 0, log.lines[1] ?? ''), null, 3, 'audit.number-wrong'],
  ['cut off at the end', log.lines.slice(0, 4), log.hashes[5] ?? '', 5, 'audit.head-wrong'],
  ['written anew from there on', [...writeLog(2).lines, ...log.lines.slice(2)], 'f'.repeat(64), 7, 'audit.head-wrong'],
])('an entry that was %s is found', async (_what, lines, head, line, code) => {
  expect(await checkAuditLines(lines, head)).toMatchObject({ outcome: 'wrong', line, code });
});

test('an entry that was altered and hashed anew breaks the next link', async () => {
  const { entry } = JSON.parse(log.lines[2] ?? '') as { entry: AuditEntry };
  const altered = { ...entry, why: 'another reason' };
  const line = toCanonicalJson({ entry: altered, hash: hashAuditEntry(altered) }).toString();
  expect(await checkAuditLines(log.lines.with(2, line), null)).toMatchObject({ line: 4, code: 'audit.link-broken' });
});
