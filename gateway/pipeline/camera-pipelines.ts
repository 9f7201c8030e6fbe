import type { Frame, InferencePool } from '@lamppost/detectors';
import type { Logger } from 'pino';
import type { Metrics } from '../http/metrics.js';
import type { StateStore } from '../spool/state-store.js';
import { CameraPipeline } from './camera-pipeline.js';
import type { Judge } from './judge.js';

/** Options of {@link CameraPipelines}. */
export interface CameraPipelinesOptions {
  readonly pool: Pick<InferencePool, 'look'>;
  readonly judge: Judge;
  readonly states: StateStore;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** One pipeline for each camera that has sent a frame. */
export class CameraPipelines {
  private readonly pipelines = new Map<string, CameraPipeline>();

  constructor(private readonly options: CameraPipelinesOptions) {}

  /** Brings a frame to its camera's pipeline. */
  take(frame: Frame): void {
    const { cameraId } = frame;
    let pipeline = this.pipelines.get(cameraId);
    if (pipeline === undefined) {
      const { metrics, log } = this.options;
      pipeline = new CameraPipeline({
        ...this.options,
        cameraId,
        log: log.child({ cameraId }),
        onLook: () => {
          metrics.looks.inc({ camera: cameraId });
        },
      });
      this.pipelines.set(cameraId, pipeline);
    }
    void pipeline.take(frame);
  }

  /** Saves what is followed on each camera. */
  save(): void {
    for (const pipeline of this.pipelines.values()) pipeline.save();
  }
}
