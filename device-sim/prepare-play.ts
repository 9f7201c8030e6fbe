import type { CameraAnnouncement } from '@lamppost/contracts';
import type { FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import type { Logger } from 'pino';
import { prepareDrawnCamera } from './camera/drawn-camera.js';
import type { FfmpegSource } from './camera/ffmpeg-source.js';
import { createFootageCamera } from './camera/footage-source.js';
import type { Clock } from './clock.js';
import { loadScenario } from './scenarios/load-scenario.js';
import type { ScenarioMonitor, ScenarioSpeaker } from './scenarios/scenario.js';
import type { Programme } from './sim-config.js';

/** Cameras and monitors with all that they need, before the clock starts. */
export interface PreparedPlay {
  readonly cameras: readonly (Omit<CameraAnnouncement, 'rtspUrl'> & { readonly id: string })[];
  readonly monitors: readonly ScenarioMonitor[];
  readonly speakers: readonly ScenarioSpeaker[];
  /** Makes each camera's source, to be started by the caller. @param startedAtMs wall-clock time of second 0 */
  createSources(startedAtMs: number): ReadonlyMap<string, FfmpegSource>;
  /** Lets those in the pictures do as a loudspeaker has told them. */
  tell(speakerId: string): void;
  /** Removes what was written to disk. */
  close(): Promise<void>;
}

interface PlayContext {
  readonly ffmpeg: FfmpegBinary;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Nobody packs up at once. */
const OBEYS_AFTER_SECONDS = 2;

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
  let beganAtMs = 0;
  let sources: ReadonlyMap<string, FfmpegSource> = new Map();
  return {
    cameras: scenario.cameras,
    monitors: scenario.monitors,
    speakers: scenario.speakers,
    createSources: (startedAtMs) => {
      beganAtMs = startedAtMs;
      sources = new Map([...drawn].map(([id, camera]) => [id, camera.createSource(startedAtMs)]));
      return sources;
    },
    tell: (speakerId) => {
      const leavesAt = (context.clock.nowMs() - beganAtMs) / 1000 + OBEYS_AFTER_SECONDS;
      for (const [id, camera] of drawn) {
        const shown = camera.whenTold(speakerId, leavesAt, beganAtMs);
        if (shown !== null) sources.get(id)?.changeInput(shown);
      }
    },
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
    speakers: [],
    createSources: () => new Map([[cameraId, footage.source]]),
    tell: () => undefined,
    close: () => footage.close(),
  };
}
