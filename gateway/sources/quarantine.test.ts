import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Quarantine } from './quarantine.js';

const MINUTE_MS = 60_000;
let directory = '';
let nowMs = 1_700_000_000_000;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quarantine-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function withQuarantine<T>(use: (quarantine: Quarantine) => T): T {
  const quarantine = new Quarantine(join(directory, 'sub', 'quarantine.db'), { nowMs: () => nowMs });
  try {
    return use(quarantine);
  } finally {
    quarantine.close();
  }
}

function keep(quarantine: Quarantine, source: string, number: number) {
  return quarantine.keep({ source, payload: Buffer.from([number]), code: 'x', detail: `number ${number}` });
}

test('keeps the newest messages with their bytes and reason, over a restart', () => {
  withQuarantine((quarantine) => {
    for (let index = 0; index < 1_100; index += 1) keep(quarantine, `dust-${index % 100}`, index % 256);
  });
  const kept = withQuarantine((quarantine) => quarantine.list(5_000));
  expect(kept).toHaveLength(1_000);
  expect(kept[0]).toEqual({ source: 'dust-99', payload: Buffer.from([1_099 % 256]), code: 'x', detail: 'number 75' });
});

test('one source has only so many kept in a minute, and never pushes out the others', () => {
  withQuarantine((quarantine) => {
    keep(quarantine, 'quiet', 0);
    let counted = 0;
    for (let minute = 0; minute < 10; minute += 1) {
      for (let index = 0; index < 40; index += 1) if (keep(quarantine, 'noisy', index) === 'counted') counted += 1;
      nowMs += MINUTE_MS;
    }
    expect(counted).toBe(100);
    const kept = quarantine.list(5_000);
    expect(kept.filter(({ source }) => source === 'noisy')).toHaveLength(200);
    expect(kept.filter(({ source }) => source === 'quiet')).toHaveLength(1);
  });
});

test('a very long payload is kept cut', () => {
  withQuarantine((quarantine) => {
    quarantine.keep({ source: 'dust', payload: Buffer.alloc(1_000_000), code: 'x', detail: '' });
    expect(quarantine.list(1)[0]?.payload).toHaveLength(16_384);
  });
});
