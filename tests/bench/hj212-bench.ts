import { hj212Crc } from '@lamppost/contracts';
import { encodeHj212RealTime } from '@lamppost/device-sim';
import { cutFrames, parseFrame, planUnits, toReadings } from '@lamppost/gateway';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { ownProcessorSeconds } from './processor-time.js';
import { seededRandom } from './seeded-random.js';
import { alternate, spreadOf } from './spread.js';

const FRAMES = 2_000;
const SEGMENT_AT = 6;
const CRC_BYTES = 4;
const PLAN = planUnits({ a34001: 'ug/m3', a34002: 'ug/m3', a34004: 'ug/m3' });
const FACTORS = ['a34001', 'a34002', 'a34004', 'a01001', 'a01002', 'LA'] as const;
const SEED = 212;
const STARTED_AT_MS = Date.UTC(2026, 2, 1);

/** What a monitor sends over an hour or so: frames of six factors, each with its own time and values. */
function stream(): Buffer {
  const random = seededRandom(SEED);
  const frames = Array.from({ length: FRAMES }, (_, index) =>
    encodeHj212RealTime({
      measuredAtMs: STARTED_AT_MS + index * 2_000,
      mn: '010000A8900016F000169DC0',
      pw: '123456',
      values: FACTORS.map((factor) => ({ factor, value: random() * 90, flag: 'N' })),
    }),
  );
  return Buffer.concat(frames);
}

/** Frames a second of processor time that some work gets through. */
function rateOf(passes: number, work: () => number): number {
  const before = ownProcessorSeconds();
  let frames = 0;
  for (let pass = 0; pass < passes; pass += 1) frames += work();
  return frames / (ownProcessorSeconds() - before);
}

/** How many HJ 212 frames one core reads, out of bytes as they come from a socket. */
export async function benchHj212({ isQuick, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, passes] = isQuick ? [1, 2] : [9, 150];
  const bytes = stream();
  const { frames } = cutFrames(bytes);
  onProgress(`${rounds} rounds of ${passes} times ${frames.length} frames`);
  const parseAll = (): number => {
    let read = 0;
    for (const span of cutFrames(bytes).frames) if (parseFrame(bytes, span).status === 'ok') read += 1;
    return read;
  };
  const readAll = (): number => {
    let values = 0;
    for (const span of cutFrames(bytes).frames) {
      const parsed = parseFrame(bytes, span);
      if (parsed.status === 'ok') values += toReadings(parsed.frame, { sensorId: 'dust', plan: PLAN }).readings.length;
    }
    return values / FACTORS.length;
  };
  const checkAll = (): number => {
    let intact = 0;
    for (const { start, end } of frames) if (hj212Crc(bytes, start + SEGMENT_AT, end - CRC_BYTES) >= 0) intact += 1;
    return intact;
  };
  const runs = await alternate(rounds, {
    parse: () => rateOf(passes, parseAll),
    readings: () => rateOf(passes, readAll),
    crc: () => rateOf(passes * 4, checkAll),
  });
  const share = runs.parse.map((rate, round) => rate / (runs.crc[round] ?? Number.NaN));
  return {
    question: 'How many HJ 212 frames a second does one core read, from bytes in a buffer to the parsed frame?',
    method: `${frames.length} frames of ${FACTORS.length} factors (${Math.round(bytes.length / frames.length)} bytes each) in one buffer, cut by their length, CRC checked, header read, parameters found; ${passes} times over in each round. result = median of the frames a second of processor time. Beside it, in turns: the same up to the readings in their units, and the limit, which is the CRC alone over the same bytes.`,
    result: spreadOf(runs.parse).median,
    unit: 'frames/s',
    aim: { comparison: 'at least', limit: 200_000 },
    figures: [
      figureOf('from bytes to parsed frames', 'frames/s', runs.parse),
      figureOf('from bytes to readings', 'frames/s', runs.readings),
      figureOf('CRC alone, over the same bytes', 'frames/s', runs.crc),
      figureOf('parsed frames against the CRC alone', 'ratio', share),
    ],
    facts: { framesInBuffer: frames.length, bytesInBuffer: bytes.length, readingsOfFrame: FACTORS.length },
  };
}
