import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { topics, type CameraAnnouncement } from '@lamppost/contracts';
import { findFfmpeg } from '@lamppost/detectors/ffmpeg';
import { connectAsync, type MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { startBroker, type Broker } from './broker/broker.js';
import { DEVICE_USERNAME, simulatorAccounts } from './broker/sim-accounts.js';
import type { Clock } from './clock.js';
import { startMonitors } from './monitors/monitor-fleet.js';
import { preparePlay, type PreparedPlay } from './prepare-play.js';
import { startRtspServer } from './rtsp/rtsp-server.js';
import { startLoudspeakers } from './speakers/loudspeakers.js';
import type { BrokerChoice, SimulatorConfig } from './sim-config.js';

/** What is printed when all devices are up. */
export interface ReadyLine {
  readonly ready: true;
  /** Port of the embedded broker; null with an outside one. */
  readonly brokerPort: number | null;
  readonly rtspPort: number;
  readonly cameras: readonly string[];
  /** Wall-clock time of the scenario's second 0. */
  readonly startedAtMs: number;
}

/** Devices that are running. */
export interface Simulator {
  readonly ready: ReadyLine;
  /** Stops everything, ffmpeg too. */
  close(): Promise<void>;
}

/** MQTT's and RTSP's user name of the cameras. */
const CAMERA_USERNAME = 'camera';
const FIRST_PICTURE_DEADLINE_MS = 60_000;
const CONNECT_TIMEOUT_MS = 15_000;

async function connectDevices(config: SimulatorConfig, embedded: Broker | null): Promise<MqttClient> {
  const { broker, host } = config;
  const outsideCa = async (choice: BrokerChoice): Promise<Buffer | undefined> =>
    choice.kind === 'outside' && choice.caFile !== undefined ? await readFile(choice.caFile) : undefined;
  const ca = await outsideCa(broker);
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const url = broker.kind === 'outside' ? broker.url : `mqtt://${hostInUrl(local)}:${embedded?.port ?? 0}`;
  return connectAsync(
    url,
    {
      clientId: `device-sim-${randomBytes(6).toString('hex')}`,
      username: DEVICE_USERNAME,
      password: config.devicePassword,
      connectTimeout: CONNECT_TIMEOUT_MS,
      ...(ca === undefined ? {} : { ca }),
    },
    false,
  );
}

function hostInUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

async function announce(
  client: MqttClient,
  config: SimulatorConfig,
  play: PreparedPlay,
  rtspPort: number,
): Promise<void> {
  const login = `${CAMERA_USERNAME}:${encodeURIComponent(config.rtspPassword)}`;
  for (const { id, deviceCode, place, bearingDeg } of play.cameras) {
    const rtspUrl = `rtsp://${login}@${hostInUrl(config.advertisedHost)}:${rtspPort}/${id}`;
    const announcement: CameraAnnouncement = { rtspUrl, deviceCode, place, bearingDeg };
    const topic = topics.cameraAnnounce(config.gatewayId, id);
    await client.publishAsync(topic, JSON.stringify(announcement), { qos: 1, retain: true });
  }
}

/**
 * Starts the devices that the configuration asks for, and resolves when every camera sends and every monitor is connected.
 *
 * @throws ScenarioError, FootageError, or Error when a port is taken, the broker can't be reached, or a camera gives no picture
 */
export async function startSimulator(
  config: SimulatorConfig,
  context: { readonly clock: Clock; readonly log: Logger },
): Promise<Simulator> {
  const { clock, log } = context;
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    // Last in, first out; one that fails must not keep the others from being closed.
    for (const closer of closers.splice(0).reverse()) {
      try {
        await closer();
      } catch (error) {
        log.warn({ err: error }, 'not closed cleanly');
      }
    }
  };
  try {
    const ffmpeg = await findFfmpeg(config.ffmpegPath);
    log.info({ ffmpeg: ffmpeg.path, libavformat: ffmpeg.libavformat }, 'ffmpeg found');
    const play = await preparePlay(config.programme, { ffmpeg, clock, log });
    closers.push(() => play.close());
    const embedded =
      config.broker.kind === 'embedded'
        ? await startBroker({
            host: config.host,
            port: config.broker.port,
            accounts: simulatorAccounts({ ...config, gatewayPassword: config.broker.gatewayPassword }),
            log: log.child({ component: 'broker' }),
          })
        : null;
    if (embedded !== null) closers.push(() => embedded.close());
    const client = await connectDevices(config, embedded);
    client.on('error', (error) => {
      log.warn({ err: error }, 'broker connection failed');
    });
    closers.push(() => client.endAsync(true));
    const rtsp = await startRtspServer({
      host: config.host,
      port: config.rtspPort,
      credentials: { username: CAMERA_USERNAME, password: config.rtspPassword },
      clock,
      log: log.child({ component: 'rtsp' }),
    });
    closers.push(() => rtsp.close());

    const startedAtMs = clock.nowMs() + config.leadMs;
    const sources = play.createSources(startedAtMs);
    closers.push(() => Promise.all([...sources.values()].map((source) => source.stop())));
    for (const [cameraId, source] of sources) rtsp.addStream(cameraId, source);
    const abort = new AbortController();
    const deadline = delay(FIRST_PICTURE_DEADLINE_MS, undefined, { signal: abort.signal }).then(() => {
      throw new Error('a camera gave no picture: the log says what ffmpeg complained of');
    });
    deadline.catch(() => undefined); // aborted when the pictures are there
    await Promise.race([Promise.all([...sources.values()].map((source) => source.start())), deadline]);
    abort.abort();
    await announce(client, config, play, rtsp.port);

    await startLoudspeakers({
      speakers: play.speakers,
      gatewayId: config.gatewayId,
      client,
      log: log.child({ component: 'speakers' }),
      onSaid: (speakerId) => {
        play.tell(speakerId);
      },
    });
    const { monitors } = play;
    const { gatewayId, hj212Host } = config;
    const fleet = startMonitors({ monitors, gatewayId, client, hj212Host, startedAtMs, clock, log });
    closers.push(() => {
      fleet.stop();
    });
    return {
      ready: {
        ready: true,
        brokerPort: embedded?.port ?? null,
        rtspPort: rtsp.port,
        cameras: play.cameras.map(({ id }) => id),
        startedAtMs,
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
