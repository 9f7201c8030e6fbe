import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { planRound, roundSeed } from './fault-plan.js';
import { type RoundResult, RoundRunner } from './run-round.js';
import { type Town, startTown } from './town.js';

/** Rounds after which everything is started afresh. */
const ROUNDS_PER_TOWN = 25;

/** What is to be run. */
export interface FaultsRequest {
  readonly seed: number;
  readonly rounds: number;
  /** Seeds of single rounds to run again, instead of those that follow from `seed`. */
  readonly only: readonly number[];
  /** Told of each round. */
  readonly onRound: (result: RoundResult) => void;
  /** Folder in which logs and data are kept of a town in which something went wrong; null keeps none. */
  readonly keepIn: string | null;
  /** Told of each town that is started; null when it has been stopped. */
  readonly onTown: (town: Town | null) => void;
}

/** What a run came to. */
export interface FaultsReport {
  readonly seed: number;
  readonly rounds: number;
  readonly failed: readonly RoundResult[];
  readonly violations: number;
  readonly cases: number;
  readonly dropped: number;
  readonly seconds: number;
  readonly broker: string;
  /** How the disk was filled. */
  readonly disk: 'a small disk of its own' | 'not filled';
  /** How often each thing was done. */
  readonly done: Readonly<Record<string, number>>;
}

/** Runs rounds of faults against the real processes. A round that fails ends its town; the next begins in a new one. */
export async function runFaults({ seed, rounds, only, keepIn, onRound, onTown }: FaultsRequest): Promise<FaultsReport> {
  const beganMs = performance.now();
  const seeds = only.length > 0 ? only : Array.from({ length: rounds }, (_, round) => roundSeed(seed, round));
  const results: RoundResult[] = [];
  const totals = { cases: 0, dropped: 0, broker: '', hasSmallDisk: false };
  for (let next = 0; next < seeds.length;) {
    const directory = mkdtempSync(join(tmpdir(), 'lamppost-faults-'));
    const town = await startTown(directory);
    onTown(town);
    const client = await mqtt.connectAsync(town.broker.url, {
      ...{ username: 'devices', password: town.broker.devicesPassword, clientId: 'monitors-of-the-faults' },
      ...{ clean: false, reconnectPeriod: 100, connectTimeout: 2_000 },
    });
    client.on('error', () => undefined);
    let last: RoundResult | null = null;
    try {
      last = await runTown(new RoundRunner(town, client), seeds.slice(next, next + ROUNDS_PER_TOWN), (result) => {
        results.push(result);
        next += 1;
        onRound(result);
      });
    } finally {
      await client.endAsync(true);
      if (keepIn !== null && (last === null || last.problems.length > 0)) {
        const place = join(keepIn, String(last?.seed ?? 'unknown'));
        cpSync(directory, place, { recursive: true, filter: (path) => !path.includes('postgres') });
      }
      await town.stop();
      onTown(null);
      rmSync(directory, { recursive: true, force: true });
    }
    totals.cases += last.cases;
    totals.dropped += last.dropped;
    totals.broker = town.broker.name;
    totals.hasSmallDisk = town.hasSmallDisk;
  }
  const done: Record<string, number> = {};
  for (const words of results.flatMap((result) => result.done)) {
    const kind = words.replace(/\d[\d-]*(\.mkv)?/g, 'N').replace('@N', '');
    done[kind] = (done[kind] ?? 0) + 1;
  }
  return {
    seed,
    rounds: results.length,
    failed: results.filter(({ problems }) => problems.length > 0),
    violations: results.reduce((sum, { violations }) => sum + violations, 0),
    cases: totals.cases,
    dropped: totals.dropped,
    seconds: (performance.now() - beganMs) / 1000,
    broker: totals.broker,
    disk: totals.hasSmallDisk ? 'a small disk of its own' : 'not filled',
    done,
  };
}

/** @returns the result of the last round: the first that failed, or the last of all */
async function runTown(
  runner: RoundRunner,
  seeds: readonly number[],
  onRound: (result: RoundResult) => void,
): Promise<RoundResult> {
  let last: RoundResult | null = null;
  for (const seed of seeds) {
    last = await runner.run(planRound(seed));
    onRound(last);
    if (last.problems.length > 0) break;
  }
  if (last === null) throw new Error('no rounds were asked for');
  return last;
}
