import { parseArgs } from 'node:util';
import { clearAbandonedTowns, clearOwnTowns, markOwn } from './own-town.js';
import type { RoundResult } from './run-round.js';
import { runFaults } from './run-faults.js';

/** Exit codes: a round failed; the call cannot be understood; ended by a signal. */
const FAILED = 1;
const BAD_CALL = 2;
const SIGNALLED = 130;
const DEFAULT_ROUNDS = 20;

const USAGE = `npm run faults -- [--seed N] [--from K] [--rounds R] [--towns T] [--only SEED,SEED] [--json]

Starts the real processes and hurts them at random moments; docs/faults.md says how, and what must hold after each round.

  --seed N     which rounds: the same seed gives the same plans (default: one of its own, which is printed)
  --from K     the first of them (default 0): a long run can be played in parts
  --rounds R   how many (default ${DEFAULT_ROUNDS})
  --towns T    how many are played side by side, each with all processes of its own (default 1)
  --only SEED  runs the rounds with these seeds again, as a round that failed printed it
  --json       one JSON on standard output
`;

function wholeNumber(text: string | undefined, name: string, least = 0): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`${name} ${text}: give a whole number from ${least}`);
  return number;
}

function describe({ seed, violations, cases, dropped, seconds, done, problems, unverified }: RoundResult): string {
  const again = [...unverified, seed].join(',');
  const end = problems.length === 0 ? 'well' : `FAILED, again alone with --only ${again}:\n  ${problems.join('\n  ')}`;
  return `${seed}: ${done.join('; ')}; ${violations} violations, ${cases} cases and ${dropped} given up so far, ${seconds.toFixed(1)} s: ${end}\n`;
}

function readRequest(args: string[]) {
  const options = {
    seed: { type: 'string' },
    from: { type: 'string' },
    rounds: { type: 'string' },
    towns: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args, options });
  if (values.help === true) return null;
  return {
    isJson: values.json ?? false,
    seed: wholeNumber(values.seed, '--seed') ?? Date.now() % 1_000_000,
    from: wholeNumber(values.from, '--from') ?? 0,
    rounds: wholeNumber(values.rounds, '--rounds') ?? DEFAULT_ROUNDS,
    towns: wholeNumber(values.towns, '--towns', 1) ?? 1,
    only: (values.only ?? '')
      .split(',')
      .filter((one) => one !== '')
      .map((one) => wholeNumber(one, '--only') ?? 0),
  };
}

async function main(): Promise<number> {
  let request;
  try {
    request = readRequest(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return BAD_CALL;
  }
  if (request === null) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { isJson, ...run } = request;
  const abandoned = clearAbandonedTowns();
  if (abandoned > 0) process.stderr.write(`faults: ${abandoned} towns of runs that broke off were cleared\n`);
  markOwn();
  process.on('exit', clearOwnTowns);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(SIGNALLED));
  process.stderr.write(`faults: seed ${run.seed}\n`);
  const report = await runFaults({
    ...run,
    keepIn: process.env.LAMPPOST_FAULTS_KEEP ?? null,
    onRound: (result) => process.stderr.write(`faults ${describe(result)}`),
  });
  process.stdout.write(`${JSON.stringify(report, null, isJson ? undefined : 2)}\n`);
  return report.failed.length === 0 && report.rounds > 0 ? 0 : FAILED;
}

process.exitCode = await main();
