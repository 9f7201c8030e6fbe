import { stat } from 'node:fs/promises';
import { ConfigError, type FfmpegBinary, type InferencePool } from '@lamppost/detectors';
import type { Logger } from 'pino';
import { EventLog } from '../../event-log/event-log.js';
import { EventRecorder } from '../../event-log/event-recorder.js';
import { listLogFiles } from '../../event-log/file-names.js';
import { type PlayedClip, playClip } from '../../evaluation/play-clip.js';
import type { TakenRules } from '../../rules/document/read-rules.js';

const GATEWAY_ID = 'replay';
/** A clip's log is never cut for its size or age. */
const BUDGET_BYTES = 64 * 1024 ** 3;
const DAYS = 36_500;
/** Frames between two writings to the disk. */
const FLUSH_EVERY = 25;

/** What is replayed, and where to. */
export interface ReplayOptions {
  readonly file: string;
  /** Made when it is missing; must hold no log yet. */
  readonly directory: string;
  readonly cameraId: string;
  readonly rules: TakenRules;
  /** Event time of the clip's first picture, ms since 1970. */
  readonly startMs: number;
  readonly rate: number;
  readonly pool: Pick<InferencePool, 'look' | 'frameSize'>;
  readonly ffmpeg: FfmpegBinary;
  readonly log: Logger;
  readonly onProgress: (seconds: number) => void;
}

/** What a replay reports. */
export interface ReplayReport {
  readonly clip: PlayedClip;
  readonly log: { readonly directory: string; readonly events: number; readonly bytes: number };
  /** Violations by rule: leads, those of rules in shadow mode, and reminders. */
  readonly found: Readonly<Record<string, number>>;
}

/**
 * Plays a clip through a gateway's own pipeline, and writes the event log that a gateway would have written.
 *
 * @throws ConfigError when the directory holds a log already
 * @throws EvaluationError when the clip cannot be played
 */
export async function replayClip({ directory, rules, ...play }: ReplayOptions): Promise<ReplayReport> {
  const there = await listLogFiles(directory).catch(() => null);
  if (there?.isLog === true)
    throw new ConfigError([`--log: ${directory} holds an event log already; give a new directory`]);
  const clock = { at: play.startMs, nowMs: () => clock.at };
  const { log } = play;
  const options = { directory, gatewayId: GATEWAY_ID, budgetBytes: BUDGET_BYTES, days: DAYS, clock, log };
  const events = await EventLog.open({ ...options, flushEveryMs: 0 });
  const found: Record<string, number> = {};
  try {
    const recorder = new EventRecorder(events, clock);
    recorder.rules(rules);
    let frames = 0;
    const clip = await playClip({
      ...play,
      gatewayId: GATEWAY_ID,
      document: rules.document,
      onViolation: () => undefined,
      recorder: {
        event: recorder.event.bind(recorder),
        outcome: (outcome) => {
          const { ruleId } = outcome.violation;
          if (outcome.kind !== 'corrected') found[ruleId] = (found[ruleId] ?? 0) + 1;
          recorder.outcome(outcome);
        },
      },
      onFrame: async (capturedAtMs) => {
        clock.at = capturedAtMs;
        frames += 1;
        if (frames % FLUSH_EVERY === 0) await events.flush();
      },
    });
    await events.flush();
    return { clip, log: { directory, events: events.figures().written, bytes: await bytesOf(directory) }, found };
  } finally {
    await events.close();
  }
}

async function bytesOf(directory: string): Promise<number> {
  const { segments, journals } = await listLogFiles(directory);
  const sizes = await Promise.all([...segments, ...journals].map(async ({ path }) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
