import { destination, pino, stdTimeFunctions } from 'pino';
import { systemClock } from './clock.js';
import { readCloudConfig } from './config/cloud-config.js';
import { ConfigError } from './config/config-error.js';
import { startCloud } from './start-cloud.js';

/** Exit code for a configuration that can't be used: starting again does not help. */
const EXIT_CONFIG = 2;
const EXIT_FAILED = 1;

const log = pino({ name: 'cloud', timestamp: stdTimeFunctions.isoTime }, destination({ dest: 2, sync: true }));

async function untilSignal(): Promise<string> {
  return await new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

/** Runs the cloud by the environment until a signal ends it, and gives the exit code. */
async function run(): Promise<number> {
  const ending = untilSignal();
  const config = readCloudConfig(process.env);
  const cloud = await startCloud({ ...config, clock: systemClock, log });
  process.stdout.write(`${JSON.stringify({ ready: true, url: cloud.url })}\n`);
  log.info({ url: cloud.url }, 'cloud ready');
  const reason = await Promise.race([ending, cloud.failed.then(() => 'database ended')]);
  log.info({ reason }, 'cloud ends');
  await cloud.close();
  return reason === 'database ended' ? EXIT_FAILED : 0;
}

async function runToExitCode(): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      return EXIT_CONFIG;
    }
    log.fatal({ err: error }, 'cloud could not start');
    return EXIT_FAILED;
  }
}

// All is closed by now. What a library still waits for, as pg-boss may for a question to a database that is gone, would keep the process, and
// whoever watches over it would take it for a cloud that runs.
process.exit(await runToExitCode());
