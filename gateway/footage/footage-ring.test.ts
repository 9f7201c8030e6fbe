import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FootageRing } from './footage-ring.js';
import { FootageRings } from './footage-rings.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ring-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function addSegment(ring: FootageRing, startMs: number, endMs: number, bytes = 10): void {
  const file = join(ring.openSession(), 'a.mkv');
  writeFileSync(file, Buffer.alloc(bytes));
  ring.add(file, { startMs, endMs, startPtsUs: startMs * 1000 });
}

test('finds the segment of a moment, or the nearest within the tolerance', () => {
  const ring = new FootageRing({ directory, keepMs: 60_000, maxBytes: 1000 });
  addSegment(ring, 1000, 3000);
  addSegment(ring, 3000, 5000);
  expect(ring.find(3500, 0)?.startMs).toBe(3000);
  expect(ring.find(5400, 500)?.startMs).toBe(3000);
  expect(ring.find(6000, 500)).toBeNull();
});

test('a new process finds the closed segments and drops the open ones', () => {
  const first = new FootageRing({ directory, keepMs: 60_000, maxBytes: 1000 });
  addSegment(first, 1000, 3000);
  const open = first.openSession();
  writeFileSync(join(open, 'torn.mkv'), 'x');
  const second = new FootageRing({ directory, keepMs: 60_000, maxBytes: 1000 });
  expect(second.find(2000, 0)?.startPtsUs).toBe(1_000_000);
  expect(existsSync(open)).toBe(false);
});

test('the oldest footage goes first, by age and by bytes', () => {
  const ring = new FootageRing({ directory, keepMs: 5000, maxBytes: 35 });
  for (let at = 0; at < 10_000; at += 1000) addSegment(ring, at, at + 1000);
  expect(ring.sizeBytes).toBe(30);
  expect(readdirSync(directory).filter((name) => name.endsWith('.mkv'))).toHaveLength(3);
  addSegment(ring, 30_000, 31_000);
  expect(ring.sizeBytes).toBe(10);
});

test('a time that changes holds for the rings that are there, and for those that come', () => {
  const rings = new FootageRings({ directory, keepMs: 1_000, maxBytes: 1000 });
  const early = rings.of('early');
  rings.keepFor(5_000);
  for (const ring of [early, rings.of('late')]) {
    for (let at = 0; at < 10_000; at += 1000) addSegment(ring, at, at + 1000);
    expect(ring.sizeBytes).toBe(60);
  }
});

test('reach waits for footage, and gives up when told', async () => {
  const ring = new FootageRing({ directory, keepMs: 60_000, maxBytes: 1000 });
  const reached = ring.reach(3000, new AbortController().signal);
  addSegment(ring, 1000, 2500);
  addSegment(ring, 2500, 4000);
  await reached;
  const abort = new AbortController();
  const never = ring.reach(9000, abort.signal);
  abort.abort();
  await never;
  expect(ring.find(9000, 0)).toBeNull();
});
