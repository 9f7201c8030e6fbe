import { parseArgs } from 'node:util';
import type { RoundResult } from './run-round.js';
import { runFaults } from './run-faults.js';
import type { Town } from './town.js';

/** Exit codes: a round failed; the call cannot be understood. */
const FAILED = 1;
const BAD_CALL = 2;
const DEFAULT_ROUNDS = 20;

const USAGE = `npm run faults -- [--seed N] [--rounds R] [--only SEED,SEED] [--json]

Starts the real processes and hurts them at random moments; docs/faults.md says how, and what must hold after each round.

  --seed N     which rounds: the same seed gives the same plans (default: one of its own, which is printed)
  --rounds R   how many (default ${DEFAULT_ROUNDS})
  --only SEED  runs the rounds with these seeds again, as a round that failed printed it
  --json       one JSON on standard output
`;

function wholeNumber(text: string | undefined, name: string): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${name} ${text}: give a whole number from 0`);
  return number;
}

function describe({ seed, violations, cases, dropped, seconds, done, problems }: RoundResult): string {
  const end = problems.length === 0 ? 'well' : `FAILED, again alone with --only ${seed}:\n  ${problems.join('\n  ')}`;
  return `${seed}: ${done.join('; ')}; ${violations} violations, ${cases} cases and ${dropped} given up so far, ${seconds.toFixed(1)} s: ${end}\n`;
}

async function main(): Promise<number> {
  const options = {
    seed: { type: 'string' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  let request;
  try {
    const { values } = parseArgs({ args: process.argv.slice(2), options });
    if (values.help === true) {
      process.stdout.write(USAGE);
      return 0;
    }
    request = {
      isJson: values.json ?? false,
      seed: wholeNumber(values.seed, '--seed') ?? Date.now() % 1_000_000,
      rounds: wholeNumber(values.rounds, '--rounds') ?? DEFAULT_ROUNDS,
      only: (values.only ?? '')
        .split(',')
        .filter((one) => one !== '')
        .map((one) => wholeNumber(one, '--only') ?? 0),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return BAD_CALL;
  }
  const { isJson, ...run } = request;
  process.stderr.write(`faults: seed ${run.seed}\n`);
  let town: Town | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void Promise.resolve(town?.stop()).finally(() => process.exit(FAILED));
    });
  const report = await runFaults({
    ...run,
    keepIn: process.env.LAMPPOST_FAULTS_KEEP ?? null,
    onRound: (result) => process.stderr.write(`faults ${describe(result)}`),
    onTown: (current) => {
      town = current;
    },
  });
  process.stdout.write(`${JSON.stringify(report, null, isJson ? undefined : 2)}\n`);
  return report.failed.length === 0 && report.rounds > 0 ? 0 : FAILED;
}

process.exitCode = await main();
