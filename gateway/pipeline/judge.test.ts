import type { Violation } from '@lamppost/contracts';
import { parseYaml } from '@lamppost/detectors';
import { expect, test } from 'vitest';
import { RuleDocument } from '../rules/document/rule-document.js';
import type { StateStore } from '../spool/state-store.js';
import { Judge } from './judge.js';

const START = 1_760_000_000_000;

const document = parseYaml(
  RuleDocument,
  `
schema: lamppost.rules/1
rules:
  - { id: tsp, matter: dust, matterCode: 08 004, severity: 3, sensor: dust, factor: a34001, windowSeconds: 60, limit: 1000 }
`,
  'rules.yaml',
);

function memoryStates(): StateStore {
  const saved = new Map<string, string>();
  return {
    loadState: (key) => {
      const text = saved.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    saveState: (key, json) => void saved.set(key, JSON.stringify(json)),
  };
}

/** Readings of a minute above the limit, and so much later that nothing waits any more. */
function aboveLimit(judge: Judge, fromSecond: number): void {
  for (let second = fromSecond; second <= fromSecond + 80; second += 10) aboveLimitAt(judge, second);
}

function aboveLimitAt(judge: Judge, second: number): void {
  const measuredAtMs = START + second * 1000;
  judge.reading({ sensorId: 'dust', factor: 'a34001', measuredAtMs, value: 1500, flag: 'N' });
}

test('a violation that could not be made durable is found again by the next event, and told once', () => {
  const kept: Violation[] = [];
  let isDiskFull = true;
  const onViolation = (violation: Violation) => {
    if (isDiskFull) throw new Error('disk full');
    kept.push(violation);
  };
  const judge = new Judge({ book: { gatewayId: 'pole-1', document }, states: memoryStates(), onViolation });
  expect(() => {
    aboveLimit(judge, 0);
  }).toThrow('disk full');
  isDiskFull = false;
  aboveLimit(judge, 60);
  aboveLimit(judge, 150);
  expect(kept).toHaveLength(1);
});

test('after a restart the violation that goes on is joined, not told again', () => {
  const states = memoryStates();
  const kept: Violation[] = [];
  const options = {
    book: { gatewayId: 'pole-1', document },
    states,
    onViolation: (one: Violation) => void kept.push(one),
  };
  aboveLimit(new Judge(options), 0);
  aboveLimit(new Judge(options), 90);
  expect(kept).toHaveLength(1);
});

test('over a change of the rules, a violation that is open stays open, and a window in progress goes on', () => {
  const kept: Violation[] = [];
  const judge = new Judge({
    book: { gatewayId: 'pole-1', document },
    states: memoryStates(),
    onViolation: (one) => void kept.push(one),
  });
  for (let second = 0; second <= 40; second += 10) aboveLimitAt(judge, second);
  judge.useRules({ ...document, rules: document.rules.map((rule) => ({ ...rule, severity: 5 })) });
  for (let second = 50; second <= 80; second += 10) aboveLimitAt(judge, second);
  judge.useRules(document);
  aboveLimit(judge, 90);
  expect(kept.map(({ severity }) => severity)).toEqual([5]);
});

test('what versions before lanes have saved is taken over', () => {
  const states = memoryStates();
  const open = [{ key: 'mean', box: null, lastSeenAtMs: START }];
  states.saveState('rules', { tsp: { open, presence: null } });
  const kept: Violation[] = [];
  aboveLimit(
    new Judge({ book: { gatewayId: 'pole-1', document }, states, onViolation: (one) => void kept.push(one) }),
    0,
  );
  expect(kept).toEqual([]);
});
