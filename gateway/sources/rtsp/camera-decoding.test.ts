import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { type FfmpegBinary, findFfmpeg } from '@lamppost/detectors';
import { describe, expect, test } from 'vitest';
import { FrameDecoder } from './frame-decoder.js';
import { isRefreshPicture } from './matroska/is-refresh-picture.js';
import { MatroskaReader } from './matroska/matroska-reader.js';
import { videoTrackOf } from './matroska/video-track.js';
import { PictureSieve, type StreamPicture } from './picture-sieve.js';

const installer = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };
const SECONDS = 16;
const FRAMES_PER_SECOND = 10;
/** Pictures that may be ahead of the last frame: more than a decoder holds back for those between others, and to know the stream. */
const AHEAD_MS = 2_500;
/** Time for a frame that may only come once more pictures have. */
const PATIENCE_MS = 400;
const MOVES = { fromMs: 10_300, toMs: 12_000 };
const X265 = 'keyint=10:min-keyint=10:open-gop=0:log-level=none';

/** A stream with a refresh picture each second, as it comes from a camera. */
function picturesOf({ path }: FfmpegBinary, codec: readonly string[]) {
  const bytes = execFileSync(path, [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=320x192:rate=${FRAMES_PER_SECOND}:duration=${SECONDS}`],
    ...['-pix_fmt', 'yuv420p', ...codec, '-f', 'matroska', '-live', '1', '-cluster_time_limit', '0', 'pipe:1'],
  ]);
  const heads: Buffer[] = [];
  const pictures: StreamPicture[] = [];
  const reader = new MatroskaReader({
    onHead: (head) => heads.push(head),
    onBlock: (block) => {
      const isRefresh = isRefreshPicture(block.picture, videoTrackOf(heads[0] ?? Buffer.alloc(0)));
      pictures.push({ ...block, isRefresh });
    },
  });
  reader.push(bytes);
  return { head: heads[0] ?? Buffer.alloc(0), pictures };
}

/** Plays a stream past a sieve and a decoder, and tells when which frames came; time is the stream's. */
async function play(ffmpeg: FfmpegBinary, codec: readonly string[]) {
  const { head, pictures } = picturesOf(ffmpeg, codec);
  const sieve = new PictureSieve({ longestGapMs: 1_500, frameEveryMs: 100, askEveryMs: 900 });
  const isStill = (ptsMs: number) => ptsMs < MOVES.fromMs || ptsMs > MOVES.toMs;
  let told: () => void = () => undefined;
  const frames: number[] = [];
  const errors: unknown[] = [];
  const decoder: FrameDecoder = new FrameDecoder(head, {
    ...{ ffmpeg, looksPerSecond: FRAMES_PER_SECOND, frameSize: { width: 128, height: 96 } },
    onFrame: ({ bytes, ptsMs }) => {
      frames.push(ptsMs ?? NaN);
      told();
      decoder.release(bytes);
      give(sieve.judged(ptsMs ?? NaN, isStill(ptsMs ?? NaN)));
    },
    onError: (error) => errors.push(error),
  });
  const give = (chosen: readonly StreamPicture[]) => {
    for (const picture of chosen) decoder.give(picture);
  };
  const come = async (isThere: () => boolean, ms: number) => {
    const deadlineMs = performance.now() + ms;
    while (!isThere() && performance.now() < deadlineMs)
      await Promise.race([new Promise<void>((resolve) => (told = resolve)), wait(20)]);
  };
  for (const picture of pictures) {
    give(sieve.take(picture));
    const isNear = (ms: number) => () => (frames.at(-1) ?? 0) >= picture.ptsMs - ms;
    // As in a camera's own time: a frame that can come does before the next picture.
    if (!sieve.isResting) await come(isNear(AHEAD_MS), 20_000);
    else if (picture.isRefresh) await come(isNear(0), PATIENCE_MS);
  }
  give(sieve.wake());
  decoder.finish();
  await decoder.ended;
  return { frames, errors, left: sieve.left };
}

describe.each([
  ["the system's ffmpeg", 'ffmpeg'],
  ["npm's ffmpeg", installer.path],
])('decoding with %s', (_name, path) => {
  test.each([
    ['H.264', ['-c:v', 'libx264', '-g', '10', '-bf', '0']],
    ['H.264 with B frames', ['-c:v', 'libx264', '-g', '10', '-bf', '3']],
    ['H.265', ['-c:v', 'libx265', '-x265-params', `${X265}:bframes=0`]],
    ['H.265 with B frames', ['-c:v', 'libx265', '-x265-params', `${X265}:bframes=3`]],
  ])('%s rests, and gives every frame from the first that moves on, in order', async (_codec, codec) => {
    const { frames, errors, left } = await play(await findFfmpeg(path), codec);
    expect(errors).toEqual([]);
    expect(left).toBeGreaterThan(20);
    expect(frames).toEqual([...frames].sort((a, b) => a - b));
    // At rest only those at which decoding can begin.
    const waking = frames.find((ptsMs) => ptsMs >= MOVES.fromMs) ?? NaN;
    expect(waking % 1000).toBe(0);
    const moving = frames.filter((ptsMs) => ptsMs >= waking && ptsMs <= MOVES.toMs);
    expect(moving).toEqual(Array.from({ length: moving.length }, (_, index) => waking + index * 100));
    expect(moving.at(-1)).toBe(MOVES.toMs);
  });
});
