import type { ReminderRecord, Violation } from '@lamppost/contracts';
import { describe, expect, test } from 'vitest';
import type { CameraLook } from './camera-look.js';
import { RuleDocument } from './document/rule-document.js';
import type { Outcome } from './outcome.js';
import { EngineRun } from './testing/engine-run.js';

const START = 1_760_000_000_000;
const BOX = { x1: 0.4, y1: 0.4, x2: 0.6, y2: 0.6 };
const square = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

function runOf(rule: object, more: object = {}): EngineRun {
  const document = RuleDocument.parse({
    schema: 'lamppost.rules/1',
    zones: [{ id: 'yard', camera: 'cam', polygon: square }],
    speakers: [{ id: 'horn' }],
    rules: [
      { id: 'fire', matter: 'burning', severity: 3, zone: 'yard', forSeconds: 10, endsAfterSeconds: 20, ...rule },
    ],
    ...more,
  });
  return new EngineRun({ gatewayId: 'pole-1', document });
}

const REMIND = { remind: { speaker: 'horn', graceSeconds: 60, repeatWithinDays: 1 } };

/** A look at a fire that has burnt since then; null: at none. */
function look(second: number, sinceSecond: number | null): CameraLook {
  const atMs = START + second * 1000;
  const sinceMs = START + (sinceSecond ?? 0) * 1000;
  const fire = { regionId: 1, box: BOX, score: 0.9, sinceMs, observedMs: atMs - sinceMs, lastSeenAtMs: atMs };
  const fires = sinceSecond === null ? [] : [{ ...fire, looks: { seen: 9, of: 9 } }];
  return { cameraId: 'cam', atMs, tracks: [], hazards: { fires, smokes: [] }, objects: [] };
}

/** Looks each second; `burnsAt` says since when it burns, or null. */
function watch(
  run: EngineRun,
  fromSecond: number,
  toSecond: number,
  burnsAt: (second: number) => number | null,
): Outcome[] {
  for (let second = fromSecond; second <= toSecond; second += 1) run.look(look(second, burnsAt(second)));
  return run.takeOutcomes();
}

const told = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => ({
    kind: outcome.kind,
    second: (('correctedAtMs' in outcome ? outcome.correctedAtMs : outcome.violation.triggeredAtMs) - START) / 1000,
  }));
const reminderOf = (outcome: Outcome | undefined): Partial<ReminderRecord> | undefined => outcome?.violation.reminder;

