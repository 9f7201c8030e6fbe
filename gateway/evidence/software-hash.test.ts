import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSoftware } from './software-hash.js';

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'software-hash-'));
  write('cloud-api/contracts/dist/index.js', 'contracts');
  write('detectors/dist/index.js', 'detectors');
  write('gateway/dist/main.js', 'main');
  write('gateway/dist/Z/a.js', 'a');
  write('gateway/dist/a-b.js', 'b');
  write('gateway/dist/main.d.ts', 'types');
  write('package-lock.json', '{}');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('the hash is the one that the tools of the system give', async () => {
  const command =
    "{ find cloud-api/contracts/dist detectors/dist gateway/dist -name '*.js'; echo package-lock.json; } | LC_ALL=C sort | xargs sha256sum | sha256sum";
  const [byTools] = execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' }).split(' ');
  expect(await hashSoftware(root)).toBe(byTools);
});

test.each([
  ['gateway/dist/main.js', 'other'],
  ['gateway/dist/new.js', ''],
  ['package-lock.json', '{"changed":true}'],
])('it changes with %s, and not with the types', async (path, text) => {
  const before = await hashSoftware(root);
  write('gateway/dist/main.d.ts', 'other types');
  expect(await hashSoftware(root)).toBe(before);
  write(path, text);
  expect(await hashSoftware(root)).not.toBe(before);
});
