import {
  type Frame,
  type InferencePool,
  type Look,
  FlameState,
  TrackerState,
  emptyFlames,
  emptyTracker,
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

  constructor(private readonly options: CameraPipelineOptions) {
    const saved = CameraState.safeParse(options.states.loadState(this.stateKey));
    this.state = saved.success ? saved.data : { tracker: emptyTracker(), flames: emptyFlames() };
  }

  /** Looks at one frame. The pool drops it, counted, when a newer one comes before its turn. */
  take(frame: Frame): void {
    this.options.pool
      .look(frame)
      .then((look) => {
        if (look !== null) this.follow(look);
      })
      .catch((error: unknown) => {
        // A worker that died, or a disk that is full: the camera goes on, and what was found is found again.
        const reason = error instanceof Error ? error.message : String(error);
        this.options.log.error({ reason }, 'look failed; the next frame is taken');
      });
  }

  /** Saves what is followed. */
  save(): void {
    this.options.states.saveState(this.stateKey, this.state);
  }

  private follow(look: Look): void {
    const { cameraId, capturedAtMs: atMs } = look;
    const tracked = updateTracks(this.state.tracker, atMs, look.detections);
    const burning = updateFlames(this.state.flames, atMs, look.flame);
    this.state = { tracker: tracked.state, flames: burning.state };
    this.options.judge.look({ cameraId, atMs, tracks: tracked.tracks, flames: burning.regions });
    this.options.onLook();
  }

  private get stateKey(): string {
    return `camera/${this.options.cameraId}`;
  }
}
