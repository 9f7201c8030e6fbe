import {
  type BackgroundState,
  type Detection,
  type ForegroundObject,
  type Frame,
  type HazardRegions,
  type InferencePool,
  type Look,
  type MotionState,
  type Track,
  HazardState,
  StoredBackground,
  TrackerState,
  emptyHazards,
  emptyTracker,
  furnitureOf,
  holdTracks,
  occupantsOf,
  restoreBackground,
  storeBackground,
  updateBackground,
  updateHazards,
  updateMotion,
  updateTracks,
} from '@lamppost/detectors';
import type { Logger } from 'pino';
import { z } from 'zod';
import { roundDetections, roundLook } from '../event-log/round-look.js';
import type { CameraLook } from '../rules/camera-look.js';
import { LONGEST_REST_GAP_MS } from '../sources/rtsp/longest-rest-gap.js';
import type { StateStore } from '../spool/state-store.js';
import type { FrameOutcome } from './camera-activity.js';
import type { Judge } from './judge.js';
import { type Dwell, lookDemand } from './look-demand.js';

/** What is followed on one camera's picture; plain data, so that a dwell in progress survives a restart. */
const CameraState = z.strictObject({ tracker: TrackerState, hazards: HazardState });
type CameraState = z.infer<typeof CameraState>;

/** The background changes slowly and is large beside the rest: it is saved this often. */
const SAVE_BACKGROUND_EVERY_MS = 60_000;
/** A camera is looked at steadily for so long after something was last seen in a zone: the model may miss it now and then. */
const DWELL_HOLD_MS = 10_000;
/** While nothing moves, what stands is judged, and the background brought up to date, this often. */
const REST_EVERY_MS = 900;
/**
 * After a longer time without a frame that was judged, it takes a look to tell what stands there. A camera that rests shows a frame every few
 * seconds: what is the same in both was there in between.
 */
const LONGEST_HOLD_GAP_MS = LONGEST_REST_GAP_MS + REST_EVERY_MS + 100;
const HOLD = { coverGapMs: LONGEST_HOLD_GAP_MS } as const;

/** What became of a frame. */
export interface TakenFrame {
  readonly outcome: FrameOutcome;
  /** Whether something moved in it. */
  readonly isMoving: boolean;
}

/** Options of {@link CameraPipeline}. */
export interface CameraPipelineOptions {
  readonly cameraId: string;
  readonly pool: Pick<InferencePool, 'look'>;
  readonly judge: Judge;
  readonly states: StateStore;
  readonly log: Logger;
  /** Told of each frame that was judged, with what was seen in it; its bytes are written on again afterwards. Must not throw. */
  readonly onSeen?: ((frame: Frame, look: CameraLook, detections: readonly Detection[] | null) => void) | undefined;
}

/** From a frame to the rules: gate, detect, track, follow what burns, judge. */
export class CameraPipeline {
  private state: CameraState;
  private background: BackgroundState | null;
  private backgroundSavedAtMs = 0;
  /** Of the last look. */
  private tracks: readonly Track[] = [];
  private motion: MotionState | null = null;
  /** Capture time of the last frame that was to be looked at. */
  private offeredAtMs = -Infinity;
  /** Whether the last look showed what may burn. */
  private isSuspected = false;
  /** What the last look showed in the zones. */
  private dwell: Dwell = 'none';
  /** Capture time of the last look that showed something in a zone. */
  private dweltAtMs = -Infinity;
  /** Capture time of the last frame that was looked at. */
  private lookedAtMs = -Infinity;
  /** Capture time of the last frame in which something moved. */
  private movedAtMs = -Infinity;
  /** Of the last frame. */
  private attention: { readonly atMs: number; readonly stillMs: number } | null = null;
  /** Frames that wait for their look, or are being looked at. */
  private pendingLooks = 0;

  constructor(private readonly options: CameraPipelineOptions) {
    const saved = CameraState.safeParse(options.states.loadState(this.stateKey));
    this.state = saved.success ? saved.data : { tracker: emptyTracker(), hazards: emptyHazards() };
    const background = StoredBackground.safeParse(options.states.loadState(this.backgroundKey));
    this.background = background.success ? restoreBackground(background.data) : null;
  }

  /**
   * Looks at one frame, if a look is due: always while something moves, each second while it is not clear what stands in a zone, else now
   * and then. In between, what stands is held to stand as long as nothing moves. The pool drops the frame when a newer one comes before
   * its turn.
   *
   * @returns settled when the frame is done with; never rejected
   */
  async take(frame: Frame): Promise<TakenFrame> {
    const { capturedAtMs: atMs, luma, letterbox } = frame;
    const { state, isMoving, stillMs } = updateMotion(this.motion, luma, atMs, { content: letterbox });
    this.motion = state;
    if (stillMs === 0) this.movedAtMs = atMs;
    this.attention = { atMs, stillMs };
    const { everyMs, withinMs } = lookDemand({ stillMs, dwell: this.dwellAt(atMs) });
    // A clock that was set back makes the time since the last look negative.
    if (Math.abs(atMs - this.offeredAtMs) < everyMs) {
      this.rest(frame);
      return { outcome: 'resting', isMoving };
    }
    this.offeredAtMs = atMs;
    return { outcome: await this.look(frame, withinMs), isMoving };
  }

