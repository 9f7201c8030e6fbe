import type { FileHandle } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { GatheringWriter } from './gathering-writer.js';

/** A file that takes so many bytes at a time, at most. */
function openNarrow(mostBytes: number) {
  const bytes = Buffer.alloc(2_000_000);
  const calls: number[] = [];
  const writev = (pieces: readonly Buffer[], at: number) => {
    const taken = Buffer.concat(pieces).subarray(0, mostBytes);
    calls.push(taken.length);
    taken.copy(bytes, at);
    return Promise.resolve({ bytesWritten: taken.length });
  };
  return { bytes, calls, file: { writev } as unknown as FileHandle };
}

test('small pieces are written together, in their order, from where it is told', async () => {
  const { bytes, calls, file } = openNarrow(Infinity);
  const writer = new GatheringWriter(file, 3);
  for (const piece of ['one ', 'two ', 'three']) await writer.add(Buffer.from(piece));
  expect(calls).toEqual([]);
  await writer.flush();
  expect(calls).toEqual([13]);
  expect(writer.at).toBe(16);
  expect(bytes.toString('latin1', 3, 16)).toBe('one two three');
  await writer.flush();
  expect(calls).toHaveLength(1);
});

test('no more is gathered than half a megabyte', async () => {
  const { calls, file } = openNarrow(Infinity);
  const writer = new GatheringWriter(file, 0);
  for (let count = 0; count < 16; count += 1) await writer.add(Buffer.alloc(65_536));
  expect(calls).toEqual([524_288, 524_288]);
});

test('what a disk takes in parts is whole in the end', async () => {
  const { bytes, calls, file } = openNarrow(5);
  const writer = new GatheringWriter(file, 0);
  for (const piece of ['abc', 'defg', 'hijkl']) await writer.add(Buffer.from(piece));
  await writer.flush();
  expect(calls).toEqual([5, 5, 2]);
  expect(bytes.toString('latin1', 0, 12)).toBe('abcdefghijkl');
});
