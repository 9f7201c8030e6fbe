import { ConfigError } from '@lamppost/detectors';
import { systemClock } from '../clock.js';
import { EventLogError } from '../event-log/event-log-error.js';
import { takeRuleFile } from '../rule-file/take-rule-file.js';
import { answerCommand, pathFrom, readOptions, required, spanOf } from './command-line.js';
import { printBacktest } from './print-backtest.js';
import { runBacktest } from './run-backtest.js';
import { readVerdicts } from './verdicts.js';

const USAGE = `npm run backtest -- --log DIR --rules NEW.yaml [options]
Plays a gateway's event log under a version of the rules. Exit code 0: played; 2: cannot be played as it was given.

  --against OLD.yaml  the version to hold it against; left out, what the gateway found at the time
  --labels FILE       verdicts on what was found, a JSON list
  --from TIME         play from here on: ISO 8601, in the rules' time zone where it names none
  --to TIME           and up to here
  --json              one JSON on standard output instead of tables

docs/backtest.md describes formats and figures.`;
const OPTIONS = {
  log: { type: 'string' },
  rules: { type: 'string' },
  against: { type: 'string' },
  labels: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

async function backtest(argv: readonly string[]) {
  const values = readOptions(argv, OPTIONS, USAGE);
  if (values.help === true) return USAGE;
  // npm runs scripts at the root of the repository; a path is meant from where npm was called.
  const place = { workingDirectory: process.env.INIT_CWD ?? process.cwd() };
  const nowMs = systemClock.nowMs();
  const log = required('log', values.log, USAGE);
  const rules = required('rules', values.rules, USAGE);
  const taken = takeRuleFile(pathFrom(place, rules), nowMs);
  const old = values.against === undefined ? null : takeRuleFile(pathFrom(place, values.against), nowMs);
  const { timeZone } = taken.document;
  const report = await runBacktest({
    directory: pathFrom(place, log),
    document: taken.document,
    against: old?.document ?? null,
    verdicts: values.labels === undefined ? null : readVerdicts(pathFrom(place, values.labels)),
    ...spanOf(values.from, values.to, timeZone),
    onProgress: (events) => process.stderr.write(`backtest: ${events} events played\n`),
  });
  const text = printBacktest(report, { rules, against: values.against ?? null, timeZone });
  const given = {
    log,
    rules: { file: rules, sha256: taken.sha256 },
    against: old === null ? null : { file: values.against, sha256: old.sha256 },
  };
  return { json: values.json ?? false, answer: { report: { given, ...report }, text } };
}

process.exitCode = await answerCommand(
  async () => backtest(process.argv.slice(2)),
  (error) => error instanceof ConfigError || error instanceof EventLogError,
);