  /** Whether, by the frames and looks so far, a frame every few seconds will do: nothing moves, and nothing is to be made out. */
  get mayRest(): boolean {
    if (this.attention === null) return false;
    const { atMs, stillMs } = this.attention;
    return lookDemand({ stillMs, dwell: this.dwellAt(atMs) }).mayRest;
  }

  private dwellAt(atMs: number): Dwell {
    if (this.dwell === 'none') return Math.abs(atMs - this.dweltAtMs) < DWELL_HOLD_MS ? 'settling' : 'none';
    if (this.dwell === 'settled' && !this.isKnownAt(atMs)) return 'settling';
    return this.dwell;
  }

  /** Whether the last look tells what stands there now: nothing has moved since. */
  private isKnownAt(atMs: number): boolean {
    const judgedAtMs = this.state.tracker.atMs ?? -Infinity;
    return this.lookedAtMs >= this.movedAtMs && Math.abs(atMs - judgedAtMs) <= LONGEST_HOLD_GAP_MS;
  }

  /** Takes a frame in which nothing moves and that is not looked at: time goes on for what stands there, and for the background. */
  private rest(frame: Frame): void {
    const { capturedAtMs: atMs } = frame;
    // The tracker takes looks in the order of their times: none may be overtaken.
    if (this.pendingLooks > 0) return;
    const background = this.background?.atMs ?? -Infinity;
    if (Math.abs(atMs - background) < REST_EVERY_MS) return;
    if (this.dwell !== 'settled' || !this.isKnownAt(atMs)) {
      this.seeBackground(frame, this.tracks);
      return;
    }
    const { state, tracks } = holdTracks(this.state.tracker, atMs, HOLD);
    this.state = { ...this.state, tracker: state };
    this.judge(frame, tracks, { fires: [], smokes: [] }, null);
  }

  private async look(frame: Frame, withinMs: number): Promise<FrameOutcome> {
    this.pendingLooks += 1;
    try {
      const look = await this.options.pool.look(frame, withinMs);
      if (look === null) return 'skipped';
      this.follow(look, frame);
      return 'looked';
    } catch (error) {
      // A worker that died, or a disk that is full: the camera goes on, and what was found is found again.
      const reason = error instanceof Error ? error.message : String(error);
      this.options.log.error({ reason }, 'look failed; the next frame is taken');
      return 'failed';
    } finally {
      this.pendingLooks -= 1;
    }
  }

  /** Saves what is followed. */
  save(): void {
    this.options.states.saveState(this.stateKey, this.state);
    const { background } = this;
    if (background === null) return;
    if (Math.abs(background.atMs - this.backgroundSavedAtMs) < SAVE_BACKGROUND_EVERY_MS) return;
    this.options.states.saveState(this.backgroundKey, storeBackground(background));
    this.backgroundSavedAtMs = background.atMs;
  }

  private follow(look: Look, frame: Frame): void {
    const { capturedAtMs: atMs } = look;
    // What this look sees stood there since the last one, or the last frame that was held, if nothing has moved since then.
    const isSame = this.movedAtMs <= (this.state.tracker.atMs ?? -Infinity);
    const tracked = updateTracks(this.state.tracker, atMs, look.detections, isSame ? HOLD : {});
    const burning = updateHazards(this.state.hazards, atMs, look.hazard);
    this.state = { tracker: tracked.state, hazards: burning.state };
    this.lookedAtMs = atMs;
    this.isSuspected = burning.isSuspected;
    this.judge(frame, tracked.tracks, burning.regions, look.detections);
  }

  private judge(
    frame: Frame,
    tracks: readonly Track[],
    hazards: HazardRegions,
    detections: readonly Detection[] | null,
  ): void {
    const { cameraId, capturedAtMs: atMs } = frame;
    this.tracks = tracks;
    const objects = this.seeBackground(frame, tracks);
    const furniture = furnitureOf(this.background, tracks);
    // The rules are given what the event log keeps, to the last bit.
    const seen = roundLook({ cameraId, atMs, tracks, hazards, objects, furniture });
    const dwell = this.options.judge.dwell(seen);
    // Fire flickers, and smoke drifts: what keeps still and only looks alike is not worth a look a second.
    this.dwell = this.isSuspected && dwell === 'none' ? 'settled' : dwell;
    if (dwell !== 'none') this.dweltAtMs = atMs;
    this.options.judge.look(seen, detections === null ? null : roundDetections(detections));
    this.options.onSeen?.(frame, seen, detections);
  }

  /** Brings the background up to a frame, in which the tracks stand where they do. */
  private seeBackground(frame: Frame, tracks: readonly Track[]): readonly ForegroundObject[] {
    const { capturedAtMs: atMs, luma: grid, letterbox } = frame;
    const seen = updateBackground(this.background, { atMs, grid, letterbox, occupants: occupantsOf(tracks) });
    this.background = seen.state;
    return seen.objects;
  }

  private get backgroundKey(): string {
    return `background/${this.options.cameraId}`;
  }

  private get stateKey(): string {
    return `camera/${this.options.cameraId}`;
  }
}
