import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RulesRead } from '../rules/document/read-rules.js';
import { RuleFileWatch } from './rule-file-watch.js';

const good = (version: number) => `schema: lamppost.rules/1\nversion: ${version}\nrules: []\n`;

let directory = '';
let file = '';
let watch: RuleFileWatch;
let reads: RulesRead[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'watch-'));
  file = join(directory, 'rules.yaml');
  writeFileSync(file, good(1));
  reads = [];
  const onRead = (read: RulesRead) => void reads.push(read);
  watch = new RuleFileWatch({ file, clock: { nowMs: () => 0 }, onRead });
});
afterEach(() => {
  watch.close();
  rmSync(directory, { recursive: true });
});

const versions = () => reads.map((read) => (read.status === 'taken' ? read.document.version : read.status));

test('a file that stays as it is is not read again', () => {
  watch.poll();
  watch.poll();
  utimesSync(file, 1, 1);
  watch.poll();
  watch.poll();
  expect(versions()).toEqual([]);
});

test('a new content is read once, when it has stayed the same from one look to the next', () => {
  writeFileSync(file, good(2));
  watch.poll();
  expect(versions()).toEqual([]);
  watch.poll();
  watch.poll();
  expect(versions()).toEqual([2]);
});

test('a file that is still being written is left alone', () => {
  for (const half of ['', 'schema: lam', 'schema: lamppost.rules/1\nversion']) {
    writeFileSync(file, half);
    watch.poll();
  }
  writeFileSync(file, good(2));
  watch.poll();
  expect(versions()).toEqual([]);
  watch.poll();
  expect(versions()).toEqual([2]);
});

test('a content that is taken back before it was read is no change', () => {
  writeFileSync(file, good(2));
  watch.poll();
  writeFileSync(file, good(1));
  watch.poll();
  watch.poll();
  expect(versions()).toEqual([]);
});

test('a file that is replaced by another, as editors do, is read', () => {
  writeFileSync(join(directory, 'new'), good(2));
  renameSync(join(directory, 'new'), file);
  watch.poll();
  watch.poll();
  expect(versions()).toEqual([2]);
});

test('a file that is gone is refused, and read when it is back, were it the old one', () => {
  rmSync(file);
  watch.poll();
  watch.poll();
  expect(versions()).toEqual(['refused']);
  writeFileSync(file, good(1));
  watch.poll();
  watch.poll();
  expect(versions()).toEqual(['refused', 1]);
});

test('asked to, it reads at once', () => {
  watch.readNow();
  writeFileSync(file, good(2));
  watch.readNow();
  watch.poll();
  watch.poll();
  expect(versions()).toEqual([1, 2]);
});
