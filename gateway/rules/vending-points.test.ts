import type { Box, Violation } from '@lamppost/contracts';
import type { Track } from '@lamppost/detectors';
import { expect, test } from 'vitest';
import { RuleDocument } from './document/rule-document.js';
import { type RuleStates, judgeLook } from './testing/judge-look.js';

/** 16:53:20 on a Thursday in Shanghai. */
const START = Date.parse('2025-10-09T16:53:20+08:00');
const T_SECONDS = 60;
const STEP_SECONDS = 2;

/** A stall 0.1 wide whose middle is where `x` says; its foot at 0.8 of the height. */
interface Stall {
  readonly x: number;
  /** Seconds after the start. */
  readonly from: number;
}

const boxAt = (x: number): Box => ({ x1: x - 0.05, y1: 0.6, x2: x + 0.05, y2: 0.8 });

function trackOf({ x, from }: Stall, trackId: number, seconds: number): Track {
  const sinceMs = START + from * 1000;
  return {
    trackId,
    label: 'stall',
    box: boxAt(x),
    anchorBox: boxAt(x),
    score: 0.8,
    visible: true,
    firstSeenAtMs: sinceMs,
    lastSeenAtMs: START + seconds * 1000,
    stationarySinceMs: sinceMs,
    observedMs: (seconds - from) * 1000,
  };
}

const POINT = {
  id: 'night-market',
  name: '夜市',
  camera: 'cam',
  polygon: [
    [0.5, 0.5],
    [1, 0.5],
    [1, 1],
    [0.5, 1],
  ],
};

function findings(stalls: readonly Stall[], untilSeconds: number, point: object | null, tier = 'controlled') {
  const zone = {
    id: 'road',
    camera: 'cam',
    tier,
    polygon: [
      [0, 0.5],
      [1, 0.5],
      [1, 1],
      [0, 1],
    ],
  };
  const document = RuleDocument.parse({
    schema: 'lamppost.rules/1',
    zones: [zone],
    vendingPoints: point === null ? [] : [{ ...POINT, ...point }],
    rules: [{ id: 'stall', matter: 'stall', severity: 2, zone: 'road', forSeconds: T_SECONDS, evidence: ['model'] }],
  });
  let state: RuleStates = {};
  const found: Violation[] = [];
  for (let seconds = 0; seconds <= untilSeconds; seconds += STEP_SECONDS) {
    const tracks = stalls.flatMap((stall, index) => (seconds >= stall.from ? [trackOf(stall, index, seconds)] : []));
    const look = {
      cameraId: 'cam',
      atMs: START + seconds * 1000,
      tracks,
      hazards: { fires: [], smokes: [] },
      objects: [],
    };
    const judged = judgeLook({ gatewayId: 'pole-1', document }, state, look);
    ({ state } = judged);
    found.push(...judged.violations);
  }
  return found.map(({ startedAtMs, triggeredAtMs, subject, explanation }) => ({
    x: Math.round((((subject?.box.x1 ?? 0) + (subject?.box.x2 ?? 0)) / 2) * 100) / 100,
    from: (startedAtMs - START) / 1000,
    at: (triggeredAtMs - START) / 1000,
    why: explanation.map(({ condition }) => condition).join('; '),
    explanation,
  }));
}

const inside: Stall = { x: 0.7, from: 0 };
const outside: Stall = { x: 0.2, from: 0 };

test('within a vending point that is open a stall is no offence, however long it stands', () => {
  expect(findings([inside], 600, {})).toEqual([]);
});

test.each([
  ['no vending point is there', [inside], null, 'controlled'],
  ['it stands beside the vending point', [outside], {}, 'controlled'],
  ['the vending point is on another camera', [inside], { camera: 'other' }, 'controlled'],
  ['the road is one on which trade is banned', [inside], {}, 'banned'],
  ['the vending point is not open yet', [inside], { hours: [{ from: '18:00', to: '23:00' }] }, 'controlled'],
  ['it is open on other days', [inside], { hours: [{ days: ['fri'] }] }, 'controlled'],
  ['it is out of season', [inside], { season: { from: '11-01', to: '03-31' } }, 'controlled'],
  ['its permit has run out', [inside], { validTo: '2025-10-08' }, 'controlled'],
] as const)('a stall is found after its time where %s', (_, stalls, point, tier) => {
  expect(findings(stalls, 300, point, tier)).toMatchObject([{ from: 0, at: T_SECONDS }]);
});

test('on a road on which trade is banned, the explanation says so', () => {
  expect(findings([inside], 300, {}, 'banned')[0]?.why).toMatch(/trade is banned in zone road/);
});

test.each([
  ['on its last day', { validTo: '2025-10-09' }],
  ['in a season that goes over the turn of the year', { season: { from: '10-01', to: '03-31' } }],
  ['in hours that go over midnight', { hours: [{ from: '16:00', to: '02:00' }] }],
])('a vending point is open %s', (_, point) => {
  expect(findings([inside], 300, point)).toEqual([]);
});

test('when it closes, time counts from then on: nobody is an offender at the stroke of the clock', () => {
  const closesAt = 100;
  const [found, ...more] = findings([inside], 400, { hours: [{ from: '08:00', to: '16:55' }] });
  expect(more).toEqual([]);
  expect(found?.from).toBeGreaterThanOrEqual(closesAt - STEP_SECONDS);
  expect(found?.at).toBeGreaterThanOrEqual(closesAt + T_SECONDS - STEP_SECONDS);
  expect(found?.at).toBeLessThanOrEqual(closesAt + T_SECONDS + STEP_SECONDS);
  expect(found?.why).toMatch(/at vending point night-market, outside its permitted hours/);
});

test('above its number of stalls, the one that came last is found, and the explanation counts them', () => {
  const stalls = [inside, { x: 0.9, from: 100 }];
  const found = findings(stalls, 400, { capacity: 1 });
  expect(found).toMatchObject([{ x: 0.9, from: 100, at: 100 + T_SECONDS }]);
  expect(found[0]?.explanation).toContainEqual(expect.objectContaining({ value: 2, limit: 1, unit: 'count' }));
  expect(findings(stalls, 400, { capacity: 2 })).toEqual([]);
});
