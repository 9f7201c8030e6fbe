import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError, DetectorError, readYaml } from '@lamppost/detectors';
import pino from 'pino';
import { systemClock } from './clock.js';
import { GatewayConfig } from './config/gateway-config.js';
import { checkMonitors } from './config/check-monitors.js';
import { readSecrets } from './config/read-secrets.js';
import { isLoopback } from './http/http-server.js';
import { takeRuleFile } from './rule-file/take-rule-file.js';
import { type Gateway, startGateway } from './start-gateway.js';

/** Exit code for a configuration that cannot be used: starting again will not help. */
const BAD_CONFIG = 2;

function readOptions(argv: string[], environment: NodeJS.ProcessEnv) {
  const { values } = parseArgs({ args: argv, options: { config: { type: 'string' } } });
  if (values.config === undefined) throw new ConfigError(['--config: not given; give the path of gateway.yaml']);
  const file = resolve(values.config);
  const beside = (path: string) => resolve(dirname(file), path);
  const config = readYaml(GatewayConfig, file).value;
  const rulesFile = beside(config.rulesFile);
  const rules = { file: rulesFile, name: config.rulesFile, rules: takeRuleFile(rulesFile, systemClock.nowMs()) };
  const secrets = readSecrets(environment);
  if (secrets.metricsToken === null && !isLoopback(config.http.host)) {
    throw new ConfigError([
      `LAMPPOST_METRICS_TOKEN: not set, while http.host ${config.http.host} can be reached from elsewhere; set it, or listen on 127.0.0.1`,
    ]);
  }
  checkMonitors(config, secrets.hj212);
  return {
    config,
    rules,
    secrets,
    dataDirectory: beside(config.dataDirectory),
    models: config.models.map(({ file: model, sidecar, replaceDefault }) => ({
      file: beside(model),
      ...(sidecar === undefined ? {} : { sidecar: beside(sidecar) }),
      replaceDefault,
    })),
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
  let gateway: Gateway;
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    const installation = fileURLToPath(new URL('../..', import.meta.url));
    gateway = await startGateway({ ...options, version: packageVersion(), installation, clock: systemClock, log });
  } catch (error) {
    if (error instanceof ConfigError || isModelError(error) || (error instanceof TypeError && 'code' in error)) {
      process.stderr.write(`${error.message}\n`);
      process.exit(BAD_CONFIG);
    }
    log.fatal({ err: error }, 'gateway could not start');
    process.exit(1);
  }
  process.stdout.write(`${JSON.stringify({ ready: true, url: gateway.url, hj212Port: gateway.hj212Port })}\n`);
  log.info({ url: gateway.url }, 'gateway started');
  const stop = () => {
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'gateway did not end cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGHUP', () => {
    gateway.reloadRules();
  });
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

await main();
