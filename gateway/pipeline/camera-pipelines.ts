import type { Frame, InferencePool } from '@lamppost/detectors';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { Metrics } from '../http/metrics.js';
import type { StateStore } from '../spool/state-store.js';
import { type ActivityFigures, CameraActivity } from './camera-activity.js';
import { CameraPipeline, type CameraPipelineOptions } from './camera-pipeline.js';
import type { Judge } from './judge.js';

/** Share of a camera's frames that may have to give way before the gateway says that it has more to look at than it can. */
const MOST_SKIPPED = 0.5;

/** Options of {@link CameraPipelines}. */
export interface CameraPipelinesOptions {
  readonly pool: Pick<InferencePool, 'look'>;
  readonly judge: Judge;
  readonly states: StateStore;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onSeen?: CameraPipelineOptions['onSeen'];
}

interface Camera {
  readonly pipeline: CameraPipeline;
  readonly activity: CameraActivity;
}

/** One pipeline for each camera that has sent a frame. */
export class CameraPipelines {
  private readonly cameras = new Map<string, Camera>();

  constructor(private readonly options: CameraPipelinesOptions) {}

  /**
   * Brings a frame to its camera's pipeline.
   *
   * @returns settled when the frame is done with; never rejected
   */
  async take(frame: Frame): Promise<void> {
    const { cameraId, capturedAtMs } = frame;
    const { metrics, clock } = this.options;
    const { pipeline, activity } = this.camera(cameraId);
    activity.arrived(capturedAtMs);
    const { outcome, isMoving } = await pipeline.take(frame);
    activity.settled(capturedAtMs, outcome, isMoving, clock.nowMs());
    if (outcome === 'looked') metrics.looks.inc({ camera: cameraId });
    else metrics.framesNotLookedAt.inc({ camera: cameraId, reason: outcome });
  }

  /** Whether, by what a camera has shown so far, a frame every few seconds will do. */
  mayRest(cameraId: string): boolean {
    return this.cameras.get(cameraId)?.pipeline.mayRest ?? false;
  }

  /** How each camera is looked at, now. */
  figures(): ReadonlyMap<string, ActivityFigures> {
    const nowMs = this.options.clock.nowMs();
    return new Map([...this.cameras].map(([cameraId, { activity }]) => [cameraId, activity.figures(nowMs)]));
  }

  /** Cameras that are looked at far less often than they should be, in words. */
  degraded(): string[] {
    return [...this.figures()]
      .filter(([, { skippedShare }]) => skippedShare > MOST_SKIPPED)
      .map(
        ([cameraId, { looksPerSecond }]) =>
          `camera ${cameraId}: looked at ${looksPerSecond.toFixed(1)} times a second, less than half as often as it should be; ` +
          'add inference threads, or lower looksPerSecond',
      );
  }

  /** Saves what is followed on each camera. */
  save(): void {
    for (const { pipeline } of this.cameras.values()) pipeline.save();
  }

  private camera(cameraId: string): Camera {
    const known = this.cameras.get(cameraId);
    if (known !== undefined) return known;
    const { log } = this.options;
    const pipeline = new CameraPipeline({ ...this.options, cameraId, log: log.child({ cameraId }) });
    const camera = { pipeline, activity: new CameraActivity() };
    this.cameras.set(cameraId, camera);
    return camera;
  }
}
