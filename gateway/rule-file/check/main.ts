import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../clock.js';
import { readRuleFile } from '../read-rule-file.js';
import { checkReport, checkText } from './check-rules.js';

const USAGE = `usage: npm run rules:check -- FILE [--json]
Checks a rule file as a gateway would. Exit code 0: good; 1: cannot be used; 2: wrong options.
`;
const REFUSED = 1;
const BAD_OPTIONS = 2;

function readOptions(argv: string[], workingDirectory: string) {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new TypeError('give one file');
  return { shown: file, file: resolve(workingDirectory, file), json: values.json };
}

function main(): void {
  let options: ReturnType<typeof readOptions>;
  try {
    // npm runs scripts at the root of the repository; a path is meant from where npm was called.
    options = readOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exitCode = BAD_OPTIONS;
    return;
  }
  const read = readRuleFile(options.file, systemClock.nowMs());
  const { shown } = options;
  process.stdout.write(
    `${options.json ? JSON.stringify(checkReport(shown, read), null, 2) : checkText(shown, read)}\n`,
  );
  process.exitCode = read.status === 'taken' ? 0 : REFUSED;
}

main();
