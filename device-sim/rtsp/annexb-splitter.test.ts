import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnnexBSplitter, MAX_NAL_UNIT_BYTES, type SplitAccessUnit } from './annexb-splitter.js';

const startCode = (long: boolean) => Buffer.from(long ? [0, 0, 0, 1] : [0, 0, 1]);

/** Inserts emulation prevention bytes (7.4.1), and ends as an RBSP does: not with a zero. */
function escaped(body: Uint8Array): number[] {
  const out: number[] = [];
  for (const byte of body) {
    if (byte <= 3 && out.length >= 2 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3);
    out.push(byte);
  }
  out.push(0x80);
  return out;
}

const body = fc.uint8Array({ minLength: 1, maxLength: 60, max: 5 });
const slice = (isFirst: boolean) =>
  fc
    .tuple(fc.constantFrom(0x65, 0x41, 0x01), body)
    .map(([header, rest]) => Buffer.from([header, isFirst ? 0x88 : 0x48, ...escaped(rest)]));
const parameterSet = fc
  .tuple(fc.constantFrom(0x67, 0x68, 0x06, 0x09), body)
  .map(([header, rest]) => Buffer.from([header, ...escaped(rest)]));
const accessUnit = fc
  .tuple(fc.array(parameterSet, { maxLength: 3 }), slice(true), fc.array(slice(false), { maxLength: 3 }))
  .map(([before, first, others]) => [...before, first, ...others]);

function isKeyframe(unit: readonly Buffer[]): boolean {
  return unit.some((nalUnit) => nalUnit[0] === 0x65);
}

test('whatever way the bytes are cut, the access units come out whole and in order', () => {
  fc.assert(
    fc.property(
      fc.array(accessUnit, { maxLength: 8 }),
      fc.boolean(),
      fc.array(fc.nat(400), { maxLength: 20 }),
      (units, long, cuts) => {
        const bytes = Buffer.concat(units.flat().flatMap((nalUnit) => [startCode(long), nalUnit]));
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
        const splitter = new AnnexBSplitter();
        const found: SplitAccessUnit[] = places.flatMap((place, index) =>
          splitter.push(bytes.subarray(places[index - 1] ?? 0, place), index),
        );
        found.push(...splitter.flush());
        expect(found.map((unit) => unit.nalUnits)).toEqual(units);
        expect(found.map((unit) => unit.isKeyframe)).toEqual(units.map(isKeyframe));
        expect(splitter.bytesDiscarded).toBe(0);
      },
    ),
  );
});

test('a picture carries the time at which it began to arrive', () => {
  const splitter = new AnnexBSplitter();
  const picture = Buffer.from([0, 0, 1, 0x41, 0x88, 7]);
  expect(splitter.push(picture, 100)).toEqual([]);
  expect(splitter.push(picture, 200)).toMatchObject([{ arrivedAtMs: 100 }]);
  expect(splitter.flush()).toMatchObject([{ arrivedAtMs: 200 }]);
});

test('bytes without a start code are thrown away and counted, never kept', () => {
  const splitter = new AnnexBSplitter();
  expect(splitter.push(Buffer.alloc(MAX_NAL_UNIT_BYTES + 1, 7), 0)).toEqual([]);
  expect(splitter.bytesDiscarded).toBe(MAX_NAL_UNIT_BYTES + 1);
  expect(splitter.push(Buffer.from([0, 0, 1, 0x65, 0x88, 1]), 1)).toEqual([]);
  expect(splitter.flush()).toHaveLength(1);
});
