import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryFile } from '@lamppost/device-sim';
import { type CloudReader, droppedIn, violationsLogged } from './read-town.js';
import type { Town } from './town.js';

/** What a town came to so far. */
export interface TownState {
  readonly cases: number;
  /** Packages that the chain says were given up. */
  readonly dropped: number;
  /** What is not as it must be, in words. */
  readonly problems: readonly string[];
}

/** Uploads that may lie unfinished at the cloud: of packages that were given up, and begun right before a kill. */
const MAX_UPLOADS = 8;
const MAX_LOG_BYTES = 12_000_000;
const MAX_SPOOL_BYTES = 12_000_000;

/** Size of a file; null where there is none any more, as the product goes on while it is looked at. */
function sizeOf(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? found.size : null;
}

function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (name) => sizeOf(join(directory, name)) !== null,
  );
}

function bytesBelow(directory: string): number {
  return filesBelow(directory).reduce((sum, name) => sum + (sizeOf(join(directory, name)) ?? 0), 0);
}

/** Files in a folder of the gateway's spool. A package's goes right after its receipt is kept, so one may be there a moment longer. */
export function spoolFiles({ directory }: Town, folder: 'packages' | 'refused' | 'set-aside'): string[] {
  return filesBelow(join(directory, 'gateway/spool', folder)).map((name) => `${folder}/${name}`);
}

/** What is on the gateway's disk although everything has its receipt. */
function checkGatewayDisk(town: Town): string[] {
  const { directory, product } = town;
  const spool = join(directory, 'gateway/spool');
  const left = (['packages', 'refused', 'set-aside'] as const).flatMap((folder) => spoolFiles(town, folder));
  const problems = left.map((name) => `the spool still holds ${name}`);
  if (bytesBelow(spool) > MAX_SPOOL_BYTES) problems.push(`the spool takes ${bytesBelow(spool)} bytes`);
  for (const name of filesBelow(join(directory, 'gateway')).filter((one) => one.endsWith('-wal'))) {
    const size = sizeOf(join(directory, 'gateway', name)) ?? 0;
    if (size > MAX_LOG_BYTES) problems.push(`the write-ahead log ${name} takes ${size} bytes`);
  }
  if (product.gateway().child.exitCode !== null) problems.push('the gateway ended by itself');
  if (product.cloud().child.exitCode !== null) problems.push('the cloud ended by itself');
  const log = readFileSync(join(directory, 'gateway.log'), 'utf8');
  if (log.includes('"level":60') || /uncaught|unhandled/i.test(log)) problems.push('the gateway logged a fatal error');
  return problems;
}

/** Whether the cloud keeps the files of its cases and none besides. */
async function checkStore({ directory }: Town, reader: CloudReader, caseIds: readonly string[]): Promise<string[]> {
  const cloud = join(directory, 'cloud');
  const wanted = new Set<string>();
  for (const caseId of caseIds) for (const { sha256 } of (await reader.detail(caseId)).files) wanted.add(sha256);
  const kept = new Set(filesBelow(join(cloud, 'evidence/sha256')).map((name) => name.slice(name.lastIndexOf('/') + 1)));
  const problems = [
    ...[...kept].filter((sha256) => !wanted.has(sha256)).map((sha256) => `no case has the stored file ${sha256}`),
    ...[...wanted].filter((sha256) => !kept.has(sha256)).map((sha256) => `the store lost the file ${sha256}`),
    ...filesBelow(join(cloud, 'evidence/incoming')).map((name) => `evidence/incoming still holds ${name}`),
    ...filesBelow(join(cloud, 'quarantine')).map((name) => `the quarantine holds ${name}`),
  ];
  const uploads = filesBelow(join(cloud, 'uploads')).filter((name) => !name.endsWith('.json'));
  if (uploads.length > MAX_UPLOADS) problems.push(`${uploads.length} uploads lie unfinished`);
  return problems;
}

interface VerifyAnswer {
  readonly outcome: string;
  readonly packages: readonly { file: string; findings: readonly { code: string; detail: string }[] }[];
  readonly chain: readonly { code: string; detail: string }[];
}

/** Takes all packages and entries out of the cloud and has `verify` judge them, offline. */
async function checkChain(town: Town, reader: CloudReader, caseIds: readonly string[]): Promise<string[]> {
  if (caseIds.length === 0) return [];
  const folder = join(town.directory, 'verified');
  mkdirSync(folder, { recursive: true });
  for (const caseId of caseIds) {
    const { digest } = await reader.detail(caseId);
    const file = join(folder, `${digest}.zip`);
    if (!existsSync(file)) writeFileSync(file, await reader.package(digest));
  }
  const entries = { schema: 'lamppost.chain-entries/1', entries: await reader.entries() };
  if (entries.entries.length > 0) writeFileSync(join(folder, 'chain.entries.json'), JSON.stringify(entries));
  const keys = join(town.directory, 'keys.json');
  writeFileSync(keys, await reader.keys());
  const program = repositoryFile('cloud-api/dist/verification/main.js');
  const args = [program, folder, '--keys', keys, '--json'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }).catch(
    // What it finds is told by its exit code, too.
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  if (stdout === '') return [`verify could not do its work: ${stderr}`];
  const answer = JSON.parse(stdout) as VerifyAnswer;
  const findings = [...answer.packages.flatMap((one) => one.findings), ...answer.chain];
  // The clock was moved: that the chain tells of it is right.
  return findings
    .filter(({ code }) => code !== 'chain.time-backwards')
    .map(({ code, detail }) => `verify: ${code}: ${detail}`);
}

/**
 * Checks all that must hold once nothing is under way any more. `monitors` are those with dust above the limit so far; `isVerified`: packages
 * and chain are verified, too.
 */
export async function checkTown(
  town: Town,
  reader: CloudReader,
  monitors: readonly string[],
  isVerified: boolean,
): Promise<TownState> {
  const problems: string[] = [];
  const cases = await reader.cases();
  const dropped = droppedIn(await reader.entries());
  const logged = violationsLogged(town);
  const given = new Set(dropped.map(({ violationId }) => logged.get(violationId) ?? `violation ${violationId}`));
  const unknown = [...given].filter((name) => name.startsWith('violation ')).length;
  const casesOf = new Map<string, number>();
  for (const { sourceId } of cases) casesOf.set(sourceId, (casesOf.get(sourceId) ?? 0) + 1);
  for (const [monitor, count] of casesOf) {
    if (count > 1) problems.push(`${monitor} has ${count} cases`);
    if (!monitors.includes(monitor)) problems.push(`${monitor} has a case, and nothing happened there`);
  }
  const missing = monitors.filter((monitor) => !casesOf.has(monitor) && !given.has(monitor));
  if (missing.length > unknown) problems.push(`neither case nor tombstone: ${missing.join(', ')}`);
  const caseIds = cases.map(({ caseId }) => caseId);
  problems.push(...checkGatewayDisk(town));
  problems.push(...(await checkStore(town, reader, caseIds)));
  if (isVerified) problems.push(...(await checkChain(town, reader, caseIds)));
  return { cases: cases.length, dropped: dropped.length, problems };
}
