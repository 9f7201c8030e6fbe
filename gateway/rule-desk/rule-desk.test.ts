import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMetrics } from '../http/metrics.js';
import { LiveRules } from '../rule-file/live-rules.js';
import { readRuleFile } from '../rule-file/read-rule-file.js';
import { takeRuleFile } from '../rule-file/take-rule-file.js';
import { RuleHistory } from './history/rule-history.js';
import { RuleDesk } from './rule-desk.js';

const rules = (forSeconds: number, comment = '') => `schema: lamppost.rules/1
zones:
  - { id: kerb, camera: gate, polygon: [[0, 0.3], [1, 0.3], [1, 1], [0, 1]] }
rules:
  - { id: lane, matter: parking, severity: 2, zone: kerb, forSeconds: ${forSeconds} } # the lane${comment}
`;
const MOST = 6;
const log = pino({ level: 'silent' });

let directory = '';
let file = '';
let nowMs = 1_760_000_000_000;
const clock = { nowMs: () => nowMs };
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rule-desk-'));
  file = join(directory, 'rules.yaml');
  writeFileSync(file, rules(100));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function open(isAssigned = false): { desk: RuleDesk; live: LiveRules; history: RuleHistory } {
  const live = new LiveRules({
    ...{ name: 'rules.yaml', first: takeRuleFile(file, nowMs), clock, metrics: createMetrics(), log },
    ...{ onChange: () => undefined, onStatus: () => undefined },
  });
  const history = new RuleHistory({ directory: join(directory, 'versions'), log, mostVersions: MOST });
  const reload = () => {
    live.take(readRuleFile(file, nowMs));
  };
  const desk = new RuleDesk({
    ...{ file, name: 'rules.yaml', rules: { live, isAssigned: () => isAssigned, reload }, history, clock, log },
    sources: () => ({ cameras: [], sensors: [] }),
  });
  return { desk, live, history };
}
const publication = (text: string, ifMatch: string, who = 'li') => ({
  text,
  who,
  ifMatch,
  reason: 'why',
  restores: null,
});

describe('the rule desk', () => {
  test('publishes a text in the place of the one it was made from, and notes who, why and what', async () => {
    const { desk, live } = open();
    const { etag } = await desk.now();
    nowMs += 1_000;
    const result = await desk.publish(publication(rules(300), etag));
    expect(result).toMatchObject({
      status: 'published',
      version: {
        ...{ number: 2, kind: 'published', who: 'li', reason: 'why', atMs: nowMs, sha256: live.now().sha256 },
        changes: [{ list: 'rules', id: 'lane', fields: [{ field: 'forSeconds', before: '100', after: '300' }] }],
      },
    });
    expect(readFileSync(file, 'utf8')).toBe(rules(300));
    expect(live.now().document.rules[0]).toMatchObject({ forSeconds: 300 });
  });

  test('tells who was slower, and changes nothing', async () => {
    const { desk } = open();
    const { etag } = await desk.now();
    const both = [publication(rules(200), etag, 'li'), publication(rules(300), etag, 'wang')];
    const results = await Promise.all(both.map((one) => desk.publish(one)));
    expect(results).toMatchObject([{ status: 'published' }, { status: 'overtaken', newest: { who: 'li' } }]);
    expect(readFileSync(file, 'utf8')).toBe(rules(200));
  });

  test('goes back to an older version', async () => {
    const { desk, live } = open();
    const first = await desk.now();
    await desk.publish(publication(rules(300), first.etag));
    const { etag } = await desk.now();
    const old = desk.version(1);
    const back = await desk.publish({ ...publication(old?.text ?? '', etag), restores: 1 });
    expect(back).toMatchObject({ status: 'published', version: { number: 3, kind: 'rolled-back', restores: 1 } });
    expect(live.now().sha256).toBe(first.live.sha256);
    expect((await desk.versions()).map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  test('refuses what cannot be used, what changes nothing, and what the cloud assigns', async () => {
    const { desk } = open();
    const { etag } = await desk.now();
    expect(await desk.publish(publication(rules(-1), etag))).toMatchObject({
      status: 'refused',
      checked: { problems: [{ line: 5, path: 'rules[0].forSeconds' }] },
    });
    expect(await desk.publish(publication(rules(100), etag))).toEqual({ status: 'unchanged' });
    expect(await open(true).desk.publish(publication(rules(300), etag))).toEqual({ status: 'assigned' });
    expect(readFileSync(file, 'utf8')).toBe(rules(100));
  });

  test('notes what was changed on the disk by somebody else, be it a comment alone', async () => {
    const { desk, live } = open();
    await desk.now();
    writeFileSync(file, rules(100, ' of the school'));
    live.take(readRuleFile(file, nowMs));
    const [newest] = await desk.versions();
    expect(newest).toMatchObject({ number: 2, kind: 'file', who: null, changes: [] });
    expect((await desk.now()).text).toContain('of the school');
  });

  test('makes edits on a text and says what they come to', () => {
    const { desk } = open();
    const edited = desk.draft({
      text: rules(100),
      edits: [{ op: 'set', path: ['rules', 0, 'forSeconds'], value: 240 }],
    });
    expect(edited).toMatchObject({
      status: 'drafted',
      draft: { text: rules(240), checked: { status: 'taken' }, changes: [{ id: 'lane', kind: 'changed' }] },
    });
    expect(desk.draft({ text: 'rules: 5' })).toMatchObject({
      draft: { checked: { status: 'refused' }, changes: null },
    });
    // What is no YAML is still a draft: somebody is typing it.
    expect(desk.draft({ text: 'rules: [' })).toMatchObject({
      draft: { checked: { problems: [{ code: 'rules.not-yaml' }] } },
    });
  });

  test('keeps its history over a restart, and no more of it than fits', async () => {
    const { desk, history } = open();
    const { text } = await desk.now();
    const version = {
      atMs: nowMs,
      kind: 'published',
      who: 'li',
      reason: 'why',
      restores: null,
      sha256: 'a',
      version: null,
    } as const;
    for (let count = 0; count < MOST + 3; count += 1) await history.add({ ...version, text, changes: [] });
    const again = new RuleHistory({ directory: join(directory, 'versions'), log, mostVersions: MOST });
    expect(again.list()).toEqual(history.list());
    expect(again.list()).toHaveLength(MOST);
    expect(again.find(1)).toBeNull();
    expect(again.newest()?.number).toBe(MOST + 4);
  });
});
