import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createQuarantine, type QuarantineReason } from './quarantine.js';

let folder: string;
let dropped: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-quarantine-'));
  dropped = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function reason(refusedAtMs: number): QuarantineReason {
  return {
    gatewayId: 'pole-001',
    digest: 'ab'.repeat(32),
    code: 'evidence.not-a-zip',
    detail: 'it is none',
    refusedAtMs,
  };
}
function quarantine(limits: { maxFiles: number; maxBytes: number }) {
  return createQuarantine({ folder, limits, onDropped: () => (dropped += 1) });
}
function incoming(bytes: number): string {
  const file = join(folder, 'incoming');
  writeFileSync(file, Buffer.alloc(bytes));
  return file;
}

test('moves the file in, with its reason beside it', async () => {
  const file = incoming(10);
  const id = await quarantine({ maxFiles: 5, maxBytes: 1_000 }).take(file, reason(1_772_323_260_000));
  expect(id).toMatch(/^20260301T000100000Z-abababababab-[0-9a-f]{6}$/);
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(join(folder, `${id}.zip`))).toHaveLength(10);
  expect(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'))).toEqual(reason(1_772_323_260_000));
});

test.each([
  ['number', { maxFiles: 2, maxBytes: 1_000 }],
  ['bytes', { maxFiles: 100, maxBytes: 25 }],
])('lets the oldest go when the %s of packages pass their bound', async (_name, limits) => {
  const kept = quarantine(limits);
  const ids: string[] = [];
  for (let index = 0; index < 4; index += 1) ids.push(await kept.take(incoming(10), reason(1_000 * index)));
  expect(dropped).toBe(2);
  expect(readdirSync(folder).sort()).toEqual(
    ids
      .slice(2)
      .flatMap((id) => [`${id}.json`, `${id}.zip`])
      .sort(),
  );
});
