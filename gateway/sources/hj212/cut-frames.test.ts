import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildFrame } from './build-frame.js';
import { type CutOptions, MAX_SEGMENT_BYTES, cutFrames } from './cut-frames.js';
import { STANDARD_VECTORS } from './standard-vectors.js';

const VECTORS = Object.values(STANDARD_VECTORS);
const [FIRST = '', SECOND = ''] = VECTORS;
/** A frame as it is cut: without its line end. */
const bare = (frame: string) => frame.replace(/\r\n$/, '');

/** What is cut, as text. */
function cut(input: string | Buffer, options?: CutOptions) {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'latin1') : input;
  const { frames, garbage, restAt } = cutFrames(bytes, options);
  const textOf = ({ start, end }: { start: number; end: number }) => bytes.toString('latin1', start, end);
  return { frames: frames.map(textOf), garbage: garbage.map(textOf), rest: bytes.toString('latin1', restAt) };
}

test('frames without anything between them are cut', () => {
  expect(cut(VECTORS.join(''))).toEqual({ frames: VECTORS.map(bare), garbage: [], rest: '' });
});

test('garbage around frames is kept and does not cost a frame', () => {
  expect(cut(`\r\n${FIRST}##12x4#${SECOND}&&noise#`)).toEqual({
    frames: [FIRST, SECOND].map(bare),
    garbage: ['\r\n##12x4#', '\r\n&&noise'],
    rest: '#',
  });
});

test('line ends, blanks and zero bytes between frames are no garbage', () => {
  expect(cut(`\0\0 ${FIRST}\r\n\n${SECOND}\0`).garbage).toEqual([]);
});

test('a frame that was cut short does not swallow the next', () => {
  const torn = FIRST.slice(0, 60);
  expect(cut(torn + SECOND + SECOND)).toEqual({
    frames: [SECOND, SECOND].map(bare),
    garbage: [torn],
    rest: '',
  });
});

test('an unfinished frame waits, unless no more bytes will come', () => {
  const torn = `##0900QN=1;${FIRST}`;
  expect(cut(torn).rest).toBe(torn);
  expect(cut(torn, { endOfInput: true })).toEqual({ frames: [bare(FIRST)], garbage: ['##0900QN=1;'], rest: '' });
});

test('a segment that holds &&, CR LF and ## is cut by its length', () => {
  const frame = buildFrame('QN=1;CN=2011;CP=&&\r\n&&##0001\r\n&&').toString('latin1');
  expect(cut(frame + frame).frames).toEqual([bare(frame), bare(frame)]);
});

test('a declared length above the maximum is not waited for', () => {
  expect(cut(buildFrame('x'.repeat(MAX_SEGMENT_BYTES))).frames).toHaveLength(1);
  const tooLong = cut(buildFrame('x'.repeat(MAX_SEGMENT_BYTES + 1)).subarray(0, 100));
  expect(tooLong.rest).toBe('');
  expect(tooLong.garbage).toHaveLength(1);
});

test.each(['', '\n', '\r'])('a monitor that ends its frames in %j is understood', (end) => {
  expect(cut(bare(FIRST) + end + bare(SECOND) + end).frames).toEqual([FIRST, SECOND].map(bare));
});

test('without a line end a wrong CRC makes a frame only where nothing more can come', () => {
  const wrong = bare(FIRST).replace('1C80', '1C81');
  expect(cut(wrong)).toEqual({ frames: [], garbage: [], rest: wrong });
  expect(cut(wrong, { endOfInput: true }).frames).toEqual([wrong]);
  expect(cut(wrong + SECOND)).toEqual({ frames: [bare(SECOND)], garbage: [wrong], rest: '' });
});

const segment = fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 60 }), fc.constantFrom('##', '##0004', '\r\n'));
const piece = fc.oneof(
  segment.map((text) => buildFrame(text)),
  fc.constantFrom(...VECTORS, ...VECTORS.map(bare)).map((text) => Buffer.from(text, 'latin1')),
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom('#', '##', '##00', '##0100', '##9999', '\r\n').map((text) => Buffer.from(text, 'latin1')),
);
const stream = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces));

test('no byte that says something is lost or made up, and the rest is bounded', () => {
  fc.assert(
    fc.property(stream, fc.boolean(), (bytes, endOfInput) => {
      const { frames, garbage, restAt } = cutFrames(bytes, { endOfInput });
      const parts = [...frames, ...garbage].sort((a, b) => a.start - b.start);
      let at = 0;
      for (const { start, end } of [...parts, { start: restAt, end: bytes.length }]) {
        expect(bytes.toString('latin1', at, start)).toMatch(/^[\r\n \0]*$/);
        expect(end).toBeGreaterThanOrEqual(start);
        at = end;
      }
      expect(bytes.length - restAt).toBeLessThan(MAX_SEGMENT_BYTES + 12);
      if (endOfInput) expect(restAt).toBe(bytes.length);
    }),
    { numRuns: 1000, seed: 2017 },
  );
});

test('it does not matter how a stream is chopped', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 8 }), (bytes, cuts) => {
      const edges = [...cuts.map((each) => each % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b);
      const frames: string[] = [];
      let rest = '';
      for (const [index, edge] of edges.entries()) {
        const chopped = cut(rest + bytes.toString('latin1', edges[index - 1] ?? 0, edge));
        frames.push(...chopped.frames);
        ({ rest } = chopped);
      }
      const whole = cut(bytes);
      expect(frames).toEqual(whole.frames);
      expect(rest).toBe(whole.rest);
    }),
    { numRuns: 1000, seed: 2025 },
  );
});
