import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { GATEWAY_MEMORY } from './gateway-memory.js';
import { type StartedProcess, startProcess } from './start-process.js';

const READY_TIMEOUT_MS = 90_000;
const SECRET_BYTES = 18;
/** The repository; this file runs from `device-sim/dist/demo`, and from `device-sim/demo` in tests. */
const root = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url));

/** An MQTT broker that is already running, instead of the simulator's own. */
export interface OutsideBroker {
  readonly url: string;
  readonly gatewayPassword: string;
  readonly devicesPassword: string;
}

/** Options of {@link startProduct}. */
export interface StartProductOptions {
  /** Empty directory for data, logs and configuration. */
  readonly directory: string;
  readonly gatewayId: string;
  /** What the simulator shows: `['--scenario', FILE]` or `['--footage', FILE, '--camera', ID]`. */
  readonly simulatorArgs: readonly string[];
  /** The rule document, as YAML. */
  readonly rules: string;
  /** Merged over the gateway's configuration. */
  readonly gatewayConfig: Readonly<Record<string, unknown>>;
  /** HJ 212 passwords and keys of monitors, by sensor; with any, the gateway listens for monitors over TCP. */
  readonly monitorSecrets?: Readonly<Record<string, { readonly password: string; readonly sm4Key?: string }>>;
  /** Port of the cloud's page; 0 takes any free one. */
  readonly cloudPort: number;
  /** Added to the environment of the cloud API. */
  readonly cloudEnv: Readonly<Record<string, string>>;
  /** Added to the environment of the gateway. */
  readonly gatewayEnv?: Readonly<Record<string, string>>;
  /** Address under which the gateway reaches the cloud, made of the cloud's own; a test puts a faulty line in between. */
  readonly cloudUrlForGateway: (cloudUrl: string) => Promise<string>;
  readonly broker: OutsideBroker | null;
}

/** The whole product, running on this machine. */
export interface Product {
  readonly cloudUrl: string;
  readonly accessCode: string;
  /** Address of the gateway's health and metrics. */
  gatewayUrl(): string;
  cloud(): StartedProcess;
  simulator(): StartedProcess;
  gateway(): StartedProcess;
  /** Starts the cloud again at the port it had, on the same data; the one before must have ended. */
  restartCloud(): Promise<void>;
  /** Starts the simulator again, at the ports and with the secrets it had; the one before must have ended. */
  restartSimulator(): Promise<void>;
  /** Starts the gateway again on the same data; the one before must have ended. */
  restartGateway(): Promise<void>;
  stop(): Promise<void>;
}

function secret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Path of a file of the repository. */
export function repositoryFile(path: string): string {
  return join(root, path);
}

/** Starts the cloud API, simulated devices and one gateway, each as a process of its own, with secrets made for this run. */
export async function startProduct(options: StartProductOptions): Promise<Product> {
  const { directory, gatewayId, broker } = options;
  mkdirSync(directory, { recursive: true });
  const started: StartedProcess[] = [];
  const run = async (name: string, args: readonly string[], env: Readonly<Record<string, string>>) => {
    const [entry = '', ...rest] = args;
    const logFile = join(directory, `${name}.log`);
    const process_ = await startProcess({
      args: [repositoryFile(entry), ...rest],
      env,
      logFile,
      readyTimeoutMs: READY_TIMEOUT_MS,
    });
    started.push(process_);
    return process_;
  };
  const stop = async () => {
    await Promise.all(started.map((process_) => process_.stop()));
  };
  try {
    const accessCode = secret();
    const enrolmentCode = secret();
    const enrolmentFile = join(directory, 'enrolment.yaml');
    writeFileSync(enrolmentFile, stringify([{ gatewayId, code: enrolmentCode }]), { mode: 0o600 });
    const startCloud = (port: string) =>
      run('cloud-api', ['cloud-api/dist/main.js'], {
        LAMPPOST_CLOUD_PORT: port,
        LAMPPOST_CLOUD_DATA: join(directory, 'cloud'),
        LAMPPOST_CLOUD_ACCESS_CODE: accessCode,
        LAMPPOST_CLOUD_ENROLMENT_FILE: enrolmentFile,
        ...options.cloudEnv,
      });
    let cloud = await startCloud(String(options.cloudPort));
    const cloudUrl = String(cloud.ready.url);

    const gatewayPassword = broker?.gatewayPassword ?? secret();
    const simulatorSecrets = {
      LAMPPOST_SIM_RTSP_PASSWORD: secret(),
      LAMPPOST_SIM_DEVICE_PASSWORD: broker?.devicesPassword ?? secret(),
      LAMPPOST_SIM_GATEWAY_PASSWORD: gatewayPassword,
    };
    // The monitors call the gateway, which starts after them: its port must be known before.
    const hj212Port = options.monitorSecrets === undefined ? null : await freePort();
    const startSimulator = (brokerPort: string, rtspPort: string) =>
      run(
        'device-sim',
        [
          'device-sim/dist/main.js',
          ...options.simulatorArgs,
          ...['--gateway-id', gatewayId, '--rtsp-port', rtspPort],
          ...(broker === null ? ['--broker-port', brokerPort] : ['--broker-url', broker.url]),
          ...(hj212Port === null ? [] : ['--hj212-host', `127.0.0.1:${hj212Port}`]),
        ],
        simulatorSecrets,
      );
    let simulator = await startSimulator('0', '0');
    const brokerUrl = broker?.url ?? `mqtt://127.0.0.1:${String(simulator.ready.brokerPort)}`;

    const configFile = join(directory, 'gateway.yaml');
    const monitorSecretsFile = join(directory, 'hj212-secrets.yaml');
    writeFileSync(monitorSecretsFile, stringify(options.monitorSecrets ?? {}), { mode: 0o600 });
    writeFileSync(join(directory, 'rules.yaml'), options.rules);
    writeFileSync(
      configFile,
      stringify({
        gatewayId,
        dataDirectory: 'gateway',
        rulesFile: 'rules.yaml',
        mqtt: { url: brokerUrl, username: 'gateway' },
        cloud: { url: await options.cloudUrlForGateway(cloudUrl) },
        http: { host: '127.0.0.1', port: 0 },
        ...(hj212Port === null ? {} : { hj212Tcp: { host: '127.0.0.1', port: hj212Port } }),
        ...options.gatewayConfig,
      }),
    );
    const startGateway = () =>
      run('gateway', ['gateway/dist/main.js', '--config', configFile], {
        LAMPPOST_MQTT_PASSWORD: gatewayPassword,
        LAMPPOST_ENROLMENT_CODE: enrolmentCode,
        LAMPPOST_HJ212_SECRETS_FILE: monitorSecretsFile,
        ...GATEWAY_MEMORY,
        ...options.gatewayEnv,
      });
    let gateway = await startGateway();
    return {
      cloudUrl,
      accessCode,
      cloud: () => cloud,
      restartCloud: async () => {
        cloud = await startCloud(new URL(cloudUrl).port);
      },
      simulator: () => simulator,
      restartSimulator: async () => {
        const { brokerPort, rtspPort } = simulator.ready;
        simulator = await startSimulator(String(brokerPort), String(rtspPort));
      },
      gateway: () => gateway,
      gatewayUrl: () => String(gateway.ready.url),
      restartGateway: async () => {
        gateway = await startGateway();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
