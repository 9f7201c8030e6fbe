import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PictureSieve, type StreamPicture } from './picture-sieve.js';

const FRAME_MS = 40;
const OPTIONS = { longestGapMs: 4_200, frameEveryMs: 200, askEveryMs: 900 };

function picture(ptsMs: number, isRefresh: boolean, bytes = 1_000): StreamPicture {
  const body = Buffer.alloc(bytes);
  return { ptsMs, clusterMs: ptsMs, isKey: isRefresh, isRefresh, body, picture: body };
}

/** A stream of pictures whose refresh pictures come so far apart. */
function stream(frames: number, gop: number, bytes = 1_000): StreamPicture[] {
  return Array.from({ length: frames }, (_, index) => picture(index * FRAME_MS, index % gop === 0, bytes));
}

/** A decoder that owes frames: it shows one when so many more pictures have come. Frames come at most 5 a second. */
class LaggingDecoder {
  readonly given: StreamPicture[] = [];
  private readonly held: StreamPicture[] = [];
  private shownMs = -Infinity;

  constructor(private readonly lag: number) {}

  /** Frames that come out when pictures go in. */
  give(pictures: readonly StreamPicture[]): number[] {
    return pictures.flatMap((next) => {
      this.given.push(next);
      this.held.push(next);
      const out = this.held.length > this.lag ? this.held.shift() : undefined;
      if (out === undefined || out.ptsMs - this.shownMs < 180) return [];
      this.shownMs = out.ptsMs;
      return [out.ptsMs];
    });
  }
}

/** Plays a stream past a sieve and a decoder; whether a frame shows nothing is told by its time. */
function play(pictures: readonly StreamPicture[], isStill: (ptsMs: number) => boolean, lag = 0) {
  const sieve = new PictureSieve(OPTIONS);
  const decoder = new LaggingDecoder(lag);
  const frames: number[] = [];
  const rested: { ptsMs: number; isResting: boolean }[] = [];
  for (const next of pictures) {
    let due = decoder.give(sieve.take(next));
    while (due.length > 0) {
      frames.push(...due);
      due = due.flatMap((ptsMs) => decoder.give(sieve.judged(ptsMs, isStill(ptsMs))));
    }
    rested.push({ ptsMs: next.ptsMs, isResting: sieve.isResting });
  }
  const restedAt = (ms: number) => rested.find(({ ptsMs }) => ptsMs >= ms)?.isResting;
  return { sieve, given: decoder.given, frames, restedAt };
}

/** Whether a decoder can decode what it was given: nothing is missing before any picture that stands on others. */
function expectDecodable(given: readonly StreamPicture[], all: readonly StreamPicture[]): void {
  const placeOf = new Map(all.map(({ ptsMs }, index) => [ptsMs, index]));
  let at: number | null = null;
  for (const { ptsMs, isRefresh } of given) {
    const place = placeOf.get(ptsMs);
    // A copy stands where its original does.
    if (isRefresh) at = place ?? at;
    else {
      expect(place).toBe((at ?? NaN) + 1);
      at = place ?? null;
    }
  }
}

