import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { ELEMENT } from './element-head.js';
import { isRefreshPicture } from './is-refresh-picture.js';
import { MatroskaError } from './matroska-error.js';
import { MatroskaReader } from './matroska-reader.js';
import { type PictureBlock, clusterHead } from './picture-block.js';
import { videoTrackOf } from './video-track.js';

const installer = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };

/** An element; its size is left open where none is given. */
function element(id: number, body: Buffer | 'open' = 'open', sizeBytes = 8): Buffer {
  const digits = id.toString(16);
  const head = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  if (body === 'open') return Buffer.concat([head, Buffer.from('01ffffffffffffff', 'hex')]);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE((1n << BigInt(7 * sizeBytes)) | BigInt(body.length));
  return Buffer.concat([head, size.subarray(8 - sizeBytes), body]);
}

interface MadePicture {
  readonly ptsMs: number;
  readonly isKey: boolean;
  readonly size: number;
  /** How its cluster is written. */
  readonly form: 'simple' | 'group';
  readonly hasOpenCluster: boolean;
}

function simpleBlock(relativeMs: number, flags: number, picture: Buffer): Buffer {
  const head = Buffer.from([0x81, 0, 0, flags]);
  head.writeInt16BE(relativeMs, 1);
  return Buffer.concat([head, picture]);
}

function cluster({ ptsMs, isKey, size, form, hasOpenCluster }: MadePicture): Buffer {
  const picture = Buffer.alloc(size, ptsMs % 251);
  const clusterMs = Math.max(0, ptsMs - 7);
  const time = Buffer.alloc(4);
  time.writeUInt32BE(clusterMs);
  const block = simpleBlock(ptsMs - clusterMs, form === 'simple' && isKey ? 0x80 : 0, picture);
  const reference = isKey ? [] : [element(ELEMENT.referenceBlock, Buffer.from([0xff]), 1)];
  const body = Buffer.concat([
    element(ELEMENT.crc32, Buffer.alloc(4), 1),
    element(ELEMENT.timestamp, time, 1),
    form === 'simple'
      ? element(ELEMENT.simpleBlock, block, 3)
      : element(ELEMENT.blockGroup, Buffer.concat([element(ELEMENT.block, block, 4), ...reference]), 5),
  ]);
  return hasOpenCluster ? Buffer.concat([element(ELEMENT.cluster), body]) : element(ELEMENT.cluster, body, 4);
}

const madeHead = Buffer.concat([
  element(ELEMENT.ebml, Buffer.alloc(20, 0x42), 1),
  element(ELEMENT.segment),
  element(ELEMENT.info, Buffer.alloc(60, 1), 1),
  element(
    ELEMENT.tracks,
    element(ELEMENT.trackEntry, element(ELEMENT.codecId, Buffer.from('V_MPEG4/ISO/AVC'), 1), 2),
    2,
  ),
  element(ELEMENT.tags, Buffer.alloc(300, 1), 2),
]);

const madePictures = fc.array(
  fc.record({
    ptsMs: fc.integer({ min: 0, max: 2 ** 31 }),
    isKey: fc.boolean(),
    size: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 100, max: 3_000 })),
    form: fc.constantFrom('simple' as const, 'group' as const),
    hasOpenCluster: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

function readIn(bytes: Buffer, cuts: readonly number[]) {
  const heads: Buffer[] = [];
  const blocks: PictureBlock[] = [];
  const reader = new MatroskaReader({ onHead: (head) => heads.push(head), onBlock: (block) => blocks.push(block) });
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const end = at + (cuts[turn % cuts.length] ?? bytes.length);
    reader.push(Buffer.from(bytes.subarray(at, end)));
    at = end;
  }
  return { heads, blocks };
}

const whole = (bytes: Buffer) => readIn(bytes, [bytes.length]);

