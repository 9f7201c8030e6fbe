import { type FireRegion, type SmokeRegion, parseYaml } from '@lamppost/detectors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CameraLook } from './camera-look.js';
import { RuleDocument } from './document/rule-document.js';
import type { RuleBook } from './rule-plan.js';
import { type NotedDust, RuleStates as States, judgeLook, noteDust } from './testing/judge-look.js';

const START = 1_760_000_000_000;

function bookOf(options: string): RuleBook {
  const rule = `{ id: fire, matter: burning, matterCode: 06 020, severity: 5, zone: yard, forSeconds: 10${options} }`;
  const text = `
schema: lamppost.rules/1
zones:
  - { id: yard, camera: cam, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
rules:
  - ${rule}
`;
  return { gatewayId: 'pole-1', document: parseYaml(RuleDocument, text, 'rules.yaml') };
}

const PLAIN = bookOf('');
const WITH_DUST = bookOf(', dust: { sensor: dust-1, factor: a34002, withinSeconds: 60 }');

const IN_ZONE = { x1: 0.4, y1: 0.4, x2: 0.5, y2: 0.8 };
const ABOVE_ZONE = { x1: 0.4, y1: 0.1, x2: 0.5, y2: 0.4 };

function fire(atMs: number, over: Partial<FireRegion> = {}): FireRegion {
  const looks = { seen: 32, of: 40 };
  const times = { sinceMs: START, observedMs: atMs - START, lastSeenAtMs: atMs };
  return { regionId: 1, box: IN_ZONE, score: 0.9, looks, ...times, ...over };
}

function smoke(atMs: number, over: Partial<SmokeRegion> = {}): SmokeRegion {
  const nothing = { background: null, growth: null, fireSigns: { seen: 0, of: 40 } };
  return { ...fire(atMs), regionId: 2, originBox: IN_ZONE, ...nothing, ...over };
}

const grown = (over: Partial<SmokeRegion> = {}) => ({
  background: 0.03,
  growth: { fromCells: 4, toCells: 19, sinceMs: START },
  ...over,
});

type Scene = (atMs: number) => { fires?: FireRegion[]; smokes?: SmokeRegion[] };

function look(atMs: number, scene: Scene): CameraLook {
  const { fires = [], smokes = [] } = scene(atMs);
  return { cameraId: 'cam', atMs, tracks: [], objects: [], hazards: { fires, smokes } };
}

function run(book: RuleBook, scene: Scene, untilMs: number, from: States = {}, fromMs = 0, everyMs = 500) {
  let state = from;
  const found = [];
  for (let at = START + fromMs; at <= START + untilMs; at += everyMs) {
    const answer = judgeLook(book, state, look(at, scene));
    state = States.parse(JSON.parse(JSON.stringify(answer.state)));
    found.push(...answer.violations);
  }
  return { found, state };
}

const words = (book: RuleBook, scene: Scene) =>
  run(book, scene, 60_000).found.map(({ explanation }) => explanation.map(({ condition }) => condition));

