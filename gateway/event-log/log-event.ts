import type { SensorReading, Violation } from '@lamppost/contracts';
import type { Detection } from '@lamppost/detectors';
import type { CameraLook } from '../rules/camera-look.js';

/** Which versions of the rules a violation was found by: those that send, or those that run beside them and only record. */
export type RuleMode = 'live' | 'shadow';

/** What happened, by kind. `atMs` is event time: capture of the picture, measurement of the reading, trigger of the violation. */
export type Happening =
  | {
      readonly kind: 'look';
      readonly atMs: number;
      /** What the rules were given. */
      readonly look: CameraLook;
      /** What the model saw in the frame; null when the frame was not looked at because nothing moved, or when they were not asked for. */
      readonly detections: readonly Detection[] | null;
    }
  | { readonly kind: 'reading'; readonly atMs: number; readonly reading: SensorReading }
  | { readonly kind: 'violation'; readonly atMs: number; readonly mode: RuleMode; readonly violation: Violation }
  /** A loudspeaker has said a reminder of a rule. */
  | { readonly kind: 'said'; readonly atMs: number; readonly ruleId: string; readonly reminderId: string }
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
