import type { SensorReading } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { RuleDocument } from './document/rule-document.js';
import { EngineRun } from './testing/engine-run.js';

/** 2026-03-01 00:00 in Shanghai. */
const MIDNIGHT = Date.parse('2026-03-01T00:00:00+08:00');
const MINUTE = 60_000;
const QUARTER = 15;

function runOf(rule: object, more: object = {}): EngineRun {
  const document = RuleDocument.parse({
    schema: 'lamppost.rules/1',
    rules: [
      {
        id: 'tsp',
        matter: 'dust',
        severity: 3,
        sensor: 'site',
        factor: 'a34001',
        windowSeconds: 900,
        limit: 1000,
        ...rule,
      },
    ],
    ...more,
  });
  return new EngineRun({ gatewayId: 'pole-1', document });
}

function reading(minute: number, value: number, over: Partial<SensorReading> = {}): SensorReading {
  return { sensorId: 'site', factor: 'a34001', measuredAtMs: MIDNIGHT + minute * MINUTE, value, flag: 'N', ...over };
}

/** A reading each minute, worth what its quarter of an hour is. */
function play(run: EngineRun, quarters: readonly number[], over: Partial<SensorReading> = {}, from = 0) {
  quarters.forEach((value, quarter) => {
    for (let minute = 1; minute <= QUARTER; minute += 1)
      run.reading(reading(from + quarter * QUARTER + minute, value, over));
  });
  run.reading(reading(from + quarters.length * QUARTER + 1, 0, over));
  run.end();
  return run.takeViolations();
}

test('windows of the day above the limit are counted, and the one beyond the number allowed is found', () => {
  const run = runOf({ maxPerDay: 2 });
  const [found, ...others] = play(run, [1500, 200, 1500, 200, 1800, 1500]);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ triggeredAtMs: MIDNIGHT + 75 * MINUTE, startedAtMs: MIDNIGHT });
  expect(found?.explanation.map(({ condition, value, limit }) => [condition, value, limit])).toEqual([
    ['mean of a34001 over 900 s at site', 1800, 1000],
    ['windows of 900 s above the limit on 2026-03-01', 3, 2],
  ]);
});

test('each day counts anew, by the clock on the wall', () => {
  const beforeMidnight = 24 * 60 - 2 * QUARTER;
  expect(play(runOf({ maxPerDay: 2 }), [1500, 1500, 1500], {}, beforeMidnight)).toEqual([]);
  expect(play(runOf({ maxPerDay: 2 }, { timeZone: 'UTC' }), [1500, 1500, 1500], {}, beforeMidnight)).toHaveLength(1);
});

test('a baseline lifts the limit by the mean of other monitors, up to its cap', () => {
  const both = (run: EngineRun, site: number, others: number) => {
    for (let minute = 1; minute <= 20; minute += 1) {
      run.reading(reading(minute, others, { sensorId: 'north' }));
      run.reading(reading(minute, others + 20, { sensorId: 'south' }));
      run.reading(reading(minute, site));
    }
    run.end();
    return run.takeViolations();
  };
  const baseline = { of: 'county', sensors: ['north', 'south'], cap: 150 };
  const rule = { limit: 80, baseline };
  expect(both(runOf(rule), 180, 90)).toEqual([]);
  const [found] = both(runOf(rule), 190, 90);
  expect(found?.explanation.map(({ value, limit }) => [value, limit])).toEqual([
    [190, 180],
    [100, null],
  ]);
  // Above the cap the limit rises no more.
  expect(both(runOf(rule), 240, 400)[0]?.explanation[0]?.limit).toBe(230);
  expect(both(runOf({ limit: 80, baseline: { ...baseline, sensors: ['nowhere'] } }), 900, 90)).toEqual([]);
});

test('readings taken above 90 %RH are told of', () => {
  const [found] = play(runOf({}), [1500, 1500], { marks: ['humid'] });
  expect(found?.explanation.at(-1)).toMatchObject({
    condition: expect.stringMatching(/of \d+ readings taken above 90 %RH/) as string,
    value: 1,
    unit: 'fraction',
  });
});

test('back-fill is in its window, and opens nothing older than what was judged', () => {
  const run = runOf({});
  const late = Array.from({ length: 15 }, (_, minute) => reading(minute + 1, 5000, { marks: ['backfill'] }));
  for (let minute = 30; minute <= 50; minute += 1) run.reading(reading(minute, 100));
  for (const each of late) run.reading(each);
  run.end();
  expect(run.takeViolations()).toEqual([]);
  expect(run.state.sources[0]?.late).toBe(15);
});

test('a monitor whose clock was set back by an hour is judged again after a minute', () => {
  const run = runOf({ windowSeconds: 60 });
  const at = (second: number, clockSecond: number, value: number) => {
    run.tick(MIDNIGHT + second * 1000);
    run.reading({ ...reading(0, value), measuredAtMs: MIDNIGHT + clockSecond * 1000 });
  };
  for (let second = 3_600; second < 3_700; second += 5) at(second, second, 100);
  for (let second = 3_700; second < 4_000; second += 5) at(second, second - 3_600, 1500);
  run.end();
  expect(run.takeViolations()).toHaveLength(1);
  expect(run.state.sources[0]?.setBack).toBe(1);
});
