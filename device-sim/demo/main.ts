import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type CaseSummary, Matter } from '@lamppost/contracts';
import { systemClock } from '../clock.js';
import { type DemoOptions, parseDemoOptions } from './demo-options.js';
import { type DemoSummary, readCases, summarise } from './demo-summary.js';
import { DUSTY_MONITORS, fourKinds } from './four-kinds.js';
import { keepPackages } from './keep-packages.js';
import { type Product, repositoryFile, startProduct } from './start-product.js';
import { type BoxOperator, makeBoxOperator } from './town/box-operator.js';
import { setUpTown, type TownPeople } from './town/set-up-town.js';
import { photographPlace } from './town/site-photo.js';
import { PEOPLE, PERSON_NAMES } from './town/town.js';
import { type DeskWork, workCases } from './town/work-cases.js';

const POLL_MS = 1_000;

/** The product with the people who work at its desks. */
interface Town {
  readonly product: Product;
  /** Works on cases that nobody worked on; tells what was done so far. */
  readonly work: (cases: readonly CaseSummary[]) => Promise<DeskWork>;
}

async function readSummary({ product, work }: Town, startedAtMs: number, wanted: number): Promise<DemoSummary> {
  const [cases, metrics] = await Promise.all([
    readCases(product.cloudUrl, product.accessCode),
    fetch(`${product.gatewayUrl()}/metrics`).then((answer) => answer.text()),
  ]);
  const kinds = new Set(cases.map(({ matter }) => matter));
  const desk = await work(kinds.size >= wanted ? cases : []);
  // With all kinds wanted, dust is to be found by each monitor: over MQTT and over TCP.
  const dustMonitors = wanted === Matter.options.length ? DUSTY_MONITORS : [];
  return summarise(cases, metrics, { wanted, dustMonitors, desk, elapsedMs: systemClock.nowMs() - startedAtMs });
}

/** Waits until all wanted kinds came and no package is under way, or the time is over. */
async function runUntilDone(
  town: Town,
  options: DemoOptions,
  onProgress: (summary: DemoSummary) => void,
): Promise<DemoSummary> {
  const startedAtMs = systemClock.nowMs();
  for (;;) {
    const summary = await readSummary(town, startedAtMs, options.untilCases);
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

interface Welcome {
  readonly product: Product;
  readonly people: TownPeople;
  readonly operator: BoxOperator;
}

/** Says where to look and how to sign in: in words, or as one line of JSON. */
function welcome({ product, people, operator }: Welcome, isJson: boolean): void {
  const { cloudUrl, accessCode } = product;
  const names = PERSON_NAMES.map((name) => ({ ...PEOPLE[name], password: people[name].password }));
  if (isJson) {
    const { startedAtMs } = product.simulator().ready;
    say(
      JSON.stringify({ cloudUrl, accessCode, gatewayUrl: product.gatewayUrl(), startedAtMs, people: names, operator }),
    );
    return;
  }
  say(`\n  Candidate cases   ${cloudUrl}/`);
  say(`  Access code       ${accessCode}\n`);
  say('  Accounts of the town, made for this run');
  for (const { displayName, roles, loginName, password } of names)
    say(`    ${displayName}  ${roles.join(', ').padEnd(10)}  ${loginName.padEnd(10)}  ${password}`);
  say(`\n  The gateway's own page   ${product.gatewayUrl()}/`);
  say(`    ${operator.name.padEnd(10)}  ${operator.password}`);
  say('    One lead is false: see there why it came (Leads), change the rules, try them on today, and publish.');
  say(
    '\nThe first cases come within two minutes. When there is one of each kind, the people work on three of them. Ctrl-C ends the demo.\n',
  );
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
    const town = fourKinds();
    product = await startProduct({
      ...town,
      simulatorArgs: [...town.simulatorArgs, '--lead', String(options.leadSeconds)],
      directory,
      cloudPort: options.port,
      cloudEnv: {},
      cloudUrlForGateway: (cloudUrl) => Promise.resolve(cloudUrl),
      broker: null,
    });
    const people = await setUpTown(product.cloudUrl, product.accessCode);
    const operator = await makeBoxOperator(product.gatewayUrl(), join(directory, 'gateway.yaml'));
    if (!options.headless) welcome({ product, people, operator }, options.json);
    let desk: DeskWork = { accepted: null, corrected: null, rejected: null };
    const work = async (cases: readonly CaseSummary[]) => {
      desk = await workCases(cases, desk, { people, photo: () => photographPlace('market'), onStep: tell });
      return desk;
    };
    const summary = await Promise.race([
      interrupted,
      runUntilDone({ product, work }, options, options.json ? () => undefined : progress()),
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
