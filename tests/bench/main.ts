import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findFfmpeg } from '@lamppost/detectors';
import { BenchReport, meetsAim } from './bench-report.js';
import { BENCHMARKS, type Benchmark } from './benchmarks.js';
import { machineFacts } from './machine-facts.js';
import { printReport } from './print-report.js';

/** Exit code for a call that cannot be understood. */
const BAD_CALL = 2;

const list = Object.entries(BENCHMARKS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n');
const USAGE = `npm run bench -- NAME [--json]

${list}

  --json    one JSON on standard output instead of a table
  --quick   as little as shows that it works: its figures say nothing

Figures depend on what else runs: use them only from a machine that is doing nothing else. docs/evaluation.md explains them.
`;

/** Folder of real pictures, which is not part of the repository: `LAMPPOST_DATA`, or `shared/data` beside the repository. */
function findData(environment: NodeJS.ProcessEnv): string | null {
  const folder = resolve(
    environment.LAMPPOST_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url)),
  );
  return existsSync(folder) ? folder : null;
}

async function run(name: string, benchmark: Benchmark, isQuick: boolean): Promise<BenchReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'lamppost-bench-'));
  try {
    const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
    const machine = await machineFacts(ffmpeg);
    const onProgress = (text: string) => process.stderr.write(`bench ${name}: ${text}\n`);
    const dataDirectory = findData(process.env);
    const result = await benchmark.run({ isQuick, ffmpeg, dataDirectory, scratch, onProgress });
    return BenchReport.parse({ bench: name, ...result, meets: meetsAim(result.result, result.aim), machine });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Numbers with as many digits as mean something. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}

async function main(): Promise<number> {
  const options = { json: { type: 'boolean' }, quick: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  let call;
  try {
    call = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return BAD_CALL;
  }
  const [name, ...more] = call.positionals;
  if (name === undefined || call.values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const benchmark = BENCHMARKS[name];
  if (benchmark === undefined || more.length > 0) {
    process.stderr.write(`${[name, ...more].join(' ')}: there is no such benchmark\n\n${USAGE}`);
    return BAD_CALL;
  }
  const report = await run(name, benchmark, call.values.quick ?? false);
  const text = call.values.json === true ? JSON.stringify(report, rounded) : printReport(report);
  process.stdout.write(`${text}\n`);
  return 0;
}

process.exitCode = await main();
