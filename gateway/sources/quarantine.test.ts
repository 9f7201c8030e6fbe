import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Quarantine } from './quarantine.js';

test('keeps the newest messages with their bytes and reason, over a restart', () => {
  const directory = mkdtempSync(join(tmpdir(), 'quarantine-'));
  const file = join(directory, 'quarantine.db');
  const clock = { nowMs: () => 1 };
  try {
    const first = new Quarantine(file, clock);
    for (let index = 0; index < 1_010; index += 1) {
      first.keep({ source: 'dust', payload: Buffer.from([index & 255]), code: 'hj212.crc', detail: String(index) });
    }
    first.close();
    const second = new Quarantine(file, clock);
    const kept = second.list(5_000);
    second.close();
    expect(kept).toHaveLength(1_000);
    expect(kept[0]).toEqual({ source: 'dust', payload: Buffer.from([1009 & 255]), code: 'hj212.crc', detail: '1009' });
  } finally {
    rmSync(directory, { recursive: true });
  }
});
