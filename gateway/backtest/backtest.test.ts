import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError, parseYaml } from '@lamppost/detectors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RuleDocument } from '../rules/document/rule-document.js';
import { writeMadeLog } from './made-log.js';
import { runBacktest } from './run-backtest.js';
import { suggestThresholds } from './suggest/suggest-thresholds.js';
import type { Verdict } from './verdicts.js';

const START = Date.UTC(2026, 2, 2);
const rulesWith = (forSeconds: number, more = '') => `
schema: lamppost.rules/1
zones:
  - { id: kerb, camera: gate, polygon: [[0, 0.3], [1, 0.3], [1, 1], [0, 1]] }
rules:
  - { id: lane, matter: parking, severity: 2, zone: kerb, forSeconds: ${forSeconds}${more} }
  - { id: tsp, matter: dust, severity: 3, sensor: dust, factor: a34001, windowSeconds: 300, limit: 1000 }
`;
const documentWith = (forSeconds: number, more = '') =>
  parseYaml(RuleDocument, rulesWith(forSeconds, more), 'rules.yaml');

/** Every other car stands long (a violation), the others short (a delivery): 400 s and 130 s. */
const STAYS = Array.from({ length: 24 }, (_, index) => ({
  fromSecond: 60 + index * 700,
  seconds: index % 2 === 0 ? 400 : 130,
}));
const SECONDS = 60 + 24 * 700;

let directory = '';
let log = '';
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lamppost-backtest-'));
  log = join(directory, 'log');
  await writeMadeLog({
    ...{ directory: log, rules: rulesWith(100), startMs: START, seconds: SECONDS, stays: STAYS },
    readings: Array.from({ length: SECONDS / 60 }, (_, minute) => (minute > 100 && minute < 130 ? 1500 : 200)),
  });
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const play = async (document: RuleDocument, against: RuleDocument | null, verdicts: readonly Verdict[] | null = null) =>
  runBacktest({ directory: log, document, against, verdicts });

/** A person confirms the long stays and rejects the short ones. */
const verdicts = (): Verdict[] =>
  STAYS.map(({ fromSecond, seconds }) => ({
    ...{
      sourceId: 'gate',
      matter: 'parking',
      fromMs: START + fromSecond * 1000,
      toMs: START + (fromSecond + 50) * 1000,
    },
    verdict: seconds > 300 ? 'confirmed' : 'rejected',
  }));

describe('a backtest', () => {
  test('of the rules that were live finds what was found at the time, by the same IDs', async () => {
    const { live, shadow, gatewayId, log: facts, unheard } = await play(documentWith(100), null);
    expect({ gatewayId, shadow, unheard, gaps: facts.gaps }).toEqual({
      gatewayId: 'made',
      shadow: null,
      unheard: [],
      gaps: [],
    });
    expect(live.total).toMatchObject({ found: 25, against: 25, same: 25, new: 0, gone: 0 });
    expect(live.rows.map(({ ruleId, sourceId, found }) => [ruleId, sourceId, found])).toEqual([
      ['lane', 'gate', 24],
      ['tsp', 'dust', 1],
    ]);
    expect(live.rows[0]?.delay).toEqual({ medianMs: 100_000, p95Ms: 100_000 });
  });

  test('of a stricter version tells which are gone, of a looser one which are new', async () => {
    const strict = await play(documentWith(300), documentWith(100));
    expect(strict.live.rows[0]).toMatchObject({ found: 12, against: 24, same: 12, new: 0, gone: 12 });
    expect(strict.live.gone.map(({ startedAtMs }) => startedAtMs)).toEqual(
      STAYS.filter(({ seconds }) => seconds < 300).map(({ fromSecond }) => START + fromSecond * 1000),
    );
    const loose = await play(documentWith(100), documentWith(300));
    expect(loose.live.rows[0]).toMatchObject({ found: 24, against: 12, same: 12, new: 12, gone: 0 });
    expect(loose.live.new).toEqual(strict.live.gone);
  });

  test('reports rules in shadow mode by themselves, and rules that the log holds nothing for', async () => {
    const document = documentWith(100, ', mode: shadow');
    const { live, shadow } = await play(document, documentWith(100));
    expect(live.rows[0]).toMatchObject({ ruleId: 'lane', found: 0, against: 24, gone: 24 });
    expect(shadow?.total).toMatchObject({ found: 24, against: 0, new: 24 });
    const elsewhere = { ...document, zones: document.zones.map((zone) => ({ ...zone, camera: 'yard' })) };
    expect((await play(elsewhere, null)).unheard).toEqual([{ ruleId: 'lane', source: 'camera/yard' }]);
  });

  test('counts verdicts, and what has none is neither right nor wrong', async () => {
    const some = verdicts().slice(0, 20);
    const { live, verdicts: used } = await play(documentWith(100), null, [
      ...some,
      { violationId: '0'.repeat(32), verdict: 'rejected' },
      { sourceId: 'gate', matter: 'parking', fromMs: 0, toMs: 1, verdict: 'rejected' },
    ]);
    expect(used).toEqual({ given: 22, used: 20, unknown: 1, outside: 1 });
    expect(live.total.score).toMatchObject({ confirmed: 10, rejected: 10, unlabelled: 5 });
    expect(live.total.score?.precision).toMatchObject({ count: 10, of: 20, share: 0.5 });
    expect(live.total.score?.recall).toMatchObject({ count: 10, of: 10, share: 1 });
    const tooStrict = await play(documentWith(390), null, some);
    expect(tooStrict.live.total.score).toMatchObject({ confirmed: 10, rejected: 0, precision: { share: 1 } });
    const blind = await play(documentWith(500), null, some);
    expect(blind.live.total.score?.recall).toMatchObject({ count: 0, of: 10, share: 0 });
  });

  test('takes verdicts by the ID of what was found at the time, also when another version tells it later', async () => {
    const { live } = await play(documentWith(100), null);
    const [first] = live.found;
    const named: Verdict[] = [{ violationId: first?.violationId ?? '', verdict: 'confirmed' }];
    const later = await play(documentWith(300), null, named);
    expect(later.live.rows[0]?.score?.recall).toMatchObject({ count: 1, of: 1 });
  });

  test('plays a part of the log', async () => {
    const options = { directory: log, document: documentWith(100), against: null, verdicts: null };
    const { live, log: facts } = await runBacktest({ ...options, toMs: START + 1_500_000 });
    expect(live.rows[0]?.found).toBe(2);
    expect(facts.toMs).toBeLessThan(START + 1_500_000);
    await expect(runBacktest({ ...options, fromMs: START + 1e9 })).rejects.toThrow(/give a time that it covers/);
  });
});

