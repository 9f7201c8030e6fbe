import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Matter } from '@lamppost/contracts';
import { systemClock } from '../clock.js';
import { type DemoOptions, parseDemoOptions } from './demo-options.js';
import { type DemoSummary, readCases, summarise } from './demo-summary.js';
import { DUSTY_MONITORS, fourKinds } from './four-kinds.js';
import { keepPackages } from './keep-packages.js';
import { type Product, repositoryFile, startProduct } from './start-product.js';

const POLL_MS = 1_000;

async function readSummary(product: Product, startedAtMs: number, wanted: number): Promise<DemoSummary> {
  const [cases, metrics] = await Promise.all([
    readCases(product.cloudUrl, product.accessCode),
    fetch(`${product.gatewayUrl()}/metrics`).then((answer) => answer.text()),
  ]);
  // With all kinds wanted, dust is to be found by each monitor: over MQTT and over TCP.
  const dustMonitors = wanted === Matter.options.length ? DUSTY_MONITORS : [];
  return summarise(cases, metrics, { wanted, dustMonitors, elapsedMs: systemClock.nowMs() - startedAtMs });
}

/** Waits until all wanted kinds came and no package is under way, or the time is over. */
async function runUntilDone(
  product: Product,
  options: DemoOptions,
  onProgress: (summary: DemoSummary) => void,
): Promise<DemoSummary> {
  const startedAtMs = systemClock.nowMs();
  for (;;) {
    const summary = await readSummary(product, startedAtMs, options.untilCases);
    onProgress(summary);
    const isSettled = summary.packages.sent === summary.packages.verified + summary.packages.lost;
    if ((summary.ok && isSettled) || summary.elapsedMs >= options.timeoutMs) return summary;
    await wait(POLL_MS);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Tells each new count of cases once. */
function progress(): (summary: DemoSummary) => void {
  let told = '{}';
  return ({ cases, elapsedMs }) => {
    const counts = JSON.stringify(cases);
    if (counts !== told) say(`${Math.round(elapsedMs / 1000)} s: ${counts}`);
    told = counts;
  };
}

async function main(): Promise<number> {
  const options = parseDemoOptions(process.argv.slice(2));
  const tell = options.json ? () => undefined : say;
  const interrupted = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve(null);
      });
    }
  });
  const base = repositoryFile('.lamppost');
  mkdirSync(base, { recursive: true });
  const directory = mkdtempSync(join(base, 'demo-'));
  let product: Product | null = null;
  try {
    tell(`Starting the cloud API, simulated devices and one gateway; their logs: ${directory}/*.log`);
    product = await startProduct({
      ...fourKinds(),
      directory,
      cloudPort: options.port,
      cloudEnv: {},
      cloudUrlForGateway: (cloudUrl) => Promise.resolve(cloudUrl),
      broker: null,
    });
    if (!options.headless) {
      tell(`\n  Candidate cases   ${product.cloudUrl}/`);
      tell(`  Access code       ${product.accessCode}\n`);
      tell('The first cases come within two minutes. Ctrl-C ends the demo.\n');
    }
    const summary = await Promise.race([
      interrupted,
      runUntilDone(product, options, options.json ? () => undefined : progress()),
    ]);
    if (summary === null) return 130;
    if (options.keepPackages !== null) await keepPackages(product, options.keepPackages);
    say(options.json ? JSON.stringify(summary) : JSON.stringify(summary, null, 2));
    if (options.headless) return summary.ok ? 0 : 1;
    tell('\nEverything goes on running. Ctrl-C ends the demo.');
    await interrupted;
    return 0;
  } finally {
    await product?.stop();
    if (options.keepLog !== null) cpSync(join(directory, 'gateway', 'event-log'), options.keepLog, { recursive: true });
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
