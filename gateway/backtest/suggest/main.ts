import { ConfigError } from '@lamppost/detectors';
import { systemClock } from '../../clock.js';
import { EventLogError } from '../../event-log/event-log-error.js';
import { takeRuleFile } from '../../rule-file/take-rule-file.js';
import { answerCommand, numberWithin, pathFrom, readOptions, required, spanOf } from '../command-line.js';
import { readVerdicts } from '../verdicts.js';
import { printSuggestions } from './print-suggestions.js';
import { suggestThresholds } from './suggest-thresholds.js';

const USAGE = `npm run suggest -- --log DIR --rules FILE --labels VERDICTS.json [options]
Tells which thresholds would have kept a recall with the fewest false leads. It changes nothing. Exit code 0: played; 2: bad input.

  --recall N    share of the confirmed offences that must still be found, above 0 and below 1 (0.95)
  --from TIME   play from here on: ISO 8601, in the rules' time zone where it names none
  --to TIME     and up to here
  --json        one JSON on standard output instead of tables

docs/backtest.md describes formats and figures.`;
const OPTIONS = {
  log: { type: 'string' },
  rules: { type: 'string' },
  labels: { type: 'string' },
  recall: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

async function suggest(argv: readonly string[]) {
  const values = readOptions(argv, OPTIONS, USAGE);
  if (values.help === true) return USAGE;
  const place = { workingDirectory: process.env.INIT_CWD ?? process.cwd() };
  const directory = pathFrom(place, required('log', values.log, USAGE));
  const rules = pathFrom(place, required('rules', values.rules, USAGE));
  const labels = pathFrom(place, required('labels', values.labels, USAGE));
  const recall = numberWithin('recall', values.recall, [0.95, 0.01, 0.999]);
  const { document } = takeRuleFile(rules, systemClock.nowMs());
  const report = await suggestThresholds({
    directory,
    document,
    verdicts: readVerdicts(labels),
    recall,
    ...spanOf(values.from, values.to, document.timeZone),
    onProgress: (events) => process.stderr.write(`suggest: ${events} events played\n`),
  });
  return { json: values.json ?? false, answer: { report, text: printSuggestions(report) } };
}

process.exitCode = await answerCommand(
  async () => suggest(process.argv.slice(2)),
  (error) => error instanceof ConfigError || error instanceof EventLogError,
);
