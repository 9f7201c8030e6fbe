import { existsSync } from 'node:fs';
import { Slug } from '@lamppost/contracts';
import { ConfigError, DetectorError, InferencePool, findFfmpeg } from '@lamppost/detectors';
import { EvaluationError, ownModels } from '@lamppost/detectors/evaluation';
import pino from 'pino';
import { systemClock } from '../../clock.js';
import { EventLogError } from '../../event-log/event-log-error.js';
import { CLIP_START_MS } from '../../evaluation/play-clip.js';
import { takeRuleFile } from '../../rule-file/take-rule-file.js';
import type { RuleDocument } from '../../rules/document/rule-document.js';
import { type TakenRules, readRules } from '../../rules/document/read-rules.js';
import { answerCommand, numberWithin, pathFrom, readOptions, required, timeOf } from '../command-line.js';
import { everythingAt } from './everything.js';
import { type ReplayReport, replayClip } from './replay-clip.js';

const USAGE = `npm run replay -- --clip FILE --log DIR [options]
Plays footage through a gateway's own pipeline and writes its event log. Exit code 0: played; 2: cannot be played as it was given.

  --rules FILE    rules to judge by; left out, all of the picture is watched in shadow mode
  --camera ID     camera of the rules that the clip plays (the only one they have; without rules "clip")
  --start TIME    when the clip begins: ISO 8601, in the rules' time zone where it names none (2024-01-01T00:00Z)
  --rate N        looks a second at most (5)
  --threads N     inference threads (2)
  --json          one JSON on standard output instead of text

docs/backtest.md describes formats and figures.`;
const OPTIONS = {
  clip: { type: 'string' },
  log: { type: 'string' },
  rules: { type: 'string' },
  camera: { type: 'string' },
  start: { type: 'string' },
  rate: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const log = pino({ base: null, level: 'warn' }, pino.destination({ fd: 2, sync: true }));

function cameraOf(named: string | undefined, { zones }: RuleDocument): string {
  const cameras = [...new Set(zones.map(({ camera }) => camera))];
  const [only, ...others] = cameras;
  if (named !== undefined && cameras.includes(named)) return named;
  const list = cameras.join(', ') || 'none';
  if (named !== undefined)
    throw new ConfigError([`--camera: the rules have no zone on "${named}"; their cameras are: ${list}`]);
  if (only === undefined || others.length > 0)
    throw new ConfigError([`--camera: not given, and the rules have several cameras or none: ${list}`]);
  return only;
}

function rulesFor(file: string | null, camera: string | undefined, nowMs: number): TakenRules {
  if (file !== null) return takeRuleFile(file, nowMs);
  const id = Slug.safeParse(camera ?? 'clip');
  if (!id.success)
    throw new ConfigError([`--camera: "${camera ?? ''}" is no ID; use lower-case letters, digits and hyphens`]);
  const read = readRules(everythingAt(id.data), nowMs);
  if (read.status === 'taken') return read;
  throw new TypeError('the rules for all of the picture are refused');
}

function text({ clip, log: written, found }: ReplayReport): string {
  const counts = Object.entries(found).map(([rule, count]) => `  ${rule}: ${count}`);
  return [
    `${clip.seconds.toFixed(1)} s of ${clip.camera} played, ${clip.frames} frames, ${clip.looks} looks`,
    `${written.events} events, ${written.bytes} bytes in ${written.directory}`,
    ...(counts.length === 0 ? ['nothing was found'] : ['found by rule:', ...counts]),
  ].join('\n');
}

async function replay(argv: readonly string[]) {
  const values = readOptions(argv, OPTIONS, USAGE);
  if (values.help === true) return USAGE;
  const place = { workingDirectory: process.env.INIT_CWD ?? process.cwd() };
  const file = pathFrom(place, required('clip', values.clip, USAGE));
  const directory = pathFrom(place, required('log', values.log, USAGE));
  if (!existsSync(file)) throw new ConfigError([`${file}: there is no such file; give a video`]);
  const given = values.rules === undefined ? null : pathFrom(place, values.rules);
  const rules = rulesFor(given, values.camera, systemClock.nowMs());
  const cameraId = cameraOf(values.camera, rules.document);
  const startMs = timeOf('start', values.start, rules.document.timeZone) ?? CLIP_START_MS;
  const rate = numberWithin('rate', values.rate, [5, 0.2, 25]);
  const threads = Math.floor(numberWithin('threads', values.threads, [2, 1, 64]));
  const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  const pool = await InferencePool.create({ threads, log, models: ownModels(null) });
  const onProgress = (seconds: number) => process.stderr.write(`replay: ${seconds.toFixed(0)} s played\n`);
  try {
    const report = await replayClip({
      ...{ file, directory, cameraId, rules, startMs, rate, pool, ffmpeg, log, onProgress },
    });
    return { json: values.json ?? false, answer: { report, text: text(report) } };
  } finally {
    await pool.close();
  }
}

process.exitCode = await answerCommand(
  async () => replay(process.argv.slice(2)),
  (error) =>
    error instanceof ConfigError ||
    error instanceof EventLogError ||
    error instanceof EvaluationError ||
    error instanceof DetectorError,
);
