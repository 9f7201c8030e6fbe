import type { CaseDetail } from '../cloud/use-case.js';

/** A value that a monitor measured, in the unit of its series. */
export interface Point {
  readonly atMs: number;
  readonly value: number;
  /** Whether it counted; what the monitor itself, or the gateway, calls doubtful does not. */
  readonly isValid: boolean;
  /** HJ 212 data flag. */
  readonly flag: string;
  /** What the gateway noticed about it. */
  readonly marks: readonly string[];
}

/** What one monitor measured of one factor, oldest first. */
export interface Series {
  readonly sensorId: string;
  /** HJ 212 code. */
  readonly factor: string;
  readonly unit: string;
  readonly points: readonly Point[];
}

/** The window that a rule judged: its mean against its limit. */
export interface JudgedWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly mean: number;
  readonly limit: number | null;
}

const MS_PER_SECOND = 1_000;
/** As gateways word it. */
const MEAN = /^mean of (\S+) over (\d+) s at (\S+)$/;

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function readPoint(given: Readonly<Record<string, unknown>>): Point | null {
  const { atMs, value, isValid, flag, marks } = given;
  if (typeof atMs !== 'number' || typeof value !== 'number' || typeof isValid !== 'boolean') return null;
  const noticed = Array.isArray(marks) ? marks.filter((mark) => typeof mark === 'string') : [];
  return { atMs, value, isValid, flag: typeof flag === 'string' ? flag : '', marks: noticed };
}

/** The series of the readings that packages hold (`readings.json` of each), each reading once; what is no reading of a known form is left out. */
export function readSeries(files: readonly unknown[]): Series[] {
  const found = new Map<string, Omit<Series, 'points'> & { readonly points: Map<number, Point> }>();
  const readings = files.flatMap((file): readonly unknown[] =>
    isRecord(file) && Array.isArray(file.readings) ? file.readings : [],
  );
  for (const given of readings) {
    if (!isRecord(given)) continue;
    const { sensorId, factor, unit } = given;
    const point = readPoint(given);
    if (point === null || typeof sensorId !== 'string' || typeof factor !== 'string' || typeof unit !== 'string')
      continue;
    const key = JSON.stringify([sensorId, factor, unit]);
    const series = found.get(key) ?? { sensorId, factor, unit, points: new Map<number, Point>() };
    series.points.set(point.atMs, point);
    found.set(key, series);
  }
  return [...found.values()].map((series) => ({
    ...series,
    points: [...series.points.values()].sort((a, b) => a.atMs - b.atMs),
  }));
}

/** The window of a series that the violation was judged by; null for a series that only goes with it. */
export function findJudgedWindow(
  { sensorId, factor }: Pick<Series, 'sensorId' | 'factor'>,
  { explanation, triggeredAtMs }: Pick<CaseDetail['violation'], 'explanation' | 'triggeredAtMs'>,
): JudgedWindow | null {
  for (const { condition, value, limit } of explanation) {
    const [, ofFactor, seconds, atSensor] = MEAN.exec(condition) ?? [];
    if (ofFactor !== factor || atSensor !== sensorId || value === null) continue;
    return { fromMs: triggeredAtMs - Number(seconds) * MS_PER_SECOND, toMs: triggeredAtMs, mean: value, limit };
  }
  return null;
}