describe('a rule that reminds', () => {
  test('leads when the thing is still there at the second look, with the record of the reminder', () => {
    const run = runOf(REMIND);
    const outcomes = watch(run, 0, 200, () => 0);
    expect(told(outcomes)).toEqual([
      { kind: 'remind', second: 10 },
      { kind: 'violation', second: 70 },
    ]);
    const [first, second] = outcomes;
    expect(second?.violation.violationId).toBe(first?.violation.violationId);
    expect(reminderOf(second)).toMatchObject({
      speakerId: 'horn',
      remindedAtMs: START + 10_000,
      graceMs: 60_000,
      delivery: 'unacknowledged',
      outcome: 'not-corrected',
      settledAtMs: START + 70_000,
    });
    expect(second?.violation.explanation.at(-1)).toEqual({
      condition: 'still there at the second look, reminder sent to horn and not acknowledged',
      value: 60_000,
      limit: 60_000,
      unit: 'ms',
      sinceMs: START + 10_000,
    });
  });

  test('says that the loudspeaker acknowledged', () => {
    const run = runOf(REMIND);
    const [reminded] = watch(run, 0, 20, () => 0);
    const reminderId = reminded?.violation.violationId ?? '';
    run.take({ kind: 'reminder', ruleId: 'fire', reminderId, delivery: 'said', deliveredAtMs: START + 12_000 });
    const [lead] = watch(run, 21, 100, () => 0);
    expect(reminderOf(lead)).toMatchObject({ delivery: 'said', deliveredAtMs: START + 12_000 });
  });

  const BY_CLOUD = { remind: { cloud: true, graceSeconds: 60, repeatWithinDays: 1 } };
  const newsOf = (outcome: Outcome | undefined) => ({
    kind: 'reminder' as const,
    ruleId: 'fire',
    reminderId: outcome?.violation.violationId ?? '',
    delivery: null,
    deliveredAtMs: null,
  });

  test('says that the cloud accepted it, and when', () => {
    const run = runOf(BY_CLOUD);
    const [reminded] = watch(run, 0, 20, () => 0);
    expect(reminderOf(reminded)).toBeUndefined();
    run.take({ ...newsOf(reminded), cloud: 'accepted', cloudAcceptedAtMs: START + 11_000 });
    expect(run.takeOutcomes()).toEqual([]);
    run.restart();
    const [lead] = watch(run, 21, 100, () => 0);
    expect(reminderOf(lead)).toMatchObject({
      byCloud: true,
      cloud: 'accepted',
      cloudAcceptedAtMs: START + 11_000,
      delivery: 'no-speaker',
      outcome: 'not-corrected',
    });
    expect(lead?.violation.explanation.at(-1)?.condition).toBe(
      'still there at the second look, nothing said aloud, as the rule names no loudspeaker, accepted by the cloud for its webhook',
    );
  });

  test.each(['no-webhook', 'refused', 'unreached'] as const)(
    'leads at once when nobody could be told (%s), and reminds anew the next time',
    (cloud) => {
      const run = runOf(BY_CLOUD);
      const [reminded] = watch(run, 0, 20, () => 0);
      run.take({ ...newsOf(reminded), cloud });
      const outcomes = run.takeOutcomes();
      expect(told(outcomes)).toEqual([{ kind: 'violation', second: 10 }]);
      expect(reminderOf(outcomes[0])).toMatchObject({ byCloud: false, cloud, outcome: 'not-told' });
      expect(outcomes[0]?.violation.explanation.at(-1)?.condition).toMatch(/^led at once, for nobody could be told, /);
      // Told once; the next one is reminded, for nobody was before.
      const later = watch(run, 21, 300, (second) => (second < 25 ? 0 : second < 200 ? null : 200));
      expect(told(later)).toEqual([
        { kind: 'remind', second: 210 },
        { kind: 'violation', second: 270 },
      ]);
    },
  );

  test.each([
    ['in its quiet hours', 'quiet', ['violation']],
    ['that could not speak', 'failed', ['violation']],
    ['that had just spoken', 'too-soon', []],
  ] as const)('of a loudspeaker %s', (_, delivery, kinds) => {
    const run = runOf(REMIND);
    const [reminded] = watch(run, 0, 20, () => 0);
    run.take({ ...newsOf(reminded), delivery });
    expect(run.takeOutcomes().map(({ kind }) => kind)).toEqual(kinds);
  });

  test('waits for the cloud while the loudspeaker is silent', () => {
    const run = runOf({ remind: { ...REMIND.remind, cloud: true } });
    const [reminded] = watch(run, 0, 20, () => 0);
    run.take({ ...newsOf(reminded), delivery: 'quiet' });
    expect(run.takeOutcomes()).toEqual([]);
    run.take({ ...newsOf(reminded), cloud: 'unreached' });
    expect(told(run.takeOutcomes())).toEqual([{ kind: 'violation', second: 10 }]);
  });

  test.each([
    ['leaves at once', 25, 70],
    ['leaves just before the time is over, once it has ended by its rule', 69, 88],
  ])('records what %s as corrected, and leads nobody', (_, untilSecond, correctedAt) => {
    const outcomes = watch(runOf(REMIND), 0, 300, (second) => (second < untilSecond ? 0 : null));
    expect(told(outcomes)).toEqual([
      { kind: 'remind', second: 10 },
      { kind: 'corrected', second: correctedAt },
    ]);
    expect(reminderOf(outcomes[1])).toMatchObject({ outcome: 'corrected' });
  });

  test('leads at once when it comes back within its days, with the record of the earlier reminder', () => {
    const outcomes = watch(runOf(REMIND), 0, 300, (second) => (second < 25 ? 0 : second < 200 ? null : 200));
    expect(told(outcomes)).toEqual([
      { kind: 'remind', second: 10 },
      { kind: 'corrected', second: 70 },
      { kind: 'violation', second: 210 },
    ]);
    expect(reminderOf(outcomes[2])).toMatchObject({ outcome: 'corrected', remindedAtMs: START + 10_000 });
    expect(outcomes[2]?.violation.explanation.at(-1)?.condition).toMatch(/^repeated after a reminder/);
  });

  test('leads at once when it comes back within the time of grace, and reminds anew where each time is the first', () => {
    const backSoon = (second: number) => (second < 12 ? 0 : second < 40 ? null : 40);
    expect(told(watch(runOf(REMIND), 0, 200, backSoon))).toEqual([
      { kind: 'remind', second: 10 },
      { kind: 'violation', second: 50 },
    ]);
    const each = { remind: { ...REMIND.remind, repeatWithinDays: 0 } };
    const again = watch(runOf(each), 0, 300, (second) => (second < 25 ? 0 : second < 200 ? null : 200));
    expect(told(again).map(({ kind }) => kind)).toEqual(['remind', 'corrected', 'remind', 'violation']);
  });

  test('goes on after a restart in the time of grace', () => {
    const run = runOf(REMIND);
    watch(run, 0, 40, () => 0);
    run.restart();
    expect(told(watch(run, 41, 200, () => 0))).toEqual([{ kind: 'violation', second: 70 }]);
  });

  test('leads without a second look when the camera stays silent, and says so', () => {
    const run = runOf(REMIND);
    watch(run, 0, 40, () => 0);
    run.tick(START + 600_000);
    expect(run.takeOutcomes()).toEqual([]);
    run.tick(START + 701_000);
    const outcomes = run.takeOutcomes();
    expect(told(outcomes)).toEqual([{ kind: 'violation', second: 10 }]);
    expect(reminderOf(outcomes[0])).toMatchObject({ outcome: 'not-seen' });
  });

  test('is only recorded in shadow mode: nobody is reminded', () => {
    expect(told(watch(runOf({ ...REMIND, mode: 'shadow' }), 0, 200, () => 0))).toEqual([
      { kind: 'shadow', second: 10 },
    ]);
  });
});

