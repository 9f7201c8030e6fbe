import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ConfigError } from '@lamppost/detectors';
import { DateTime } from 'luxon';

/** Exit code for what cannot be played as it was given. */
const BAD_INPUT = 2;
const DECIMALS = 6;

/** Where paths are meant from: npm runs scripts at the root of the repository, and says from where it was called. */
export interface WorkingDirectory {
  readonly workingDirectory: string;
}

/** Reads options. @throws ConfigError saying what is wrong, and how the command is used */
export function readOptions<const T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
  usage: string,
): ReturnType<typeof parseArgs<{ args: string[]; options: T; strict: true; allowPositionals: false }>>['values'] {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw new ConfigError([cause instanceof Error ? cause.message : String(cause), '', usage]);
  }
}

/** An option that must be there. */
export function required(name: string, text: string | undefined, usage: string): string {
  if (text !== undefined && text !== '') return text;
  throw new ConfigError([`--${name}: not given`, '', usage]);
}

/** A path as it was meant. */
export function pathFrom({ workingDirectory }: WorkingDirectory, path: string): string {
  return resolve(workingDirectory, path);
}

/** A number within bounds, or a default. */
export function numberWithin(
  name: string,
  text: string | undefined,
  [fallback, min, max]: readonly [number, number, number],
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new ConfigError([`--${name}: ${text} is not a number from ${min} to ${max}`]);
}

/** A time in ISO 8601, in a time zone where it names none; undefined when it was not given. */
export function timeOf(name: string, text: string | undefined, zone: string): number | undefined {
  if (text === undefined) return undefined;
  const time = DateTime.fromISO(text, { zone });
  if (time.isValid) return time.toMillis();
  throw new ConfigError([
    `--${name}: ${text} is not a time; write it as in 2026-03-01T08:00 or 2026-03-01T08:00+08:00`,
  ]);
}

/** A span of time. @throws ConfigError when it is empty */
export function spanOf(from: string | undefined, to: string | undefined, zone: string) {
  const [fromMs, toMs] = [timeOf('from', from, zone), timeOf('to', to, zone)];
  if (fromMs !== undefined && toMs !== undefined && toMs <= fromMs)
    throw new ConfigError([`--to: ${to ?? ''} is not after --from ${from ?? ''}; give a later time`]);
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(DECIMALS)) : value;
}

/** What a command says. */
export interface Answer {
  readonly report: object;
  readonly text: string;
}

/** Runs a command: its answer goes to standard output, and what cannot be used as it was given to standard error. Gives the exit code. */
export async function answerCommand(
  run: () => Promise<{ readonly json: boolean; readonly answer: Answer } | string>,
  isBadInput: (error: unknown) => error is Error,
): Promise<number> {
  try {
    const ran = await run();
    if (typeof ran === 'string') process.stdout.write(`${ran}\n`);
    else process.stdout.write(`${ran.json ? JSON.stringify(ran.answer.report, rounded) : ran.answer.text}\n`);
    return 0;
  } catch (error) {
    if (!isBadInput(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return BAD_INPUT;
  }
}
