import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** What the demo was asked for. */
export interface DemoOptions {
  /** No page: run until enough cases came, or the time is over. */
  readonly headless: boolean;
  /** Kinds of case that must have come. */
  readonly untilCases: number;
  readonly timeoutMs: number;
  /** Print one line of JSON when all runs, unless headless, and the summary as another, and nothing else, on standard output. */
  readonly json: boolean;
  /** Seconds that pass before anything happens. */
  readonly leadSeconds: number;
  readonly port: number;
  /** Where the gateway's event log is copied to at the end, absolute; null: it goes with the rest. */
  readonly keepLog: string | null;
  /** Where the packages of all cases are kept, with the keys to verify them by, absolute; null: they go with the rest. */
  readonly keepPackages: string | null;
}

function parseNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** Reads the demo's command line. */
export function parseDemoOptions(argv: readonly string[]): DemoOptions {
  const command = new Command('npm run demo --')
    .description('the whole product on this machine: simulated devices, one gateway, the cloud and its page')
    .option('--headless', 'no page: end when enough kinds of case came', false)
    .option('--until-cases <count>', 'kinds of case to wait for', parseNumber(1, 4), 4)
    .option('--timeout <seconds>', 'give up after this long', parseNumber(10, 3600), 180)
    .option('--json', 'print JSON and nothing else: addresses and passwords unless headless, then the summary', false)
    .option('--lead <seconds>', 'seconds before anything happens, for a slow machine', parseNumber(2, 60), 2)
    .option('--port <port>', 'port of the page; 0 takes any free one', parseNumber(0, 65535), 0)
    .option('--keep-log <directory>', "at the end, copy the gateway's event log there, for npm run backtest")
    .option(
      '--keep-packages <directory>',
      'at the end, put the evidence packages there, and keys.json, for npm run verify',
    )
    .parse(argv, { from: 'user' });
  const given = command.opts<{
    headless: boolean;
    untilCases: number;
    timeout: number;
    json: boolean;
    lead: number;
    port: number;
    keepLog?: string;
    keepPackages?: string;
  }>();
  // npm runs scripts at the root of the repository; a path is meant from where npm was called.
  const path = (given: string | undefined) =>
    given === undefined ? null : resolve(process.env.INIT_CWD ?? process.cwd(), given);
  return {
    headless: given.headless,
    untilCases: given.untilCases,
    timeoutMs: given.timeout * 1000,
    json: given.json,
    leadSeconds: given.lead,
    port: given.port,
    keepLog: path(given.keepLog),
    keepPackages: path(given.keepPackages),
  };
}
