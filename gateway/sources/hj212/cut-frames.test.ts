import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildFrame } from './build-frame.js';
import { cutFrames, MAX_SEGMENT_BYTES } from './cut-frames.js';
import { STANDARD_VECTORS } from './standard-vectors.js';

const VECTORS = Object.values(STANDARD_VECTORS);

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function textOf(parts: readonly Uint8Array[]): string[] {
  return parts.map((part) => Buffer.from(part).toString('latin1'));
}

test('frames without anything between them are cut', () => {
  const cut = cutFrames(bytesOf(VECTORS.join('')));
  expect(textOf(cut.frames)).toEqual(VECTORS);
  expect(cut.garbage).toEqual([]);
  expect(cut.rest).toHaveLength(0);
});

test('garbage around frames is kept and does not cost a frame', () => {
  const [first = '', second = ''] = VECTORS;
  const cut = cutFrames(bytesOf(`\r\n${first}##12x4#${second}&&noise#`));
  expect(textOf(cut.frames)).toEqual([first, second]);
  expect(textOf(cut.garbage)).toEqual(['\r\n', '##12x4#', '&&noise']);
  expect(textOf([cut.rest])).toEqual(['#']);
});

test('a frame that was cut short does not swallow the next', () => {
  const [first = '', second = ''] = VECTORS;
  const torn = first.slice(0, 60);
  const cut = cutFrames(bytesOf(torn + second + second));
  expect(textOf(cut.frames)).toEqual([second, second]);
  expect(textOf(cut.garbage)).toEqual([torn]);
});

test('an unfinished frame waits, unless no more bytes will come', () => {
  const [first = ''] = VECTORS;
  const torn = `##0900QN=1;${first}`;
  expect(textOf([cutFrames(bytesOf(torn)).rest])).toEqual([torn]);
  const cut = cutFrames(bytesOf(torn), { endOfInput: true });
  expect(textOf(cut.frames)).toEqual([first]);
  expect(textOf(cut.garbage)).toEqual(['##0900QN=1;']);
  expect(cut.rest).toHaveLength(0);
});

test('a segment that holds &&, CR LF and ## is cut by its length', () => {
  const frame = buildFrame('QN=1;CN=2011;CP=&&\r\n&&##0001\r\n&&');
  expect(cutFrames(Buffer.concat([frame, frame])).frames).toEqual([frame, frame]);
});

test('a declared length above the maximum is not waited for', () => {
  const longest = buildFrame('x'.repeat(MAX_SEGMENT_BYTES));
  expect(cutFrames(longest).frames).toHaveLength(1);
  const tooLong = buildFrame('x'.repeat(MAX_SEGMENT_BYTES + 1));
  const cut = cutFrames(tooLong.subarray(0, 100));
  expect(cut.rest).toHaveLength(0);
  expect(cut.garbage).toHaveLength(1);
});

const segment = fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 60 }), fc.constantFrom('##', '##0004', '\r\n'));
const piece = fc.oneof(
  segment.map((text) => buildFrame(text)),
  fc.constantFrom(...VECTORS).map(bytesOf),
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom('#', '##', '##00', '##0100', '##9999', '\r\n').map(bytesOf),
);
const stream = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces));

test('no byte is lost or made up, and the rest is bounded', () => {
  fc.assert(
    fc.property(stream, fc.boolean(), (bytes, endOfInput) => {
      const { frames, garbage, rest } = cutFrames(bytes, { endOfInput });
      const parts = [...frames, ...garbage].sort((a, b) => a.byteOffset - b.byteOffset);
      expect(Buffer.concat([...parts, rest]).equals(bytes)).toBe(true);
      expect(rest.length).toBeLessThan(MAX_SEGMENT_BYTES + 12);
      if (endOfInput) expect(rest).toHaveLength(0);
    }),
  );
});

test('it does not matter how a stream is chopped', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 8 }), (bytes, cuts) => {
      const whole = cutFrames(bytes);
      const edges = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b);
      const frames: Uint8Array[] = [];
      let rest: Uint8Array = new Uint8Array();
      for (const [index, edge] of edges.entries()) {
        const cut = cutFrames(Buffer.concat([rest, bytes.subarray(edges[index - 1] ?? 0, edge)]));
        frames.push(...cut.frames);
        rest = cut.rest;
      }
      expect(textOf(frames)).toEqual(textOf(whole.frames));
      expect(textOf([rest])).toEqual(textOf([whole.rest]));
    }),
  );
});