describe('a Matroska reader', () => {
  test('gives each picture once, in order, and the head byte for byte, however the pipe cuts them', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(madePictures, cuts, (pictures, pieces) => {
        const { heads, blocks } = readIn(Buffer.concat([madeHead, ...pictures.map(cluster)]), pieces);
        expect(heads).toEqual([madeHead]);
        expect(blocks.map(({ ptsMs, isKey, picture }) => ({ ptsMs, isKey, picture }))).toEqual(
          pictures.map(({ ptsMs, isKey, size }) => ({ ptsMs, isKey, picture: Buffer.alloc(size, ptsMs % 251) })),
        );
      }),
    );
  });

  test('reads what is written for a decoder as the same pictures', () => {
    fc.assert(
      fc.property(madePictures, (pictures) => {
        const { blocks } = whole(Buffer.concat([madeHead, ...pictures.map(cluster)]));
        const again = whole(Buffer.concat([madeHead, ...blocks.flatMap((block) => [clusterHead(block), block.body])]));
        expect(again.blocks).toEqual(blocks);
      }),
    );
  });

  test('ends in a coded error or waits for more, whatever bytes come', () => {
    const rubbish = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      // Good bytes of which one went wrong.
      fc.tuple(madePictures, fc.nat(), fc.nat(255)).map(([pictures, place, value]) => {
        const bytes = Buffer.concat([madeHead, ...pictures.map(cluster)]);
        bytes[place % bytes.length] = value;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(rubbish, (bytes) => {
        try {
          whole(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(MatroskaError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  const block = element(ELEMENT.simpleBlock, simpleBlock(0, 0, Buffer.alloc(4)));
  const time = element(ELEMENT.timestamp, Buffer.from([1]));
  test.each([
    ['matroska.unknown-element', Buffer.from('not matroska at all')],
    ['matroska.unknown-element', Buffer.alloc(8)],
    ['matroska.too-large', Buffer.concat([madeHead, element(ELEMENT.info, Buffer.alloc(2 ** 20))])],
    [
      'matroska.too-large',
      Buffer.concat([madeHead, element(ELEMENT.cluster), time, Buffer.from('a30840000000', 'hex')]),
    ],
    ['matroska.no-size', Buffer.concat([madeHead, element(ELEMENT.info)])],
    ['matroska.no-time', Buffer.concat([madeHead, element(ELEMENT.cluster), block])],
    ['matroska.no-time', Buffer.concat([madeHead, element(ELEMENT.cluster), time, element(ELEMENT.cluster), block])],
    ['matroska.no-time', Buffer.concat([madeHead, element(ELEMENT.timestamp, Buffer.alloc(8))])],
    [
      'matroska.bad-block',
      Buffer.concat([madeHead, element(ELEMENT.cluster), time, element(ELEMENT.simpleBlock, Buffer.alloc(3))]),
    ],
    [
      'matroska.bad-block',
      Buffer.concat([
        madeHead,
        element(ELEMENT.cluster),
        time,
        element(ELEMENT.simpleBlock, simpleBlock(0, 4, Buffer.alloc(9))),
      ]),
    ],
    [
      'matroska.bad-block',
      Buffer.concat([madeHead, element(ELEMENT.cluster), time, element(ELEMENT.blockGroup, Buffer.alloc(0))]),
    ],
  ])('refuses what it cannot read as %s', (code, bytes) => {
    expect(() => whole(bytes)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test('says that there is no track where there is none', () => {
    expect(() => videoTrackOf(element(ELEMENT.ebml, Buffer.alloc(3)))).toThrow('matroska.no-track');
  });
});

describe.each([
  ["the system's ffmpeg", 'ffmpeg'],
  ["npm's ffmpeg", installer.path],
])('the Matroska of %s', (_name, path) => {
  const encode = (...codec: string[]) =>
    execFileSync(path, [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=128x96:rate=10:duration=4', '-pix_fmt', 'yuv420p'],
      ...[...codec, '-f', 'matroska', '-live', '1', '-cluster_time_limit', '0', '-write_crc32', '0', 'pipe:1'],
    ]);
  const x265 = (gop: string) => ['-c:v', 'libx265', '-x265-params', `log-level=none:${gop}`];
  test.each([
    ['h264', 'each GOP', 4, ['-c:v', 'libx264', '-g', '10', '-bf', '0']],
    ['h264', 'each GOP with B frames', 4, ['-c:v', 'libx264', '-g', '10', '-bf', '2']],
    ['h264', 'the first stripe alone', 1, ['-c:v', 'libx264', '-g', '10', '-x264-params', 'intra-refresh=1']],
    ['h265', 'each GOP', 4, x265('keyint=10:min-keyint=10:open-gop=0')],
    ['other', 'every picture', 40, ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p']],
  ] as const)('is read as %s, and decoding can begin with %s', (codec, _what, refreshing, args) => {
    const { heads, blocks } = whole(encode(...args));
    const track = videoTrackOf(heads[0] ?? Buffer.alloc(0));
    expect(track.codec).toBe(codec);
    expect(blocks.map(({ ptsMs }) => ptsMs).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, index) => index * 100),
    );
    expect(blocks.filter(({ picture }) => isRefreshPicture(picture, track))).toHaveLength(refreshing);
  });
});
