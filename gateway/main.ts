import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError, DetectorError, readLocatedYaml, readYaml } from '@lamppost/detectors';
import pino, { type Logger } from 'pino';
import { systemClock } from './clock.js';
import { GatewayConfig } from './config/gateway-config.js';
import { checkMonitors } from './config/check-monitors.js';
import { readSecrets } from './config/read-secrets.js';
import type { Gateway } from './gateway-options.js';
import { isLoopback } from './http/http-server.js';
import { AssignedConfiguration } from './rollout/assigned-configuration.js';
import { heldRules } from './rollout/assigned-rules.js';
import { AssignmentStore } from './rollout/assignment-store.js';
import { mergeConfiguration } from './rollout/remote-configuration.js';
import { takeRuleFile } from './rule-file/take-rule-file.js';
import { runGateway } from './run-gateway.js';
import { startGateway } from './start-gateway.js';

/** Exit code for a configuration that cannot be used: starting again will not help. */
const BAD_CONFIG = 2;

/** Where the configuration file is, as the command line says. */
function configFile(argv: string[]): string {
  const { values } = parseArgs({ args: argv, options: { config: { type: 'string' } } });
  if (values.config === undefined) throw new ConfigError(['--config: not given; give the path of gateway.yaml']);
  return resolve(values.config);
}

/** Reads the certificate that the gateway shows, and its key. */
function readTls({ certFile, keyFile }: { certFile: string; keyFile: string }, beside: (path: string) => string) {
  const read = (name: string, path: string) => {
    try {
      return readFileSync(beside(path));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ConfigError([`http.tls.${name}: ${path} cannot be read (${reason}); give the path of a PEM file`]);
    }
  };
  return { cert: read('certFile', certFile), key: read('keyFile', keyFile) };
}

/** Reads all that a gateway is started from: the files on the box, and what the cloud assigned in their place. */
async function prepare(file: string, environment: NodeJS.ProcessEnv, log: Logger) {
  const beside = (path: string) => resolve(dirname(file), path);
  const { value: local, bytes } = readYaml(GatewayConfig, file);
  const { fleet } = local;
  const dataDirectory = beside(local.dataDirectory);
  const secrets = readSecrets(environment);
  if (secrets.metricsToken === null && !isLoopback(local.http.host)) {
    throw new ConfigError([
      `LAMPPOST_METRICS_TOKEN: not set, while http.host ${local.http.host} can be reached from elsewhere; set it, or listen on 127.0.0.1`,
    ]);
  }
  const check = (config: GatewayConfig) => {
    // With a file that was broken meanwhile the gateway would not come up again.
    readYaml(GatewayConfig, file);
    checkMonitors(config, secrets.hj212);
  };
  const clock = systemClock;
  const assigned = { dataDirectory, log };
  const plain = readLocatedYaml(bytes.toString('utf8'));
  const configuration = fleet.configuration
    ? new AssignedConfiguration({
        store: new AssignmentStore({ ...assigned, kind: 'configuration' }),
        merge: (document) => mergeConfiguration(document, plain.status === 'read' ? plain.value : null, check),
        ...{ clock, log },
      })
    : null;
  const remote = (await configuration?.begin()) ?? null;
  if (remote === null) check(local);
  const config = remote ?? local;
  const ruleStore = fleet.rules ? new AssignmentStore({ ...assigned, kind: 'rules' }) : null;
  const held = ruleStore === null ? null : heldRules(ruleStore, clock.nowMs(), log);
  const ruleFile = { file: beside(config.rulesFile), name: config.rulesFile };
  const first = held ?? { name: ruleFile.name, rules: takeRuleFile(ruleFile.file, clock.nowMs()) };
  return {
    config,
    configuration,
    rollout: { rules: ruleStore, configuration },
    rules: { ...ruleFile, first, isAssigned: held !== null },
    secrets,
    dataDirectory,
    models: config.models.map(({ file: model, sidecar, replaceDefault }) => ({
      file: beside(model),
      ...(sidecar === undefined ? {} : { sidecar: beside(sidecar) }),
      replaceDefault,
    })),
    tls: config.http.tls === undefined ? null : readTls(config.http.tls, beside),
    caFile: config.mqtt.caFile === undefined ? null : beside(config.mqtt.caFile),
    ffmpegPath: environment.LAMPPOST_FFMPEG,
  };
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Whether a model is to blame: its message says what to write, or to restore, before another start can help. */
function isModelError(error: unknown): error is DetectorError {
  return error instanceof DetectorError && error.code.startsWith('model.');
}

async function main(): Promise<void> {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
  const running: { gateway: Gateway | null } = { gateway: null };
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((end) => {
    stop = end;
  });
  try {
    const file = configFile(process.argv.slice(2));
    const installation = fileURLToPath(new URL('../..', import.meta.url));
    const version = packageVersion();
    await runGateway({
      prepare: () => prepare(file, process.env, log.child({ component: 'rollout' })),
      start: (prepared, onRestart) =>
        startGateway({ ...prepared, onRestart, version, installation, clock: systemClock, log }),
      onStarted: (started) => {
        if (running.gateway === null) {
          process.on('SIGHUP', () => {
            running.gateway?.reloadRules();
          });
          process.once('SIGTERM', stop);
          process.once('SIGINT', stop);
        }
        running.gateway = started;
        const { url, hj212Port } = started;
        process.stdout.write(`${JSON.stringify({ ready: true, url, hj212Port })}\n`);
        log.info({ url }, 'gateway started');
      },
      stopped,
      log,
    });
  } catch (error) {
    if (error instanceof ConfigError || isModelError(error) || (error instanceof TypeError && 'code' in error)) {
      process.stderr.write(`${error.message}\n`);
      process.exit(BAD_CONFIG);
    }
    if (running.gateway === null) log.fatal({ err: error }, 'gateway could not start');
    else log.error({ err: error }, 'gateway did not end cleanly');
    process.exit(1);
  }
  process.exit(0);
}

await main();