describe('a camera before which nothing moves', () => {
  test('has only its refresh pictures decoded', () => {
    const { given, restedAt, sieve, frames } = play(stream(1_000, 50), () => true);
    expect(restedAt(0)).toBe(false);
    expect(restedAt(10_000)).toBe(true);
    const late = given.filter(({ ptsMs }) => ptsMs > 10_000);
    expect(late.map(({ ptsMs }) => ptsMs)).toEqual(
      [12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38].map((s) => s * 1000),
    );
    expect(frames.filter((ptsMs) => ptsMs > 10_000)).toEqual(late.map(({ ptsMs }) => ptsMs));
    expect(given.length + sieve.left).toBeGreaterThan(940);
  });

  test('rests neither when its refresh pictures come seldom, nor once they do, nor when there are none', () => {
    const seldom = play(stream(2_000, 130), () => true);
    expect(seldom.given).toHaveLength(2_000);
    const once = [...stream(501, 50), ...stream(3_000, 2_000).slice(501)];
    const { given, restedAt } = play(once, () => true);
    expect(restedAt(23_000)).toBe(true);
    expect(restedAt(24_400)).toBe(false);
    expect(given.filter(({ ptsMs }) => ptsMs >= 20_000)).toEqual(once.slice(500));
    expect(play(stream(1_000, 5_000), () => true).given).toHaveLength(1_000);
  });

  test('is not asked more often than needed, however often refresh pictures come', () => {
    const { given } = play(stream(2_000, 1), () => true);
    expect(given.filter(({ ptsMs }) => ptsMs >= 40_000).length).toBeLessThanOrEqual(45);
  });

  test('wakes when too much waits, or sizes leap', () => {
    const large = stream(600, 100, 200_000);
    const full = play(large, () => true);
    expectDecodable(full.given, large);
    expect(full.given.length).toBeGreaterThan(300);
    const leaping = stream(1_000, 50).map((next) =>
      next.ptsMs > 30_500 && !next.isRefresh ? picture(next.ptsMs, false, 3_000) : next,
    );
    const { restedAt, given } = play(leaping, (ptsMs) => ptsMs < 30_500);
    expect(restedAt(30_500)).toBe(true);
    expect(restedAt(30_800)).toBe(false);
    expect(given.filter(({ ptsMs }) => ptsMs >= 30_000)).toEqual(leaping.filter(({ ptsMs }) => ptsMs >= 30_000));
  });
});

test('whatever moves when, with any GOP and any decoder: all that is given can be decoded, and nothing is lost behind a frame that shows motion', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 100 }),
      fc.integer({ min: 0, max: 4 }),
      fc.array(
        fc.record({ stillMs: fc.integer({ min: 500, max: 20_000 }), movingMs: fc.integer({ min: 40, max: 5_000 }) }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      (gop, lag, spells) => {
        const turns: { fromMs: number; toMs: number }[] = [];
        let atMs = 0;
        for (const { stillMs, movingMs } of spells) {
          turns.push({ fromMs: atMs + stillMs, toMs: atMs + stillMs + movingMs });
          atMs += stillMs + movingMs;
        }
        const isStill = (ptsMs: number) => !turns.some(({ fromMs, toMs }) => ptsMs >= fromMs && ptsMs < toMs);
        const pictures = stream(Math.ceil(atMs / FRAME_MS) + 50, gop);
        const { given, frames } = play(pictures, isStill, lag);
        expectDecodable(given, pictures);
        expect(frames).toEqual([...frames].sort((a, b) => a - b));
        const isGiven = new Set(given.map(({ ptsMs }) => ptsMs));
        for (const movedMs of frames.filter((ptsMs) => !isStill(ptsMs))) {
          // All that came since, up to the next refresh picture behind which it may rest again.
          const since = pictures.filter(({ ptsMs }) => ptsMs >= movedMs && ptsMs < movedMs + gop * FRAME_MS);
          const calm = frames.find((ptsMs) => ptsMs > movedMs && isStill(ptsMs)) ?? Infinity;
          for (const { ptsMs } of since) if (ptsMs <= calm) expect(isGiven.has(ptsMs)).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('a decoder that lags is given copies until its frame comes, and is then no later than without', () => {
  for (const lag of [1, 2, 4]) {
    const { frames, restedAt, given } = play(stream(2_500, 50), () => true, lag);
    expect(restedAt(99_000)).toBe(true);
    // Each refresh picture is judged before the next one comes.
    expect(frames.filter((ptsMs) => ptsMs % 2_000 === 0 && ptsMs >= 40_000)).toHaveLength(30);
    const copies = given.filter(({ ptsMs }) => ptsMs >= 60_000 && ptsMs < 62_000).length;
    expect(copies).toBeGreaterThan(lag);
    expect(copies).toBeLessThanOrEqual(5);
  }
});

test('a decoder that lags further still gives frames all the time', () => {
  const { frames, given } = play(stream(2_500, 50), () => true, 12);
  const gaps = frames.slice(1).map((ptsMs, index) => ptsMs - (frames[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2_000);
  expectDecodable(given, stream(2_500, 50));
});
