import { cpSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { planRound, roundSeed } from './fault-plan.js';
import { makeTownDirectory, removeTown } from './own-town.js';
import { type RoundResult, RoundRunner } from './run-round.js';
import { type Town, startTown } from './town.js';

/** Rounds after which everything is started afresh. */
const ROUNDS_PER_TOWN = 25;
/** Rounds after which all packages so far are verified; what is wrong with one stays wrong. */
const ROUNDS_PER_VERIFICATION = 5;
/** Towns in a row that can not be started before a run is given up. */
const MAX_DEAD_TOWNS = 3;

/** What is to be run. */
export interface FaultsRequest {
  readonly seed: number;
  /** First round of those that follow from `seed`. */
  readonly from: number;
  readonly rounds: number;
  /** Towns side by side, each with its own processes. */
  readonly towns: number;
  /** Seeds of single rounds to run again, instead of those that follow from `seed`. */
  readonly only: readonly number[];
  /** Told of each round. */
  readonly onRound: (result: RoundResult) => void;
  /** Folder in which logs and data are kept of a town in which something went wrong; null keeps none. */
  readonly keepIn: string | null;
}

/** What a run came to. */
export interface FaultsReport {
  readonly seed: number;
  readonly from: number;
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

/** What towns add to while they run side by side. */
interface Tally {
  readonly results: RoundResult[];
  cases: number;
  dropped: number;
  broker: string;
  hasSmallDisk: boolean;
  deadTowns: number;
}

/** Runs rounds of faults against the real processes. A round that fails ends its town; the next begins in a new one. */
export async function runFaults(request: FaultsRequest): Promise<FaultsReport> {
  const { seed, from, rounds, towns, only } = request;
  const beganMs = performance.now();
  const seeds =
    only.length > 0 ? [...only] : Array.from({ length: rounds }, (_, index) => roundSeed(seed, from + index));
  const perTown = Math.min(ROUNDS_PER_TOWN, Math.ceil(seeds.length / towns));
  const tally: Tally = { results: [], cases: 0, dropped: 0, broker: '', hasSmallDisk: false, deadTowns: 0 };
  await Promise.all(
    Array.from({ length: towns }, async () => {
      while (seeds.length > 0 && tally.deadTowns < MAX_DEAD_TOWNS)
        await runPart(seeds.splice(0, perTown), request, tally);
    }),
  );
  return { ...summarise(tally), seed, from, seconds: (performance.now() - beganMs) / 1000 };
}

function summarise({
  results,
  cases,
  dropped,
  broker,
  hasSmallDisk,
}: Tally): Omit<FaultsReport, 'seed' | 'from' | 'seconds'> {
  const done: Record<string, number> = {};
  for (const words of results.flatMap((result) => result.done)) {
    const kind = words.replace(/\d[\d-]*(\.mkv)?/g, 'N').replace('@N', '');
    done[kind] = (done[kind] ?? 0) + 1;
  }
  return {
    rounds: results.length,
    failed: results.filter(({ problems }) => problems.length > 0),
    violations: results.reduce((sum, { violations }) => sum + violations, 0),
    ...{ cases, dropped, broker },
    disk: hasSmallDisk ? 'a small disk of its own' : 'not filled',
    done,
  };
}

/** Runs rounds one after another, in a town of their own as long as nothing fails. */
async function runPart(seeds: readonly number[], request: FaultsRequest, tally: Tally): Promise<void> {
  for (let next = 0; next < seeds.length && tally.deadTowns < MAX_DEAD_TOWNS;) {
    const directory = makeTownDirectory();
    const results: RoundResult[] = [];
    const onRound = (result: RoundResult) => {
      results.push(result);
      request.onRound(result);
    };
    try {
      const town = await startTown(directory);
      tally.deadTowns = 0;
      tally.broker = town.broker.name;
      tally.hasSmallDisk = town.hasSmallDisk;
      try {
        await runTown(town, seeds.slice(next), onRound);
      } finally {
        await town.stop();
      }
    } catch (error) {
      if (results.length === 0) tally.deadTowns += 1;
      const seed = seeds[next + results.length] ?? 0;
      onRound({ ...NOTHING, seed, problems: [`could not be run: ${String(error)}`] });
    } finally {
      if (request.keepIn !== null && results.some(({ problems }) => problems.length > 0)) {
        const place = join(request.keepIn, String(results.at(-1)?.seed));
        cpSync(directory, place, { recursive: true, filter: (path) => !path.includes('postgres') });
      }
      removeTown(directory);
    }
    next += results.length;
    tally.results.push(...results);
    tally.cases += Math.max(0, ...results.map(({ cases }) => cases));
    tally.dropped += Math.max(0, ...results.map(({ dropped }) => dropped));
  }
}

const NOTHING: Omit<RoundResult, 'seed' | 'problems'> = {
  ...{ cases: 0, dropped: 0, done: [], violations: 0, seconds: 0, unverified: [] },
};

async function runTown(town: Town, seeds: readonly number[], onRound: (result: RoundResult) => void): Promise<void> {
  const client = await mqtt.connectAsync(town.broker.url, {
    ...{ username: 'devices', password: town.broker.devicesPassword, clientId: 'monitors-of-the-faults' },
    ...{ clean: false, reconnectPeriod: 100, connectTimeout: 2_000 },
  });
  client.on('error', () => undefined);
  const runner = new RoundRunner(town, client);
  try {
    for (const [index, seed] of seeds.entries()) {
      const isVerified = (index + 1) % ROUNDS_PER_VERIFICATION === 0 || index + 1 === seeds.length;
      const result = await runner.run(planRound(seed), isVerified);
      onRound(result);
      if (result.problems.length > 0) return;
    }
  } finally {
    await client.endAsync(true);
  }
}