describe('fire', () => {
  test('is told once, within one look after its time and never before, at any rate of looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 1000 }), (everyMs) => {
        const { found } = run(PLAIN, (atMs) => ({ fires: [fire(atMs)] }), 60_000, {}, 0, everyMs);
        expect(found).toHaveLength(1);
        const burntMs = (found[0]?.triggeredAtMs ?? 0) - START;
        expect(burntMs).toBeGreaterThanOrEqual(10_000);
        expect(burntMs).toBeLessThan(10_000 + everyMs);
      }),
      { numRuns: 25 },
    );
  });

  test('says what shows it', () => {
    const { found } = run(PLAIN, (atMs) => ({ fires: [fire(atMs)] }), 60_000);
    expect(found).toMatchObject([
      {
        matter: 'burning',
        startedAtMs: START,
        observedCoverage: 1,
        subject: { label: 'fire', box: IN_ZONE, score: 0.9 },
        explanation: [
          { condition: 'fire in 32 of 40 looks in zone yard', value: 10_000, limit: 10_000, unit: 'ms' },
          { condition: 'mean score of the fire', value: 0.9, limit: 0.55, unit: 'fraction' },
        ],
      },
    ]);
  });

  test.each<[string, Partial<FireRegion>]>([
    ['stands outside the zone', { box: ABOVE_ZONE }],
    ['has a weak score', { score: 0.54 }],
    ['was seen for a third of the time', { observedMs: 3_000 }],
    ['has not lasted', { sinceMs: START + 52_000 }],
  ])('that %s is not told', (_, over) => {
    expect(run(PLAIN, (atMs) => ({ fires: [fire(atMs, over)] }), 60_000).found).toEqual([]);
  });

  test('that comes back, or leaves only its smoke, belongs to what was told; later it is a new one', () => {
    const scene: Scene = (atMs) => {
      const sinceMs = atMs - START;
      if (sinceMs < 20_000 || (sinceMs > 120_000 && sinceMs < 140_000)) return { fires: [fire(atMs)] };
      return sinceMs < 120_000 ? { smokes: [smoke(atMs)] } : {};
    };
    const first = run(PLAIN, scene, 260_000);
    expect(first.found).toHaveLength(1);
    const burning: Scene = (atMs) => ({ fires: [fire(atMs, { sinceMs: START + 300_000, observedMs: 15_000 })] });
    expect(run(PLAIN, burning, 330_000, first.state, 300_000).found).toHaveLength(1);
  });
});

describe('smoke', () => {
  test.each<[string, Partial<SmokeRegion>]>([
    ['that only lasts', {}],
    ['that grows before the background is learnt', grown({ background: null })],
    ['that grows where smoke is usual', grown({ background: 0.31 })],
    ['that is new and does not grow', grown({ growth: null })],
    ['that is new and grows too little', grown({ growth: { fromCells: 10, toCells: 15, sinceMs: START } })],
    ['that grows by the grain of the grid', grown({ growth: { fromCells: 1, toCells: 3, sinceMs: START } })],
    ['with a sign of fire in one look of four', { fireSigns: { seen: 10, of: 40 } }],
    ['that is new, grows, and comes from elsewhere', grown({ originBox: ABOVE_ZONE })],
  ])('%s is not told', (_, over) => {
    expect(run(WITH_DUST, (atMs) => ({ smokes: [smoke(atMs, over)] }), 120_000).found).toEqual([]);
  });

  test('alone is never told, whatever it looks like, unless it is new and grows', () => {
    const region = fc.record({
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      background: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      isGrowing: fc.boolean(),
      lastsMs: fc.integer({ min: 0, max: 3_600_000 }),
    });
    fc.assert(
      fc.property(region, ({ score, background, isGrowing, lastsMs }) => {
        const growth = isGrowing ? { fromCells: 2, toCells: 30, sinceMs: START } : null;
        const scene: Scene = (atMs) => ({ smokes: [smoke(atMs, { score, background, growth })] });
        const { found } = run(PLAIN, scene, lastsMs, {}, Math.max(0, lastsMs - 2_000));
        const mayBeTold = isGrowing && background !== null && background <= 0.3 && lastsMs >= 10_000;
        expect(found.length > 0).toBe(mayBeTold);
      }),
    );
  });

  test('that is new and grows is told with its growth', () => {
    const { found } = run(PLAIN, (atMs) => ({ smokes: [smoke(atMs, grown())] }), 60_000);
    expect(found).toHaveLength(1);
    expect(found[0]?.subject?.label).toBe('smoke');
    expect(found[0]?.explanation).toMatchObject([
      { condition: 'smoke in 32 of 40 looks in zone yard', value: 10_000, limit: 10_000, unit: 'ms' },
      { condition: 'smoke not seen in the background', value: 0.03, limit: 0.3, unit: 'fraction' },
      { condition: 'smoke grown from 4 to 19 cells', value: 4.8, limit: 2, unit: 'times' },
    ]);
  });

  test('with signs of fire is told with them', () => {
    expect(words(PLAIN, (atMs) => ({ smokes: [smoke(atMs, { fireSigns: { seen: 14, of: 40 } })] }))).toEqual([
      ['smoke in 32 of 40 looks in zone yard', 'signs of fire at the smoke in 14 of 40 looks'],
    ]);
  });

  test('is left out where the rule says so', () => {
    const book = bookOf(', smoke: null, dust: { sensor: dust-1, factor: a34002 }');
    const { state } = noteDust(book, {}, factor(START, 80, 200));
    expect(run(book, (atMs) => ({ smokes: [smoke(atMs, grown())] }), 60_000, state).found).toEqual([]);
  });
});

