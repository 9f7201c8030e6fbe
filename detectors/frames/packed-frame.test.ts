import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { LETTERBOX_GREY, letterboxOf } from '../geometry/letterbox.js';
import { BOTH_FFMPEGS } from '../testing/both-ffmpegs.js';
import { measureLuma } from '../testing/measure-luma.js';
import { parseStamp } from './frame-stamp.js';
import { packedFrameBytes, packedFrameFilters, unpackFrame } from './packed-frame.js';

const FRAMES = 3;
/** The picture's colours are kept to half its resolution, and its values to whole numbers. */
const LARGEST_DIFFERENCE = 5;

async function packedFrames(ffmpeg: string, source: string, frameSize: { width: number; height: number }) {
  const { stdout, stderr } = await promisify(execFile)(
    ffmpeg,
    [
      ...['-hide_banner', '-nostats', '-f', 'lavfi', '-i', source, '-frames:v', String(FRAMES)],
      ...['-vf', packedFrameFilters(frameSize), '-f', 'rawvideo', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 64_000_000 },
  );
  return { bytes: new Uint8Array(stdout), log: stderr.toString() };
}

describe.each(BOTH_FFMPEGS)('by %s', (_, ffmpeg) => {
  test.each([
    ['testsrc2=size=1280x720:rate=5,hue=s=0.3', 1280, 720, { width: 416, height: 256 }],
    ['testsrc2=size=640x480:rate=5,hue=s=0.3,format=yuvj420p', 640, 480, { width: 416, height: 256 }],
    ['testsrc2=size=352x640:rate=5,hue=s=0.3', 352, 640, { width: 416, height: 256 }],
    ['testsrc2=size=1919x1079:rate=5,hue=s=0.3', 1919, 1079, { width: 640, height: 640 }],
  ] as const)('%s comes as picture and grid that agree', async (source, width, height, frameSize) => {
    const { bytes, log } = await packedFrames(ffmpeg, source, frameSize);
    expect(bytes.length).toBe(FRAMES * packedFrameBytes(frameSize));
    expect(log.split('\n').flatMap((line) => parseStamp(line) ?? [])).toEqual([0, 200_000, 400_000]);
    const grids = new Set<string>();
    for (let frame = 0; frame < FRAMES; frame += 1) {
      const packed = bytes.subarray(frame * packedFrameBytes(frameSize), (frame + 1) * packedFrameBytes(frameSize));
      const { data, luma } = unpackFrame(packed, frameSize);
      expect(data.length).toBe(frameSize.width * frameSize.height * 3);
      expect(data.buffer).toBe(packed.buffer);
      const expected = measureLuma(data, frameSize);
      expect(luma).toMatchObject({ columns: expected.columns, rows: expected.rows });
      const differences = expected.data.map((value, cell) => Math.abs(value - (luma.data[cell] ?? 0)));
      expect(Math.max(...differences)).toBeLessThanOrEqual(LARGEST_DIFFERENCE);
      grids.add(luma.data.join());
      // The bars lie where the letterbox says.
      const { left, top } = letterboxOf({ width, height }, frameSize);
      const corner = [data[0], data[((top > 0 ? top - 1 : 0) * frameSize.width + Math.max(0, left - 1)) * 3]];
      expect(corner).toEqual([LETTERBOX_GREY, LETTERBOX_GREY]);
    }
    expect(grids.size).toBe(FRAMES);
  });
});
