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
    process.stderr.write(`device-sim: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = isMisused ? EXIT_MISUSED : EXIT_FAILED;
  }
}