/** PM10 of `from` for half an hour, and of `to` over the last minute. */
function factor(atMs: number, from: number, to: number, over: Partial<NotedDust> = {}): NotedDust {
  const before = Array.from({ length: 30 }, (_, minute) => ({
    atMs: atMs - (31 - minute) * 60_000 - 60_000,
    value: from,
  }));
  const recent = [60_000, 0].map((agoMs) => ({ atMs: atMs - agoMs, value: to }));
  return { sensorId: 'dust-1', factor: 'a34002', atMs, samples: [...before, ...recent], ...over };
}

describe('smoke and dust', () => {
  const scene: Scene = (atMs) => ({ smokes: [smoke(atMs)] });

  test('a rise near the smoke is told with it', () => {
    const { state } = noteDust(WITH_DUST, {}, factor(START - 30_000, 80, 160));
    const { found } = run(WITH_DUST, scene, 60_000, state);
    expect(found[0]?.explanation[1]).toEqual({
      condition: 'a34002 at dust-1 rose from 80 to 160',
      value: 160,
      limit: 130,
      unit: 'ug/m3',
      sinceMs: START - 90_000,
    });
  });

  test.each<[string, NotedDust]>([
    ['too small', factor(START, 80, 129)],
    ['too small a part of what there was', factor(START, 400, 500)],
    ['too long ago', factor(START - 90_000, 80, 400)],
    ['of another sensor', factor(START, 80, 400, { sensorId: 'dust-2' })],
    ['of another factor', factor(START, 80, 400, { factor: 'a34001' })],
    ['not known', factor(START, 80, 400, { samples: [] })],
  ])('a rise that is %s tells nothing', (_, window) => {
    const { state } = noteDust(WITH_DUST, {}, window);
    expect(run(WITH_DUST, scene, 30_000, state).found).toEqual([]);
  });

  test('a rise without smoke tells nothing, nor does an older reading that comes late undo one', () => {
    const risen = noteDust(WITH_DUST, {}, factor(START, 80, 400)).state;
    expect(run(WITH_DUST, () => ({}), 60_000, risen).found).toEqual([]);
    const late = noteDust(WITH_DUST, risen, factor(START - 20_000, 80, 300));
    expect(late.state).toEqual(risen);
    expect(run(WITH_DUST, scene, 60_000, late.state).found).toHaveLength(1);
  });

  test('readings and looks run again, from state that went through JSON at any event, give the same', () => {
    const judgeAll = (saveAt: number) => {
      let state: States = {};
      const found = [];
      for (let second = 0; second < 60; second += 1) {
        if (second === saveAt) state = States.parse(JSON.parse(JSON.stringify(state)));
        const atMs = START + second * 1000;
        const answers = [second % 10 === 0 ? noteDust(WITH_DUST, state, factor(atMs, 80, 80 + second * 4)) : null];
        state = answers[0]?.state ?? state;
        const seen = judgeLook(WITH_DUST, state, look(atMs, scene));
        state = seen.state;
        found.push(...seen.violations);
      }
      return { state, found };
    };
    const whole = judgeAll(-1);
    expect(whole.found).toHaveLength(1);
    fc.assert(
      fc.property(fc.nat(59), (saveAt) => {
        expect(judgeAll(saveAt)).toEqual(whole);
      }),
    );
  });
});

test('a rule document from before these options means the same, with their defaults', () => {
  expect(PLAIN.document.rules[0]).toMatchObject({
    minScore: 0.55,
    smoke: { minSignShare: 0.3, maxBackground: 0.3, minGrowth: 2 },
    dust: null,
  });
});