describe('a rule', () => {
  const triggers = (outcomes: readonly Outcome[]) => told(outcomes).map(({ second }) => second);

  test('does not tell the same again within its cooldown', () => {
    const twice = (second: number) =>
      second < 20 ? 0 : second < 60 ? null : second < 80 ? 60 : second < 400 ? null : 400;
    expect(triggers(watch(runOf({}), 0, 450, twice))).toEqual([10, 70, 410]);
    expect(triggers(watch(runOf({ cooldownSeconds: 120 }), 0, 450, twice))).toEqual([10, 410]);
  });

  test('with a schedule counts a dwell from the start of its hours', () => {
    // 2025-10-09 16:53:20 in Shanghai; the hours begin at 16:55, a hundred seconds later.
    const when = [{ from: '16:55', to: '17:00' }];
    expect(triggers(watch(runOf({ when }), 0, 200, () => 0))).toEqual([110]);
    expect(triggers(watch(runOf({ when: [{ from: '16:50', to: '16:54' }] }), 0, 200, () => 0))).toEqual([10]);
    expect(watch(runOf({ when: [{ from: '18:00', to: '19:00' }] }), 0, 200, () => 0)).toEqual([]);
  });

  test('whose camera has its clock set back by an hour, or forward, goes on, and tells nothing twice when set back', () => {
    for (const jumpSeconds of [-3_600, 3_600]) {
      const run = runOf({});
      const before = watch(run, 0, 20, () => 0);
      const after = watch(run, 20 + jumpSeconds, 50 + jumpSeconds, () => jumpSeconds);
      // An hour ahead is an hour in which nothing was seen: what is there then is another one.
      expect(triggers([...before, ...after])).toEqual(jumpSeconds < 0 ? [10] : [10, 20 + jumpSeconds]);
      // What begins after it is found as ever.
      const later = watch(run, 200 + jumpSeconds, 230 + jumpSeconds, () => 200 + jumpSeconds);
      expect(triggers(later)).toEqual([210 + jumpSeconds]);
    }
  });
});

