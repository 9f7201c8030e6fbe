import { emptyTracker, updateTracks } from '@lamppost/detectors';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { alternate, quantile, spreadOf } from './spread.js';
import { traffic } from './traffic.js';

const COUNTS = [5, 20, 50, 200] as const;
const LOOK_MS = 200;
const AIM_COUNT = 50;
/** Looks before the measured ones: tracks begin, and the compiler gets to know the code. */
const WARM_UP_LOOKS = 50;
const US_PER_MS = 1000;

interface Pass {
  readonly medianUs: number;
  readonly p95Us: number;
  readonly tracks: number;
}

function passOver(count: number, looks: number): Pass {
  const street = traffic(count, WARM_UP_LOOKS + looks, LOOK_MS);
  const timesUs: number[] = [];
  let state = emptyTracker();
  for (const [look, detections] of street.entries()) {
    const startedMs = performance.now();
    ({ state } = updateTracks(state, 1_000_000 + look * LOOK_MS, detections));
    const tookUs = (performance.now() - startedMs) * US_PER_MS;
    if (look >= WARM_UP_LOOKS) timesUs.push(tookUs);
  }
  return { medianUs: quantile(timesUs, 0.5), p95Us: quantile(timesUs, 0.95), tracks: state.tracks.length };
}

/** Slope of a straight line through the logarithms: 1 when time grows as the number does, 2 when as its square. */
function growthExponent(points: readonly { readonly count: number; readonly us: number }[]): number {
  const logs = points.map(({ count, us }) => ({ x: Math.log(count), y: Math.log(us) }));
  const mean = (pick: (log: { x: number; y: number }) => number) =>
    logs.reduce((sum, log) => sum + pick(log), 0) / logs.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const covariance = mean(({ x, y }) => (x - meanX) * (y - meanY));
  return covariance / mean(({ x }) => (x - meanX) ** 2);
}

/** Time that the tracker takes for a look, by the number of objects. */
export async function benchTracker({ isQuick, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, looks] = isQuick ? [1, 20] : [7, 300];
  onProgress(`${rounds} rounds of ${COUNTS.join(', ')} objects, ${looks} looks each`);
  const passes = await alternate(
    rounds,
    Object.fromEntries(COUNTS.map((count) => [String(count), () => passOver(count, looks)])),
  );
  const byCount = COUNTS.map((count) => ({ count, of: passes[String(count)] ?? [] }));
  const figures = byCount.flatMap(({ count, of }) => [
    figureOf(
      `update, ${count} objects, median`,
      'us',
      of.map(({ medianUs }) => medianUs),
    ),
    figureOf(
      `update, ${count} objects, 95th percentile`,
      'us',
      of.map(({ p95Us }) => p95Us),
    ),
  ]);
  const medianUs = (count: number) => spreadOf((passes[String(count)] ?? []).map((pass) => pass.medianUs)).median;
  return {
    question: `How long does the tracker take for one look at ${AIM_COUNT} objects?`,
    method:
      'updateTracks alone on detections made beforehand: objects in 12 lanes, 40 % of them standing, 5 a second, boxes that tremble by 2 %, 5 % missed, some false. Each round takes all numbers of objects in turn; the result is the median over rounds of the median over looks.',
    result: medianUs(AIM_COUNT) / US_PER_MS,
    unit: 'ms',
    aim: { comparison: 'below', limit: 1 },
    figures,
    facts: {
      looksMeasured: looks,
      rounds,
      ...Object.fromEntries(byCount.map(({ count, of }) => [`tracksAt${count}`, of.at(-1)?.tracks ?? 0])),
      growthExponent: growthExponent(COUNTS.map((count) => ({ count, us: medianUs(count) }))),
    },
  };
}
