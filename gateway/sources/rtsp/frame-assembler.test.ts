import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameAssembler } from './frame-assembler.js';

const FRAME_BYTES = 6;

test('frames come whole, in order, each with its own time stamp, however the pipes cut and interleave them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      (cuts, frames) => {
        const bytes = Uint8Array.from({ length: frames * FRAME_BYTES }, (_, index) => index);
        const seen: { first: number | undefined; pts: number | null }[] = [];
        const assembler = new FrameAssembler(FRAME_BYTES, (data, pts) => seen.push({ first: data[0], pts }));
        let at = 0;
        let stamps = 0;
        for (let turn = 0; at < bytes.length || stamps < frames; turn += 1) {
          const take = cuts[turn % cuts.length] ?? 1;
          assembler.addBytes(bytes.subarray(at, at + take));
          at += take;
          if (take % 2 === 0 || at >= bytes.length) {
            if (stamps < frames) assembler.addStamp(stamps * 100);
            stamps += 1;
          }
        }
        expect(seen).toEqual(
          Array.from({ length: frames }, (_, index) => ({ first: index * FRAME_BYTES, pts: index * 100 })),
        );
      },
    ),
  );
});

test('bytes that were given back are written on again, others never, and no more are kept than can be in use', () => {
  const seen: Uint8Array[] = [];
  const assembler = new FrameAssembler(1, (bytes) => seen.push(bytes));
  const send = (value: number) => {
    assembler.addBytes(new Uint8Array([value]));
    assembler.addStamp(value);
  };
  [1, 2, 3].forEach(send);
  const [first] = seen;
  if (first !== undefined) assembler.release(first);
  // The buffer of the fourth was at hand when the third was full.
  [4, 5].forEach(send);
  expect(seen[4]).toBe(first);
  expect(seen.map(([value]) => value)).toEqual([5, 2, 3, 4, 5]);
  for (const bytes of new Set(seen)) assembler.release(bytes);
  const before = new Set(seen);
  [6, 7, 8, 9, 10, 11].forEach(send);
  expect(new Set(seen.slice(5).filter((bytes) => before.has(bytes))).size).toBe(3);
});

test('frames whose time stamps stay away end the session, rather than get those of others', () => {
  const assembler = new FrameAssembler(1, () => undefined);
  expect(() => {
    assembler.addBytes(new Uint8Array(20));
  }).toThrow('without time stamps');
});
