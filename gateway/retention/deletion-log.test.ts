import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Deletion, DeletionLog } from './deletion-log.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'deletions-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const deletion: Deletion = { what: 'package', name: '1-a.zip', files: 1, bytes: 5, reason: 'receipt' };
const open = (maxBytes?: number) =>
  new DeletionLog({
    ...{ directory, clock: { nowMs: () => 7 }, log: pino({ level: 'silent' }) },
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
const linesOf = (name: string) => readFileSync(join(directory, name), 'utf8').trimEnd().split('\n');
const hashOf = (line: string) => createHash('sha256').update(line).digest('hex');

test('each line names the one before, over a restart and a torn line', () => {
  open().note(deletion);
  appendFileSync(join(directory, 'deletions.jsonl'), '{"torn');
  const log = open();
  log.note({ ...deletion, name: '2-b.zip', reason: 'expired' });
  const lines = linesOf('deletions.jsonl');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { atMs: 7, ...deletion, previous: '0'.repeat(64) },
    { atMs: 7, ...deletion, name: '2-b.zip', reason: 'expired', previous: hashOf(lines[0] ?? '') },
  ]);
});

test('it never takes more than two files of its size, and the chain goes on between them', () => {
  let log = open(400);
  for (let count = 0; count < 20; count += 1) {
    log.note(deletion);
    if (count % 3 === 0) log = open(400);
  }
  expect(readdirSync(directory).sort()).toEqual(['deletions.1.jsonl', 'deletions.jsonl']);
  const lines = [...linesOf('deletions.1.jsonl'), ...linesOf('deletions.jsonl')];
  expect(lines.join('\n').length).toBeLessThan(900);
  lines.slice(1).forEach((line, index) => {
    expect((JSON.parse(line) as { previous: string }).previous).toBe(hashOf(lines[index] ?? ''));
  });
});
