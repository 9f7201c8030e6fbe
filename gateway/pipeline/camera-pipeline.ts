import {
  type BackgroundState,
  type FlameRegion,
  type ForegroundObject,
  type Frame,
  type HazardRegions,
  type InferencePool,
  type Look,
  type Track,
  FlameState,
  StoredBackground,
  TrackerState,
  emptyFlames,
  emptyTracker,
  occupantsOf,
  restoreBackground,
  storeBackground,
  updateBackground,
  updateFlames,
  updateTracks,
} from '@lamppost/detectors';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { StateStore } from '../spool/state-store.js';
import type { Judge } from './judge.js';

/** What is followed on one camera's picture; plain data, so that a dwell in progress survives a restart. */
const CameraState = z.strictObject({ tracker: TrackerState, flames: FlameState });
type CameraState = z.infer<typeof CameraState>;

/** The background changes slowly and is large beside the rest: it is saved this often. */
const SAVE_BACKGROUND_EVERY_MS = 60_000;

/** Options of {@link CameraPipeline}. */
export interface CameraPipelineOptions {
  readonly cameraId: string;
  readonly pool: Pick<InferencePool, 'look'>;
  readonly judge: Judge;
  readonly states: StateStore;
  readonly log: Logger;
  /** Told after each look. */
  readonly onLook: () => void;
}

/** From a frame to the rules: detect, track, follow flames, judge. */
export class CameraPipeline {
  private state: CameraState;
  private background: BackgroundState | null;
  private backgroundSavedAtMs = 0;

  constructor(private readonly options: CameraPipelineOptions) {
    const saved = CameraState.safeParse(options.states.loadState(this.stateKey));
    this.state = saved.success ? saved.data : { tracker: emptyTracker(), flames: emptyFlames() };
    const background = StoredBackground.safeParse(options.states.loadState(this.backgroundKey));
    this.background = background.success ? restoreBackground(background.data) : null;
  }

  /**
   * Looks at one frame. The pool drops it, counted, when a newer one comes before its turn.
   *
   * @returns settled when the frame is done with; never rejected
   */
  async take(frame: Frame): Promise<void> {
    try {
      const look = await this.options.pool.look(frame);
      if (look !== null) this.follow(look, frame);
    } catch (error) {
      // A worker that died, or a disk that is full: the camera goes on, and what was found is found again.
      const reason = error instanceof Error ? error.message : String(error);
      this.options.log.error({ reason }, 'look failed; the next frame is taken');
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
    const { cameraId, capturedAtMs: atMs } = look;
    const tracked = updateTracks(this.state.tracker, atMs, look.detections);
    const burning = updateFlames(this.state.flames, atMs, look.flame);
    this.state = { tracker: tracked.state, flames: burning.state };
    const objects = this.seeBackground(frame, tracked.tracks);
    this.options.judge.look({ cameraId, atMs, tracks: tracked.tracks, hazards: asHazards(burning.regions), objects });
    this.options.onLook();
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

/** The flame measure knows no smoke. */
function asHazards(flames: readonly FlameRegion[]): HazardRegions {
  const fires = flames.map(({ burningSinceMs: sinceMs, ...region }) => {
    const looks = { seen: Math.round(region.score * 40), of: 40 };
    return { ...region, sinceMs, looks };
  });
  return { fires, smokes: [] };
}
