import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SignedChainEntry } from '@lamppost/contracts';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { canonicalJson } from '../evidence/canonical-json.js';
import { loadOrCreateDeviceKey } from '../evidence/device-key.js';
import { PackageTable } from './package-table.js';
import { PendingTable } from './pending-table.js';
import { openSpoolDatabase } from './spool-database.js';
import { Spool } from './spool.js';

/** Lives go on for so long, and at least for so many. */
const LIVES_FOR_MS = 4000;
const LEAST_LIVES = 4;
const child = fileURLToPath(new URL('../dist/testing/spool-child.js', import.meta.url));
const log = pino({ level: 'silent' });
const clock = { nowMs: () => 1_780_000_000_000 };

interface Promises {
  readonly recorded: Set<string>;
  readonly committed: Set<string>;
  readonly accepted: Set<string>;
}

/** When a life ends: `delayMs` after the child has begun the step for the `count`-th time. */
interface Death {
  readonly step: string;
  readonly count: number;
  readonly delayMs: number;
}

function randomDeath(): Death {
  const steps = ['recording', 'committing', 'accepting'];
  return {
    step: steps[Math.floor(Math.random() * steps.length)] ?? 'committing',
    count: 1 + Math.floor(Math.random() * 12),
    delayMs: Math.random() * 2,
  };
}

/** Lets the child live until its death, and notes what it had promised. */
async function liveAndDie(directory: string, round: number, death: Death, promises: Promises): Promise<void> {
  const life = spawn(process.execPath, [child, directory, String(round * 100_000)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(life, 'exit');
  const lines = createInterface({ input: life.stdout });
  const closed = once(lines, 'close');
  let begun = 0;
  lines.on('line', (line) => {
    const [what = '', of = ''] = line.split(' ');
    if (what === 'recorded' || what === 'committed' || what === 'accepted') promises[what].add(of);
    if (what !== death.step) return;
    begun += 1;
    if (begun === death.count) void dieAfter(life, death.delayMs);
  });
  const tooOld = setTimeout(() => life.kill('SIGTERM'), 60_000);
  const [, signal] = (await exited) as [number | null, string | null];
  clearTimeout(tooOld);
  await closed;
  expect(signal, 'the child lived until it was killed').toBe('SIGKILL');
}

/** Timers are too coarse to hit each step of a commit, which takes less than a millisecond. */
async function dieAfter(life: ChildProcess, delayMs: number): Promise<void> {
  const endMs = performance.now() + delayMs;
  while (performance.now() < endMs) await nextTurn();
  life.kill('SIGKILL');
}

async function checkOneTruth(directory: string, promises: Promises): Promise<void> {
  const key = await loadOrCreateDeviceKey(join(directory, 'key.pem'));
  const spool = await Spool.open({ directory, gatewayId: 'pole-1', key, log, clock, budgetBytes: 1_000_000 });
  const { sequence: next, previousDigest } = spool.nextLink();
  const counts = spool.counts();
  await spool.close();

  const database = openSpoolDatabase(join(directory, 'spool.db'));
  try {
    const sealed = database.prepare('SELECT digest FROM package ORDER BY sequence').all() as { digest: string }[];
    const pendingIds = new PendingTable(database, log).list(1_000_000).map(({ violation }) => violation.violationId);
    const table = new PackageTable(database);
    const rows = sealed.map(({ digest }) => table.find(digest)).filter((row) => row !== null);

    const entries = (database.prepare('SELECT signed FROM entry').all() as { signed: string }[]).map(
      ({ signed }) => SignedChainEntry.parse(JSON.parse(signed)).entry,
    );
    const buried = entries.flatMap((entry) => ('dropped' in entry ? entry.dropped : []));
    const links = [...rows, ...entries].sort((one, other) => one.sequence - other.sequence);
    let previous: string | null = null;
    for (const [index, link] of links.entries()) {
      expect(link.sequence, 'no gap').toBe(index + 1);
      expect(link.previousDigest, 'no fork: each entry names the one before').toBe(previous);
      const bytes: string | Buffer =
        'violationId' in link ? `${link.sequence} ${previous ?? ''} ${link.violationId}` : canonicalJson(link);
      const digest: string = createHash('sha256').update(bytes).digest('hex');
      if ('violationId' in link) expect(link.digest).toBe(digest);
      previous = digest;
    }
    expect(next).toBe(links.length + 1);
    expect(previousDigest).toBe(previous);
    const dropped = rows.filter(({ state, receipt }) => state === 'dropped' && receipt === null);
    expect(buried.map(({ digest }) => digest)).toEqual(expect.arrayContaining(dropped.map(({ digest }) => digest)));

    const everywhere = [...pendingIds, ...rows.map(({ violationId }) => violationId)];
    expect(new Set(everywhere).size, 'each violation stands in one place').toBe(everywhere.length);
    for (const id of promises.recorded) expect(everywhere).toContain(id);
    const states = new Map(rows.map(({ digest, state }) => [digest, state]));
    for (const digest of promises.committed) expect(['waiting', 'accepted', 'dropped']).toContain(states.get(digest));
    for (const digest of promises.accepted) expect(states.get(digest)).toBe('accepted');
    expect(rows.every(({ state, receipt }) => (state === 'accepted') === (receipt !== null))).toBe(true);

    const waiting = rows.filter(({ state }) => state === 'waiting');
    const files = await readdir(join(directory, 'packages'));
    expect(files.sort()).toEqual(waiting.map(({ sequence, digest }) => `${sequence}-${digest}.zip`).sort());
    for (const { sequence, digest, sizeBytes } of waiting) {
      const bytes = await readFile(join(directory, 'packages', `${sequence}-${digest}.zip`));
      expect(bytes.equals(Buffer.alloc(sizeBytes, digest)), 'the file is whole').toBe(true);
    }
    expect(await readdir(join(directory, 'set-aside'))).toEqual([]);
    expect(counts).toMatchObject({ pending: pendingIds.length, waiting: waiting.length, refused: 0, lost: 0 });
  } finally {
    database.close();
  }
}

test('a spool killed at random moments keeps each violation exactly once, in one chain', async () => {
  expect(existsSync(child), `${child} is missing: build it with npx tsc --build gateway`).toBe(true);
  const directory = await mkdtemp(join(tmpdir(), 'spool-crash-'));
  const promises: Promises = { recorded: new Set(), committed: new Set(), accepted: new Set() };
  const deaths: Death[] = [];
  try {
    const endMs = performance.now() + LIVES_FOR_MS;
    const isEnough = (): boolean =>
      performance.now() > endMs && deaths.length >= LEAST_LIVES && promises.accepted.size > 0;
    for (let round = 1; !isEnough(); round += 1) {
      const death = randomDeath();
      deaths.push(death);
      await liveAndDie(directory, round, death, promises);
      await checkOneTruth(directory, promises);
    }
  } catch (error) {
    throw new Error(`deaths so far: ${JSON.stringify(deaths)}`, { cause: error });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}, 180_000);