describe('suggestions', () => {
  test('find the threshold that was planted, and say that the verdicts are too few', async () => {
    const { rules, withoutVerdicts } = await suggestThresholds({
      ...{ directory: log, document: documentWith(100), verdicts: verdicts(), recall: 0.95 },
    });
    expect(withoutVerdicts).toEqual(['tsp']);
    const [lane] = rules;
    expect(lane).toMatchObject({
      ruleId: 'lane',
      confirmed: 12,
      rejected: 12,
      hasEnough: false,
      wanted: { confirmed: 73 },
    });
    expect(lane?.best?.score).toMatchObject({ confirmed: 12, rejected: 0, recall: { share: 1 } });
    const value = lane?.best?.setting.forSeconds ?? 0;
    expect(value).toBeGreaterThan(130);
    expect(value).toBeLessThanOrEqual(400);
  });

  test('leave a rule alone that does as well as any other', async () => {
    const options = { directory: log, document: documentWith(300), verdicts: verdicts(), recall: 0.95 };
    expect((await suggestThresholds(options)).rules[0]?.best).toMatchObject({
      isPresent: true,
      score: { rejected: 0 },
    });
  });
});

describe('the commands', { timeout: 60_000 }, () => {
  const dist = resolve(import.meta.dirname, '../dist/backtest');
  const run = async (program: string, ...args: readonly string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
      execFile(
        process.execPath,
        [join(dist, program), ...args],
        { env: { ...process.env, INIT_CWD: directory } },
        (error, stdout, stderr) => {
          done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
        },
      );
    });
  const write = (name: string, text: string) => {
    writeFileSync(join(directory, name), text);
    return name;
  };

  test('backtest prints tables, and JSON when asked', async () => {
    write('old.yaml', rulesWith(100));
    write('new.yaml', rulesWith(300));
    write('verdicts.json', JSON.stringify(verdicts()));
    const args = ['--log', 'log', '--rules', 'new.yaml', '--against', 'old.yaml', '--labels', 'verdicts.json'];
    const text = await run('main.js', ...args);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/lane +gate +12 +24 +12 +0 +12 +300\.0 +300\.0 +12 +0 +0 +100\.0 % \(75\.8-100\.0\)/);
    const { stdout } = await run('main.js', ...args, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ live: { total: { found: 13, gone: 12 } } });
    const suggested = await run('suggest/main.js', '--log', 'log', '--rules', 'old.yaml', '--labels', 'verdicts.json');
    expect(suggested.stdout).toMatch(/TOO FEW VERDICTS/);
    expect(suggested.stdout).toMatch(/with 0 of 12 false leads: forSeconds \d+/);
  });

  test('refuse what they cannot use by its place, with exit code 2', async () => {
    write('good.yaml', rulesWith(100));
    write('bad.yaml', rulesWith(-1));
    write('odd.json', '[{ "sourceId": "gate", "verdict": "confirmed" }]');
    mkdirSync(join(directory, 'empty'), { recursive: true });
    for (const [args, message] of [
      [['--log', 'nowhere', '--rules', 'good.yaml'], /nowhere: is no event log/],
      [['--log', 'empty', '--rules', 'good.yaml'], /empty: is no event log/],
      [['--log', 'log', '--rules', 'bad.yaml'], /bad\.yaml:6:\d+: rules\[0\]\.forSeconds/],
      [
        ['--log', 'log', '--rules', 'good.yaml', '--labels', 'odd.json'],
        /odd\.json:1:2: \[0\]: give a violationId, or all of/,
      ],
      [['--log', 'log', '--rules', 'good.yaml', '--from', 'monday'], /--from: monday is not a time/],
      [['--rules', 'good.yaml'], /--log: not given/],
      [['--log', 'log', '--rules', 'good.yaml', '--loud'], /--loud/],
    ] as const) {
      const { code, stdout, stderr } = await run('main.js', ...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(message);
    }
  });
});

test('a log of which some is damaged is played without it and says so; one that is foreign as a whole is refused', async () => {
  const torn = join(directory, 'torn');
  mkdirSync(torn);
  for (const name of readdirSync(log)) copyFileSync(join(log, name), join(torn, name));
  const segment = readdirSync(torn).find((name) => name.endsWith('.lpe')) ?? '';
  const bytes = readFileSync(join(torn, segment));
  bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 40);
  writeFileSync(join(torn, segment), bytes);
  const options = { document: documentWith(100), against: null, verdicts: null };
  const { log: facts } = await runBacktest({ directory: torn, ...options });
  expect(facts.damage.map(({ place }) => place.includes(segment))).toContain(true);

  const foreign = join(directory, 'foreign');
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'segment-000000000000.lpe'), Buffer.alloc(5000, 'not ours'));
  await expect(runBacktest({ directory: foreign, ...options })).rejects.toThrow(ConfigError);
});
