import { pino } from 'pino';
import { FootageError } from './camera/footage-source.js';
import { systemClock } from './clock.js';
import { ScenarioError } from './scenarios/load-scenario.js';
import { ConfigError, HelpRequest, readConfig } from './sim-config.js';
import { startSimulator } from './simulator.js';

/** Exit codes: a mistake of whoever started it is told apart from a failure on the way. */
const EXIT_FAILED = 1;
const EXIT_MISUSED = 2;
/** Whatever still hangs after so long must not keep the process alive. */
const CLOSE_DEADLINE_MS = 1_800;

/** What to do about an error of the system, as an ending of its message. */
const MENDS: Readonly<Record<string, string>> = {
  EADDRINUSE: ': end what listens there, or give another --rtsp-port or --broker-port',
  EADDRNOTAVAIL: ': give an address of this machine as --host',
  ECONNREFUSED: ': start the broker of --broker-url, or run one by --broker-port',
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.message + (MENDS[code] ?? '');
}

async function run(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  const log = pino({ name: 'device-sim' }, pino.destination({ fd: 2, sync: true }));
  let isStopping = false;
  let stop = (): void => {
    process.exit(0); // nothing is up yet
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      log.info({ signal }, 'stopping');
      stop();
    });
  const starting = startSimulator(config, { clock: systemClock, log });
  stop = () => {
    setTimeout(() => process.exit(0), CLOSE_DEADLINE_MS);
    void starting
      .then((simulator) => simulator.close())
      .then(
        () => process.exit(0),
        () => process.exit(EXIT_FAILED),
      );
  };
  const { ready } = await starting;
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

try {
  await run();
} catch (error) {
  if (error instanceof HelpRequest) {
    process.stdout.write(error.message);
  } else {
    const isMisused = error instanceof ConfigError || error instanceof ScenarioError || error instanceof FootageError;
    process.stderr.write(`device-sim: ${describe(error)}\n`);
    process.exitCode = isMisused ? EXIT_MISUSED : EXIT_FAILED;
  }
}
