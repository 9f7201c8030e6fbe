import type { SensorReading } from '@lamppost/contracts';
import type { InferencePool } from '@lamppost/detectors';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { GatewayConfig } from './config/gateway-config.js';
import { buildConsole } from './console-http/build-console.js';
import type { ConsoleApp } from './console-http/console-app.js';
import { Sessions } from './console-http/sessions.js';
import type { ClockWatch } from './device-clock/clock-watch.js';
import type { FootageRings } from './footage/footage-rings.js';
import type { LinkBoard } from './http/link-board.js';
import { liveLook, liveZones } from './live/live-look.js';
import { LiveRooms } from './live/live-rooms.js';
import { PictureTaps } from './live/picture-taps.js';
import { ModelDesk } from './model-desk/model-desk.js';
import { OperatorStore } from './operators/operator-store.js';
import { PasswordHasher } from './operators/password-hasher.js';
import type { CameraPipelines, CameraPipelinesOptions } from './pipeline/camera-pipelines.js';
import type { Judge } from './pipeline/judge.js';
import type { RuleDeskServices } from './rule-desk/rule-desk-services.js';
import type { DeviceRegistry } from './sources/device-registry.js';
import type { Spool } from './spool/spool.js';
import { NewestLooks } from './stills/newest-looks.js';
import { RingStills } from './stills/ring-stills.js';
import type { BoxTimeSeries } from './time-series/time-series.js';
import { buildWall } from './wall/build-wall.js';
import { LatestReadings } from './wall/latest-readings.js';

/** Options of {@link startConsole}. */
export interface StartConsoleOptions {
  readonly config: GatewayConfig;
  readonly dataDirectory: string;
  readonly isTls: boolean;
  readonly ruleDesk: RuleDeskServices;
  readonly judge: () => Judge;
  readonly pipelines: () => Pick<CameraPipelines, 'figures'>;
  readonly pool: InferencePool;
  readonly rings: FootageRings;
  readonly series: BoxTimeSeries;
  readonly spool: Pick<Spool, 'counts' | 'shortages'>;
  readonly board: LinkBoard;
  readonly registry: DeviceRegistry;
  readonly clockWatch: Pick<ClockWatch, 'status'>;
  /** What holds packages back, in words. */
  readonly shortages: () => readonly string[];
  readonly ffmpegPath: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the operators' page works with while the gateway runs. */
export interface RunningConsole {
  /** Adds the page and its interface to the HTTP server. */
  readonly addTo: (app: ConsoleApp) => Promise<void>;
  /** Where cameras hand on their bitstreams. */
  readonly taps: PictureTaps;
  readonly onSeen: NonNullable<CameraPipelinesOptions['onSeen']>;
  readonly onReadings: (readings: readonly SensorReading[]) => void;
  /** Told that a camera was withdrawn. */
  readonly onWithdrawn: (cameraId: string) => void;
  readonly close: () => void;
}

/** Puts together what the operators' page works with. */
export function startConsole(options: StartConsoleOptions): RunningConsole {
  const { config, dataDirectory, judge, pipelines, pool, rings, series, spool, board, registry, clock, log } = options;
  const { ffmpegPath } = options;
  const startedAtMs = clock.nowMs();
  const taps = new PictureTaps();
  const rooms = new LiveRooms({ taps, ffmpegPath, log });
  const newestLooks = new NewestLooks();
  const latest = new LatestReadings(series);
  const document = () => judge().document;
  const wall = async () =>
    buildWall({
      ...{ config, startedAtMs, registry, latest },
      status: board.status(),
      broker: board.brokerLink(),
      clock: await options.clockWatch.status(),
      figures: pipelines().figures(),
      open: judge().open(),
      spool: spool.counts(),
      stillAtMs: (cameraId) => newestLooks.atMs(cameraId),
      shortages: [...spool.shortages(), ...options.shortages()],
    });
  const looksPerSecond = () => [...pipelines().figures().values()].reduce((sum, now) => sum + now.looksPerSecond, 0);
  const services = {
    ...options.ruleDesk,
    operators: new OperatorStore(dataDirectory),
    sessions: new Sessions(clock),
    hasher: new PasswordHasher(),
    isTls: options.isTls,
    overPlainHttp: config.http.consoleOverPlainHttp,
    isOpen: (cameraId: string) => board.status().cameras[cameraId] !== undefined,
    ...{ wall, newestLooks, series, document, rooms, clock, log },
    stills: new RingStills({ rings, sight: pool, ffmpegPath, clock }),
    desk: new ModelDesk({ pool, looksPerSecond, elapsed: () => performance.now() }),
  };
  let rulesSha256 = board.status().rules?.sha256;
  board.onChange((status) => {
    if (status.state === 'offline' || status.rules?.sha256 === rulesSha256) return;
    rulesSha256 = status.rules?.sha256;
    for (const cameraId of rooms.watched())
      rooms.say(cameraId, { kind: 'zones', zones: liveZones(cameraId, document()) });
  });
  return {
    addTo: (app) => buildConsole(app, services),
    taps,
    onSeen: (frame, look, detections) => {
      newestLooks.note(frame, look, detections);
      if (!rooms.isWatched(look.cameraId)) return;
      const keys = judge()
        .open()
        .filter(({ sourceId }) => sourceId === look.cameraId)
        .map(({ key }) => key);
      rooms.say(look.cameraId, liveLook(look, document(), new Set(keys)));
    },
    onReadings: (readings) => {
      latest.note(readings);
    },
    onWithdrawn: (cameraId) => {
      newestLooks.forget(cameraId);
    },
    close: () => {
      rooms.close();
    },
  };
}
