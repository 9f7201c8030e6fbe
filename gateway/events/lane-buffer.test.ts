import { describe, expect, test } from 'vitest';
import {
  type BufferAnswer,
  type LaneBuffer,
  MAX_BEHIND_MS,
  MAX_PENDING,
  emptyBuffer,
  offer,
  setBack,
  tick,
} from './lane-buffer.js';
import type { Moment } from './moment.js';

const TOLERANCE_MS = 15_000;
const T0 = 1_760_000_000_000;

const moment = (second: number, sourceId = 'dust'): Moment => ({
  kind: 'reading',
  atMs: T0 + second * 1000,
  sourceId,
  factor: 'a34001',
});
const offerAt = (buffer: LaneBuffer, second: number, source = 0, tickSecond: number | null = null): BufferAnswer => {
  const tickMs = tickSecond === null ? null : T0 + tickSecond * 1000;
  const event = { source, atMs: T0 + second * 1000, moment: moment(second, `dust-${source}`), tickMs };
  return offer(buffer, event, TOLERANCE_MS);
};
const seconds = ({ ready }: Pick<BufferAnswer, 'ready'>) => ready.map(({ atMs }) => (atMs - T0) / 1000);

describe('a lane', () => {
  test('gives out in order what is older than the tolerance, and calls late what comes after', () => {
    let answer = offerAt(emptyBuffer(1), 20);
    answer = offerAt(answer.buffer, 10);
    expect(offerAt(answer.buffer, 10).fate).toBe('duplicate');
    answer = offerAt(answer.buffer, 26);
    expect(seconds(answer)).toEqual([10]);
    answer = offerAt(answer.buffer, 40);
    expect(seconds(answer)).toEqual([20]);
    expect(offerAt(answer.buffer, 24)).toMatchObject({ fate: 'late', ready: [] });
    expect(offerAt(answer.buffer, 25).fate).toBe('taken');
  });

  test('waits for its slowest source, and no longer than that one is heard', () => {
    let answer = offerAt(emptyBuffer(2), 0, 0, 0);
    answer = offerAt(answer.buffer, 0, 1, 0);
    answer = offerAt(answer.buffer, 60, 1, 10);
    expect(seconds(answer)).toEqual([]);
    // Source 0 has been silent for its tolerance: source 1 goes on alone.
    answer = offerAt(answer.buffer, 62, 1, 16);
    expect(seconds(answer)).toEqual([0, 0]);
  });

  test('lets no source hold it that is far behind, whether time ticks or not', () => {
    let answer = offerAt(emptyBuffer(2), 0, 0);
    answer = offerAt(answer.buffer, MAX_BEHIND_MS / 1000, 1);
    expect(seconds(answer)).toEqual([]);
    answer = offerAt(answer.buffer, MAX_BEHIND_MS / 1000 + 16, 1);
    expect(seconds(answer)).toEqual([0]);
  });

  test('gives out all when every source is silent; a clock that is set back waits anew', () => {
    const { buffer } = offerAt(emptyBuffer(1), 20, 0, 1_000);
    expect(tick(buffer, T0 + 1_014_000, TOLERANCE_MS).ready).toEqual([]);
    expect(seconds(tick(buffer, T0 + 1_015_000, TOLERANCE_MS))).toEqual([20]);
    const back = tick(buffer, T0, TOLERANCE_MS);
    expect(back.ready).toEqual([]);
    expect(seconds(tick(back.buffer, T0 + 15_000, TOLERANCE_MS))).toEqual([20]);
  });

  test('begins anew when a clock was set back', () => {
    const { buffer } = offerAt(emptyBuffer(1), 3_600);
    const back = setBack(buffer, 0, T0, null);
    expect(seconds(back)).toEqual([3_600]);
    expect(offerAt(back.buffer, 1).fate).toBe('taken');
  });

  test('is bounded: the oldest are judged before their time, in their order, and counted', () => {
    let { buffer } = offerAt(emptyBuffer(1), 0);
    let hurried = 0;
    const judged: number[] = [];
    for (let index = 1; index <= MAX_PENDING + 9; index += 1) {
      const atMs = T0 + index;
      const answer = offer(buffer, { source: 0, atMs, moment: { ...moment(0), atMs }, tickMs: null }, TOLERANCE_MS);
      ({ buffer } = answer);
      hurried += answer.hurried;
      judged.push(...answer.ready.map((one) => one.atMs - T0));
    }
    expect(buffer.pending).toHaveLength(MAX_PENDING);
    expect([hurried, judged]).toEqual([10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
  });
});