describe('conditions of other sources', () => {
  const level = { kind: 'level', sensor: 'dust', factor: 'a34002', above: 100, windowSeconds: 20, withinSeconds: 30 };
  const runWith = (over: object) => runOf({ with: [{ ...level, staleAfterSeconds: 60, ...over }] });
  const play = (run: EngineRun, valueAt: (second: number) => number | null): Violation[] => {
    for (let second = 0; second <= 200; second += 1) {
      const value = valueAt(second);
      const measuredAtMs = START + second * 1000;
      if (value !== null && second % 5 === 0)
        run.reading({ sensorId: 'dust', factor: 'a34002', measuredAtMs, value, flag: 'N' });
      run.look(look(second, 0));
    }
    run.end();
    return run.takeViolations();
  };

  test('must hold as well, and are explained with value and time', () => {
    const [found, ...others] = play(runWith({}), (second) => (second < 100 ? 50 : 200));
    expect(others).toEqual([]);
    // Four readings to a window: two of 50 and two of 200 are 125.
    expect(found?.triggeredAtMs).toBe(START + 105_000);
    expect(found?.explanation.at(-1)).toEqual({
      condition: 'mean of a34002 over 20 s at dust above its mark',
      value: 125,
      limit: 100,
      unit: 'ug/m3',
      sinceMs: START + 90_000,
    });
  });

  test('that never hold find nothing', () => {
    expect(play(runWith({}), () => 50)).toEqual([]);
  });

  test('whose source is silent are as the rule says', () => {
    const silent = (second: number) => (second < 20 ? 50 : null);
    expect(play(runWith({}), silent)).toEqual([]);
    const [found] = play(runWith({ ifStale: 'met' }), silent);
    expect(found?.triggeredAtMs).toBe(START + 76_000);
    expect(found?.explanation.at(-1)?.condition).toBe(
      'nothing heard from sensor dust for 60 s: found without it, as the rule says',
    );
  });

  test('may have to hold in several of the last spans of time, and the explanation counts them', () => {
    const counted = (n: number, m: number) =>
      runOf({
        with: [
          {
            kind: 'nOfM',
            of: { kind: 'level', sensor: 'dust', factor: 'a34002', above: 100, windowSeconds: 5 },
            n,
            m,
            everySeconds: 20,
          },
        ],
      });
    // Dusty for ten seconds out of every forty: in one of two spans of twenty.
    const gusts = (second: number) => (second % 40 < 10 ? 200 : 50);
    const [found, ...others] = play(counted(3, 5), gusts);
    expect(others).toEqual([]);
    expect(found?.triggeredAtMs).toBe(START + 80_000);
    expect(found?.explanation.at(-1)).toEqual({
      condition: 'mean of a34002 over 5 s at dust above its mark, in 3 of the last 5 spans of 20 s',
      value: 3,
      limit: 3,
      unit: null,
      sinceMs: START,
    });
    expect(play(counted(3, 4), gusts)).toEqual([]);
    const [early] = play(counted(1, 1), gusts);
    expect(early?.triggeredAtMs).toBe(START + 10_000);
  });
});
