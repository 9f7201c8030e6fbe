import type { SensorReading } from '@lamppost/contracts';
import type { Clock } from '../clock.js';
import type { Metrics } from '../http/metrics.js';
import { AHEAD_MS } from '../sources/ahead.js';
import type { FaultBoard } from '../sources/faults/fault-board.js';
import type { CutFrames } from '../sources/hj212/cut-frames.js';
import type { Hj212Devices } from '../sources/hj212/hj212-devices.js';
import type { ReceivedFrame } from '../sources/hj212/hj212-receiver.js';
import type { Span } from '../sources/hj212/span.js';
import type { Refusal } from '../sources/refusal-catalogue.js';
import { type RefuseOptions, refuse } from './refuse.js';

/** Monitors send more factors than are kept; that alone is no reason to keep the message apart. */
const HARMLESS_CODE = 'reading.factor-unknown';
const LINE_END_BYTES = 2;
const CR = 0x0d;

/** Options of {@link takeFrames}. */
export interface TakeFramesOptions extends RefuseOptions {
  readonly devices: Hj212Devices;
  readonly faults: FaultBoard;
  /** Stores and judges readings, now or with those of other messages. */
  readonly onReadings: (readings: readonly SensorReading[]) => void;
  /** Told what to do once those readings are durable: at once, where they are. */
  readonly whenStored: (settle: () => void) => void;
  readonly metrics: Pick<Metrics, 'messagesRefused' | 'hj212Frames'>;
  readonly clock: Clock;
}

/** Refusals for which a message is worth keeping. */
export function seriousOf(refused: readonly Refusal[]): Refusal[] {
  return refused.filter(({ code }) => code !== HARMLESS_CODE);
}

/** The bytes of a frame with its line end. */
function withLineEnd(bytes: Buffer, { start, end }: Span): Buffer {
  return bytes.subarray(start, bytes[end] === CR ? end + LINE_END_BYTES : end);
}

/**
 * Takes HJ 212 frames of one sensor, whatever way they came: readings to the rules, all else to its place, what cannot be used to
 * quarantine. All but the readings is durable when this returns; throws when it could not be made so.
 */
export function takeFrames(
  sensorId: string,
  bytes: Buffer,
  cut: CutFrames,
  options: TakeFramesOptions,
): readonly ReceivedFrame[] {
  const { devices, faults, metrics, clock, onReadings, whenStored } = options;
  const receiver = devices.receiver(sensorId);
  if (receiver === null) return [];
  const nowMs = clock.nowMs();
  const source = `sensors/${sensorId}`;
  const received = cut.frames.map((span) => receiver.take(bytes, span, { nowMs, latestMs: nowMs + AHEAD_MS }));
  const position = received.findLast((frame) => frame.position !== null)?.position ?? null;
  const isHeard = received.some(({ frame }) => frame !== null);
  const readings = received.flatMap((frame) => frame.readings);
  try {
    if (isHeard) onReadings(faults.take(sensorId, readings, position));
  } catch (error) {
    for (const { undo } of received) undo();
    throw error;
  }
  for (const span of cut.garbage) {
    const refusal: Refusal = { code: 'hj212.no-frame', detail: 'bytes that are no HJ 212 frame' };
    refuse(source, bytes.subarray(span.start, span.end), [refusal], options);
  }
  for (const [index, { refused, kind, settle }] of received.entries()) {
    metrics.hj212Frames.inc({ sensor: sensorId, kind });
    const span = cut.frames[index];
    const serious = seriousOf(refused);
    if (serious.length > 0 && span !== undefined) refuse(source, withLineEnd(bytes, span), serious, options);
    whenStored(settle);
  }
  return received;
}

/** Quarantines what is left of split messages that will not be completed. */
export function giveUpPackets(options: TakeFramesOptions): void {
  for (const { sensorId, bytes, detail } of options.devices.giveUp(options.clock.nowMs()))
    refuse(`sensors/${sensorId}`, bytes, [{ code: 'hj212.packets-missing', detail }], options);
}
