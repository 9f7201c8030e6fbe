import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { until } from '../e2e/until.js';
import { builtFile } from './built-file.js';
import { clearAbandonedTowns } from './own-town.js';

const PATIENCE_MS = 20_000;
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return child;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** Processes that a program started, and theirs, by what it marked them with. */
function startedBy({ pid }: ChildProcess): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(pid))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, 'utf8').includes(`LAMPPOST_FAULTS_OWNER=${String(pid)}@`);
      } catch {
        return false;
      }
    });
}

/** The towns that a program made. */
function townsOf({ pid }: ChildProcess): string[] {
  return readdirSync(tmpdir())
    .map((name) => join(tmpdir(), name))
    .filter((directory) => directory.includes('lamppost-faults-') && existsSync(join(directory, 'owner')))
    .filter((directory) => readFileSync(join(directory, 'owner'), 'utf8').startsWith(`${String(pid)}@`));
}

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux('what a killed run left behind is cleared by the next, and a run that goes on is left alone', async () => {
  const program = `
    import { spawn } from 'node:child_process';
    import { makeTownDirectory, markOwn } from ${JSON.stringify(pathToFileURL(builtFile('own-town.js')).href)};
    markOwn();
    makeTownDirectory();
    spawn('sleep', ['600'], { stdio: 'ignore' });
    setInterval(() => undefined, 1_000);`;
  const [dead, alive] = [start('--input-type=module', '-e', program), start('--input-type=module', '-e', program)];
  for (const child of [dead, alive])
    await until('a town with a process', PATIENCE_MS, () =>
      startedBy(child).length === 1 && townsOf(child).length === 1 ? true : null,
    );
  await ended(dead, 'SIGKILL');
  expect(startedBy(dead)).toHaveLength(1);
  expect(clearAbandonedTowns()).toBeGreaterThanOrEqual(1);
  expect(townsOf(dead)).toEqual([]);
  await until('its process to end', PATIENCE_MS, () => (startedBy(dead).length === 0 ? true : null));
  expect([startedBy(alive).length, townsOf(alive).length]).toEqual([1, 1]);
  await ended(alive, 'SIGKILL');
  clearAbandonedTowns();
  await until('the other process to end', PATIENCE_MS, () => (startedBy(alive).length === 0 ? true : null));
});

onLinux('a run that is ended by a signal leaves neither processes nor a disk nor files behind', async () => {
  const run = start(builtFile('main.js'), '--rounds', '1', '--seed', '1');
  const [directory = ''] = await until('the town to be under way', PATIENCE_MS, () =>
    startedBy(run).length > 0 && townsOf(run).length === 1 ? townsOf(run) : null,
  );
  await ended(run, 'SIGTERM');
  await until('its processes to end', PATIENCE_MS, () => (startedBy(run).length === 0 ? true : null));
  expect(existsSync(directory)).toBe(false);
  expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(directory);
});
