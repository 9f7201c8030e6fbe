import type { Violation } from '@lamppost/contracts';
import { parseYaml } from '@lamppost/detectors';
import { expect, test } from 'vitest';
import { RuleDocument } from '../rules/document/rule-document.js';
import type { StateStore } from '../spool/state-store.js';
import { Judge } from './judge.js';

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

/** A reading of a window that is above the limit. */
function aboveLimit(judge: Judge): void {
  const mean = { mean: 1500, validShare: 1, count: 30, sinceMs: 1_760_000_000_000 };
  judge.factor({ sensorId: 'dust', factor: 'a34001', atMs: 1_760_000_060_000, mean: () => mean, rise: () => null });
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
    aboveLimit(judge);
  }).toThrow('disk full');
  isDiskFull = false;
  aboveLimit(judge);
  aboveLimit(judge);
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
  aboveLimit(new Judge(options));
  aboveLimit(new Judge(options));
  expect(kept).toHaveLength(1);
});
