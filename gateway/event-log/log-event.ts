import type { SensorReading } from '@lamppost/contracts';
import type { Detection } from '@lamppost/detectors';
import type { EngineEvent } from '../events/engine-event.js';
import type { CameraLook } from '../rules/camera-look.js';
import type { Outcome } from '../rules/outcome.js';

/**
 * What happened, by kind. `atMs` is event time: capture of the picture, measurement of the reading, trigger of the violation. Looks,
 * readings, ticks and reminders are what the rules were given: see {@link engineEventOf}.
 */
export type Happening =
  | {
      readonly kind: 'look';
      readonly atMs: number;
      readonly look: CameraLook;
      /** What the model saw in the frame; null when it was not looked at because nothing moved, or when they were not asked for. */
      readonly detections: readonly Detection[] | null;
    }
  | { readonly kind: 'reading'; readonly atMs: number; readonly reading: SensorReading }
  | { readonly kind: 'tick'; readonly atMs: number }
  | { readonly kind: 'reminder'; readonly atMs: number; readonly event: Extract<EngineEvent, { kind: 'reminder' }> }
  /** What the gateway's rules made of what they were given, in shadow mode too. */
  | { readonly kind: 'outcome'; readonly atMs: number; readonly outcome: Outcome }
  /** The rule document that holds from here on, as its file has it. */
  | { readonly kind: 'rules'; readonly atMs: number; readonly sha256: string; readonly text: string }
  /** A camera or sensor came, went, or is at fault. */
  | {
      readonly kind: 'device';
      readonly atMs: number;
      readonly deviceId: string;
      readonly state: string;
      readonly reason: string | null;
    }
  /** Nothing is known of this time: the gateway did not run, or could not write. `events` were given up; null when unknown. */
  | {
      readonly kind: 'gap';
      readonly atMs: number;
      readonly cause: 'stopped' | 'not-written';
      readonly fromMs: number;
      readonly events: number | null;
    };

/** One entry of the event log, in the order in which the gateway took it. */
export type LogEvent = Happening & {
  /** When the gateway took it, by its own clock. */
  readonly recordedAtMs: number;
};

/** What the rules were given; null for an entry that tells something else. */
export function engineEventOf(event: LogEvent): EngineEvent | null {
  switch (event.kind) {
    case 'look':
      return { kind: 'look', look: event.look };
    case 'reading':
      return { kind: 'reading', reading: event.reading };
    case 'tick':
      return { kind: 'tick', nowMs: event.atMs };
    case 'reminder':
      return event.event;
    case 'outcome':
    case 'rules':
    case 'device':
    case 'gap':
      return null;
    default:
      return event satisfies never;
  }
}
