import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './repository.js';

const ALL_WELL = {
  numPassedTests: 5,
  numFailedTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
};

/** A repository of nothing but `.ci`, and programs that stand in for npm and apt-get; what they were asked is in `asked`. */
let directory = '';
const below = (name: string) => join(directory, name);

function program(name: string, script: string): void {
  writeFileSync(below(`bin/${name}`), `#!/bin/sh\necho "${name} $*" >>"${below('asked')}"\n${script}\n`);
  chmodSync(below(`bin/${name}`), 0o755);
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ci-'));
  for (const name of ['bin', 'repository/coverage']) mkdirSync(below(name), { recursive: true });
  cpSync(join(root, '.ci'), below('repository/.ci'), { recursive: true });
  writeFileSync(below('asked'), '');
  program('dpkg-query', 'echo installed');
  program('apt-get', '');
  program('npm', '');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function run(env: Readonly<Record<string, string>> = {}) {
  const ended = spawnSync(below('repository/.ci/run'), {
    cwd: tmpdir(),
    encoding: 'utf8',
    timeout: 20_000,
    env: { PATH: `${below('bin')}:${process.env.PATH ?? ''}`, ...env },
  });
  return {
    status: ended.status,
    closing: ended.stdout.trim().split('\n').at(-1),
    asked: readFileSync(below('asked'), 'utf8'),
  };
}

function testsReport(report: object, status = 0): void {
  writeFileSync(below('report.json'), JSON.stringify(report));
  program(
    'npm',
    `echo "CI=$CI" >>"${below('asked')}"; cp "${below('report.json')}" coverage/results.json; exit ${status}`,
  );
}

test.each([
  ['all is well', ALL_WELL, 0, '5 passed, 0 failed', 0],
  ['some were skipped', { ...ALL_WELL, numPendingTests: 2 }, 0, '5 passed, 0 failed, 2 skipped', 0],
  ['one failed', { ...ALL_WELL, numFailedTests: 1 }, 1, '5 passed, 1 failed', 1],
  [
    'a file could not be loaded',
    { ...ALL_WELL, testResults: [{ status: 'failed', assertionResults: [] }] },
    1,
    '5 passed, 1 failed',
    1,
  ],
  ['all passed, and yet npm test failed', ALL_WELL, 1, '5 passed, 1 failed', 1],
  ['no test ran', { numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0, '0 passed, 1 failed', 1],
])('when %s, the last line and the exit code say so', (_, report, npmStatus, closing, status) => {
  testsReport(report, npmStatus);
  expect(run()).toMatchObject({ closing, status });
});

test('when lint fails before the tests, an earlier report is not taken for its own', () => {
  writeFileSync(below('repository/coverage/results.json'), JSON.stringify(ALL_WELL));
  program('npm', 'exit 1');
  expect(run()).toMatchObject({ closing: '0 passed, 1 failed', status: 1 });
});

test('it is a run of continuous integration unless the caller says otherwise', () => {
  testsReport(ALL_WELL);
  expect(run().asked).toContain('CI=true\n');
  expect(run({ CI: 'false' }).asked).toContain('CI=false\n');
});

test('nothing is asked of apt when nothing is missing', () => {
  testsReport(ALL_WELL);
  expect(run().asked).not.toContain('apt-get');
});

test.skipIf(process.getuid?.() !== 0)(
  'what is missing is installed, and a failure of apt does not keep the tests from telling',
  () => {
    testsReport(ALL_WELL);
    program('dpkg-query', 'case $* in *influxdb*) ;; *) echo installed ;; esac');
    expect(run().asked).toMatch(/apt-get .*update\napt-get .*install .*--no-install-recommends influxdb\n/);
    program('apt-get', 'exit 100');
    expect(run()).toMatchObject({ closing: '5 passed, 0 failed', status: 0 });
    expect(existsSync(below('repository/coverage/results.json'))).toBe(true);
  },
);
