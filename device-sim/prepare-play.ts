import type { CameraAnnouncement } from '@lamppost/contracts';
import type { FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import type { Logger } from 'pino';
import { prepareDrawnCamera } from './camera/drawn-camera.js';
import type { FfmpegSource } from './camera/ffmpeg-source.js';
import { createFootageCamera } from './camera/footage-source.js';
import type { Clock } from './clock.js';
import { loadScenario } from './scenarios/load-scenario.js';
import type { ScenarioMonitor } from './scenarios/scenario.js';
import type { Programme } from './sim-config.js';

/** Cameras and monitors with all that they need, before the clock starts. */
export interface PreparedPlay {
  readonly cameras: readonly (Omit<CameraAnnouncement, 'rtspUrl'> & { readonly id: string })[];
  readonly monitors: readonly ScenarioMonitor[];
  /** Makes each camera's source, to be started by the caller. @param startedAtMs wall-clock time of second 0 */
  createSources(startedAtMs: number): ReadonlyMap<string, FfmpegSource>;
  /** Removes what was written to disk. */
  close(): Promise<void>;
}

interface PlayContext {
  readonly ffmpeg: FfmpegBinary;
  readonly clock: Clock;
  readonly log: Logger;
}

async function prepareScenario(file: string, context: PlayContext): Promise<PreparedPlay> {
  const scenario = await loadScenario(file);
  const drawn = new Map<string, Awaited<ReturnType<typeof prepareDrawnCamera>>>();
  const close = async (): Promise<void> => {
    for (const camera of drawn.values()) await camera.close();
  };
  // All are waited for, also when one fails: each leaves a folder that has to be removed.
  const attempts = await Promise.allSettled(
    scenario.cameras.map(async ({ id, scene }) => {
      drawn.set(id, await prepareDrawnCamera({ ...context, scene, log: context.log.child({ cameraId: id }) }));
    }),
  );
  const failure = attempts.find((attempt) => attempt.status === 'rejected');
  if (failure !== undefined) {
    await close();
    throw failure.reason;
  }
  return {
    cameras: scenario.cameras,
    monitors: scenario.monitors,
    createSources: (startedAtMs) => new Map([...drawn].map(([id, camera]) => [id, camera.createSource(startedAtMs)])),
    close,
  };
}

/**
 * Loads a scenario and draws its scenes, or opens footage.
 *
 * @throws ScenarioError, FootageError
 */
export async function preparePlay(programme: Programme, context: PlayContext): Promise<PreparedPlay> {
  if (programme.kind === 'scenario') return prepareScenario(programme.file, context);
  const { path, cameraId, place, framesPerSecond, once } = programme;
  const footage = await createFootageCamera({
    ...context,
    log: context.log.child({ cameraId }),
    path,
    once,
    ...(framesPerSecond === undefined ? {} : { framesPerSecond }),
  });
  return {
    cameras: [{ id: cameraId, deviceCode: null, place, bearingDeg: null }],
    monitors: [],
    createSources: () => new Map([[cameraId, footage.source]]),
    close: () => footage.close(),
  };
}
