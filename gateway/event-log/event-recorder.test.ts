import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Detection, emptyTracker, parseYaml, updateTracks } from '@lamppost/detectors';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Judge } from '../pipeline/judge.js';
import { rulesHash } from '../rules/document/read-rules.js';
import { RuleDocument } from '../rules/document/rule-document.js';
import type { Outcome } from '../rules/outcome.js';
import { EventLog } from './event-log.js';
import { EventRecorder } from './event-recorder.js';
import { engineEventOf } from './log-event.js';
import { readEventLog } from './read-event-log.js';
import { roundLook } from './round-look.js';

const T0 = Date.UTC(2026, 2, 1);
const RULES = `
schema: lamppost.rules/1
zones:
  - { id: kerb, camera: gate, polygon: [[0, 0.3], [1, 0.3], [1, 1], [0, 1]] }
rules:
  - { id: lane, matter: parking, matterCode: 09 009, severity: 2, zone: kerb, forSeconds: 30 }
  - { id: tried, matter: parking, matterCode: 09 009, severity: 2, zone: kerb, forSeconds: 20, mode: shadow }
  - { id: tsp, matter: dust, matterCode: 08 004, severity: 3, sensor: dust, factor: a34001, windowSeconds: 60, limit: 1000 }
`;
const document = parseYaml(RuleDocument, RULES, 'rules.yaml');
const sha256 = rulesHash(document);
const states = { loadState: () => undefined, saveState: () => undefined };

/** A car that stops, seen with the unrest of a model; numbers that no step of the log's grain meets. */
function carAt(second: number): Detection {
  const x = Math.min(0.5, second / 17) + Math.sin(second * 9.7) * 0.0013;
  const box = { x1: x, y1: 0.4 + Math.cos(second * 7.1) * 0.0011, x2: x + 0.1234567, y2: 0.5678901 };
  return { label: 'car', classId: 2, score: 0.71 + Math.sin(second) / 10, box };
}

test('what the gateway was given is read back from its log, and judged again to the same outcomes bit for bit', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lamppost-recorder-'));
  let nowMs = T0;
  const clock = { nowMs: () => nowMs };
  const log = await EventLog.open({
    directory,
    gatewayId: 'gw-1',
    budgetBytes: 10_000_000,
    days: 10,
    clock,
    log: pino({ level: 'silent' }),
    flushEveryMs: 0,
    groupBytes: 2000,
  });
  const recorder = new EventRecorder(log, clock);
  recorder.rules({ text: RULES, sha256 });
  recorder.device('gate', 'up', null);
  const book = { gatewayId: 'gw-1', document };
  const judge = new Judge({ book, states, onViolation: () => undefined, recorder });
  let tracker = emptyTracker();
  for (let look = 0; look < 600; look += 1) {
    nowMs = T0 + look * 200;
    const detections = [carAt(look / 5)];
    const { state, tracks } = updateTracks(tracker, nowMs, detections);
    tracker = state;
    const seen = { cameraId: 'gate', atMs: nowMs, tracks, hazards: { fires: [], smokes: [] }, objects: [] };
    judge.look(roundLook(seen), detections);
    if (look % 5 === 0) judge.tick(nowMs);
    if (look % 50 === 0)
      judge.reading({
        sensorId: 'dust',
        factor: 'a34001',
        measuredAtMs: nowMs - 3000,
        value: 1500 + look / 7,
        flag: 'N',
      });
    if (look % 7 === 0) await log.flush();
  }
  await log.close();

  const recorded: Outcome[] = [];
  const again: Outcome[] = [];
  const kinds = new Set<string>();
  const replay = new Judge({
    book,
    states,
    onViolation: () => undefined,
    recorder: { event: () => undefined, outcome: (outcome) => void again.push(outcome) },
  });
  for await (const event of readEventLog(directory)) {
    kinds.add(event.kind);
    if (event.kind === 'outcome') recorded.push(event.outcome);
    if (event.kind === 'rules') expect(event).toMatchObject({ text: RULES, sha256 });
    const given = engineEventOf(event);
    if (given !== null) replay.take(given);
  }
  expect([...kinds].sort()).toEqual(['device', 'look', 'outcome', 'reading', 'rules', 'tick']);
  expect(recorded.map(({ kind, violation }) => `${kind} ${violation.ruleId}`).sort()).toEqual([
    'shadow tried',
    'violation lane',
    'violation tsp',
  ]);
  expect(again).toStrictEqual(recorded);
  rmSync(directory, { recursive: true });
});
