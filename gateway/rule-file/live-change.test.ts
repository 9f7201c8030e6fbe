import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '@lamppost/contracts';
import type { Track } from '@lamppost/detectors';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMetrics } from '../http/metrics.js';
import { Judge } from '../pipeline/judge.js';
import type { StateStore } from '../spool/state-store.js';
import { LiveRules } from './live-rules.js';
import { readRuleFile } from './read-rule-file.js';
import { RuleFileWatch } from './rule-file-watch.js';

const START = 1_760_000_000_000;
const BOX = { x1: 0.4, y1: 0.5, x2: 0.5, y2: 0.6 };

function rulesText(forSeconds: number, over: { polygon?: string; more?: string } = {}): string {
  return `schema: lamppost.rules/1
zones: [{ id: kerb, camera: cam, polygon: ${over.polygon ?? '[[0, 0], [1, 0], [1, 1], [0, 1]]'} }]
rules:
  - { id: park, matter: parking, severity: 3, zone: kerb, forSeconds: ${forSeconds}${over.more ?? ''} }
`;
}

let directory = '';
let file = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'live-'));
  file = join(directory, 'rules.yaml');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

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

/** Judge and rule file as a gateway has them, with a car that stands on the kerb from the first moment on. */
function startStreet(text: string) {
  writeFileSync(file, text);
  const first = readRuleFile(file, START);
  if (first.status === 'refused') throw new Error(JSON.stringify(first.problems));
  const found: { violation: Violation; judgedBy: string }[] = [];
  const judge = new Judge({
    book: { gatewayId: 'pole-1', document: first.document },
    states: memoryStates(),
    onViolation: (violation) => void found.push({ violation, judgedBy: live.decidedBy().sha256 }),
  });
  const live = new LiveRules({
    name: 'rules.yaml',
    first,
    clock: { nowMs: () => START },
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
    onChange: ({ document }) => {
      judge.useRules(document);
    },
    onStatus: () => undefined,
  });
  const watch = new RuleFileWatch({ file, clock: { nowMs: () => START }, onRead: live.take.bind(live) });
  let second = 0;
  const standUntil = (until: number) => {
    for (; second <= until; second += 1) judge.look(lookAt(second));
  };
  const write = (changed: string) => {
    writeFileSync(file, changed);
    watch.poll();
    watch.poll();
  };
  return { found, live, standUntil, write, close: watch.close.bind(watch) };
}

function lookAt(second: number) {
  const atMs = START + second * 1000;
  const track: Track = {
    trackId: 1,
    label: 'car',
    box: BOX,
    anchorBox: BOX,
    score: 0.7,
    visible: true,
    firstSeenAtMs: START,
    lastSeenAtMs: atMs,
    stationarySinceMs: START,
    observedMs: second * 1000,
  };
  return { cameraId: 'cam', atMs, tracks: [track], hazards: { fires: [], smokes: [] }, objects: [] };
}

const inShort = ({ violation }: { violation: Violation }) => [
  (violation.startedAtMs - START) / 1000,
  (violation.triggeredAtMs - START) / 1000,
];

test('a shorter time is taken up in mid-dwell: the car is found when it has stood so long since it came', () => {
  const street = startStreet(rulesText(300));
  street.standUntil(50);
  street.write(rulesText(60));
  street.standUntil(100);
  expect(street.found.map(inShort)).toEqual([[0, 60]]);
  street.close();
});

test('a longer time is taken up in mid-dwell too, and evidence is of the rules that judged', () => {
  const street = startStreet(rulesText(60));
  const before = street.live.decidedBy().sha256;
  street.standUntil(50);
  street.write(rulesText(90));
  street.standUntil(100);
  expect(street.found.map(inShort)).toEqual([[0, 90]]);
  expect(street.found[0]?.judgedBy).toBe(street.live.decidedBy().sha256);
  expect(street.found[0]?.judgedBy).not.toBe(before);
  street.close();
});

test('bad rules change nothing: the dwell ends as the old ones say', () => {
  const street = startStreet(rulesText(60));
  street.standUntil(50);
  street.write(rulesText(20).replace('severity: 3', 'severity: 30'));
  street.standUntil(100);
  expect(street.found.map(inShort)).toEqual([[0, 60]]);
  street.close();
});

test('what was told stays told when the rule changes otherwise', () => {
  const street = startStreet(rulesText(30));
  street.standUntil(40);
  street.write(rulesText(20, { more: ', cooldownSeconds: 5' }));
  street.standUntil(100);
  expect(street.found.map(inShort)).toEqual([[0, 30]]);
  street.close();
});

test('a rule that looks at another place begins anew', () => {
  const street = startStreet(rulesText(30));
  street.standUntil(40);
  street.write(rulesText(50, { polygon: '[[0, 0], [1, 0], [1, 1]]' }));
  street.standUntil(100);
  expect(street.found.map(inShort)).toEqual([[0, 30]]);
  street.write(rulesText(50, { polygon: '[[0.3, 0.3], [1, 0.3], [1, 1], [0.3, 1]]' }));
  street.standUntil(150);
  expect(street.found.map(inShort)).toEqual([
    [0, 30],
    [0, 101],
  ]);
  street.close();
});
