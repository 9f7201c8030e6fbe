import type { SensorReading, Violation } from '@lamppost/contracts';
import { type SmokeRegion, parseYaml } from '@lamppost/detectors';
import { describe, expect, test } from 'vitest';
import { RuleDocument } from '../rules/document/rule-document.js';
import type { StateStore } from '../spool/state-store.js';
import { MemoryTimeSeries } from '../time-series/memory-time-series.js';
import { Judge } from './judge.js';
import { evidenceReadings } from './evidence-readings.js';
import { takeReadings } from './take-readings.js';

const START = 1_760_000_000_000;
const MINUTE = 60_000;

const document = parseYaml(
  RuleDocument,
  `
schema: lamppost.rules/1
zones:
  - { id: yard, camera: cam, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]] }
rules:
  - { id: tsp, matter: dust, matterCode: 08 004, severity: 3, sensor: dust-1, factor: a34001, windowSeconds: 900, limit: 1000 }
  - id: fire
    matter: burning
    matterCode: 06 020
    severity: 5
    zone: yard
    forSeconds: 10
    dust: { sensor: dust-1, factor: a34002 }
`,
  'rules.yaml',
);

function reading(minute: number, value: number, factor: SensorReading['factor'] = 'a34002'): SensorReading {
  return { sensorId: 'dust-1', factor, measuredAtMs: START + minute * MINUTE, value, flag: 'N' };
}

/** PM10 of 80 ug/m3 for 40 minutes, then 240. */
const READINGS = Array.from({ length: 45 }, (_, minute) => reading(minute, minute < 40 ? 80 : 240));

const noStates: StateStore = { loadState: () => undefined, saveState: () => undefined };

function judgeOf(found: Violation[]): Judge {
  return new Judge({
    book: { gatewayId: 'pole-1', document },
    states: noStates,
    onViolation: (violation) => void found.push(violation),
  });
}

function run(judge: Judge, readings: readonly SensorReading[]): void {
  for (const each of readings) {
    takeReadings([each], { series: new MemoryTimeSeries(), judge });
    judge.look(smokyLook(each.measuredAtMs + 1_000));
  }
}

function runAll(readings: readonly SensorReading[]): Violation[] {
  const found: Violation[] = [];
  run(judgeOf(found), readings);
  return found;
}

/** The readings as a time series gives them back. */
const stored = (readings: readonly SensorReading[]) => ({
  query: (_: string, factor: string, fromMs: number, toMs: number) =>
    readings.filter((each) => each.factor === factor && each.measuredAtMs >= fromMs && each.measuredAtMs < toMs),
});

/** Smoke that has been there all the time, and by itself is nothing. */
function smokyLook(atMs: number) {
  const box = { x1: 0.4, y1: 0.4, x2: 0.6, y2: 0.6 };
  const looks = { seen: 9, of: 9 };
  const smoke: SmokeRegion = {
    regionId: 1,
    box,
    originBox: box,
    score: 0.9,
    sinceMs: START - MINUTE,
    observedMs: atMs - START,
    lastSeenAtMs: atMs,
    looks,
    background: null,
    growth: null,
    fireSigns: { seen: 0, of: 9 },
  };
  return { cameraId: 'cam', atMs, tracks: [], objects: [], hazards: { fires: [], smokes: [smoke] } };
}

describe('a monitor beside a camera', () => {
  test('whose PM10 rises makes fire of smoke, with the reading that showed it', () => {
    const [violation, ...others] = runAll(READINGS);
    expect(others).toEqual([]);
    // The mean over two minutes is 160 at minute 40.
    expect(violation?.triggeredAtMs).toBe(START + 40 * MINUTE + 1_000);
    expect(violation?.explanation.at(-1)).toEqual({
      condition: 'a34002 at dust-1 rose from 80 to 160',
      value: 160,
      limit: 130,
      unit: 'ug/m3',
      sinceMs: START + 39 * MINUTE,
    });
  });

  test('puts its readings into the package of the fire that they made of smoke', () => {
    const [violation] = runAll(READINGS);
    if (violation === undefined) throw new Error('nothing was found');
    const readings = evidenceReadings(violation, { document, series: stored(READINGS) });
    expect(readings.map(({ value }) => value).slice(-2)).toEqual([80, 240]);
    expect(readings.at(-1)).toEqual({
      sensorId: 'dust-1',
      factor: 'a34002',
      atMs: START + 40 * MINUTE,
      value: 240,
      unit: 'ug/m3',
      flag: 'N',
      isValid: true,
    });
    const [words] = violation.explanation;
    const byFlame = { ...violation, explanation: words === undefined ? [] : [words] };
    expect(evidenceReadings(byFlame, { document, series: stored(READINGS) })).toEqual([]);
  });

  test('tells the same after a restart that takes the readings back from the disk', () => {
    const found: Violation[] = [];
    const judge = judgeOf(found);
    judge.restoreWindows(stored(READINGS.slice(0, 40)), START + 40 * MINUTE);
    expect(found).toEqual([]);
    run(judge, READINGS.slice(40));
    expect(found).toEqual(runAll(READINGS));
  });

  test('that stays as it is makes nothing of smoke', () => {
    expect(runAll(READINGS.slice(0, 40))).toEqual([]);
  });
});
