import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadCertificate } from '../time-stamps/certificate-path.js';
import { checkChain, type ChainedItem } from './check-chain.js';
import type { ChainPlace, EntryReport, Finding, PackageReport, ProofReport } from './finding.js';
import { inspectEntry } from './inspect-entry.js';
import { inspectPackage } from './inspect-package.js';
import { findSplitViews, inspectConsistency, inspectProof, type ProofContext } from './inspect-proof.js';
import { followRotations } from './key-ring.js';
import { type EntryFile, readEntryFile } from './read-entries.js';
import type { KnownSigners } from './read-keys.js';
import { VerifyUsageError } from './verify-options.js';

/** What came of all files together. */
export interface VerifyReport {
  /** `unproven`: nothing is wrong, but signatures were not checked. */
  readonly outcome: 'proven' | 'unproven' | 'wrong';
  readonly packages: readonly PackageReport[];
  /** Entries of chains that are no packages. */
  readonly entries: readonly EntryReport[];
  /** What a cloud proves of them. */
  readonly proofs: readonly ProofReport[];
  /** What is wrong between them. */
  readonly chain: readonly Finding[];
}

/** What evidence is held against. */
export interface VerifyContext {
  /** Null: signatures stay unchecked. */
  readonly signers: KnownSigners | null;
  /** Roots of time-stamping authorities; null: any is taken. */
  readonly tsaRoots: readonly ReadCertificate[] | null;
}

const KINDS = {
  entries: /\.entr(y|ies)\.json$/,
  proofs: /\.proof\.json$/,
  consistency: /\.consistency\.json$/,
} as const;

function isOurs(name: string): boolean {
  return name.endsWith('.zip') || Object.values(KINDS).some((kind) => kind.test(name));
}

async function filesAt(path: string): Promise<string[]> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch {
    throw new VerifyUsageError(`${path} is not there, or may not be read`);
  }
  if (!isFolder) return [path];
  const names = await readdir(path, { recursive: true });
  const found = names.filter(isOurs).sort();
  if (found.length === 0) throw new VerifyUsageError(`${path} holds no *.zip and nothing else to be verified`);
  return found.map((name) => join(path, name));
}

/** A file of entries that can't be read stands in the report by its name alone. */
function unreadEntries({ findings }: EntryFile, file: string): Finding[] {
  return findings.map(({ code, detail }) => ({
    code,
    detail: detail.startsWith(file) ? detail : `${file}: ${detail}`,
  }));
}

/**
 * Verifies files and folders: packages, entries and the chains that they form, and what a cloud proves of them.
 *
 * @throws VerifyUsageError when there is nothing to verify
 */
export async function verifyPaths(
  paths: readonly string[],
  { signers, tsaRoots }: VerifyContext,
): Promise<VerifyReport> {
  const files = [...new Set((await Promise.all(paths.map(filesAt))).flat())];
  const of = (kind: keyof typeof KINDS) => files.filter((file) => KINDS[kind].test(file));
  const entryFiles: { readonly file: string; readonly read: EntryFile }[] = [];
  for (const file of of('entries')) entryFiles.push({ file, read: await readEntryFile(file) });
  const readEntries = entryFiles.flatMap(({ read }) => read.entries);
  const keys = signers === null ? null : followRotations(signers.gateways, readEntries);
  const entries = readEntries.map((entry) => inspectEntry(entry, keys));

  const packages: PackageReport[] = [];
  const others = new Set([...of('entries'), ...of('proofs'), ...of('consistency')]);
  // One after the other: each may be read whole.
  for (const file of files) if (!others.has(file)) packages.push(await inspectPackage(file, keys));

  const items: ChainedItem[] = [
    ...packages.flatMap(({ file, place }) => (place === null ? [] : [{ ...place, file }])),
    ...entries.map(({ file, place }, index) => ({ ...place, file, ...signedOf(readEntries[index]) })),
  ];
  const { proofs, splitViews } = await inspectProofs(of('proofs'), of('consistency'), {
    cloudKeys: signers?.cloud ?? null,
    tsaRoots,
    places: new Map<string, ChainPlace>(items.map((item) => [item.digest, item])),
  });
  const chain = [
    ...entryFiles.flatMap(({ file, read }) => unreadEntries(read, file)),
    ...checkChain(items, keys),
    ...splitViews,
  ];
  return { outcome: outcomeOf({ packages, entries, proofs, chain }), packages, entries, proofs, chain };
}

function signedOf(entry: EntryFile['entries'][number] | undefined): Pick<ChainedItem, 'signed'> {
  return entry === undefined ? {} : { signed: entry.signed };
}

async function inspectProofs(
  proofFiles: readonly string[],
  consistencyFiles: readonly string[],
  context: ProofContext,
) {
  const inspected = [];
  for (const file of proofFiles) inspected.push(await inspectProof(file, context));
  for (const file of consistencyFiles) inspected.push(await inspectConsistency(file, context));
  return {
    proofs: inspected.map(({ report }) => report),
    splitViews: findSplitViews(inspected.flatMap(({ heads }) => heads)),
  };
}

function outcomeOf({ packages, entries, proofs, chain }: Omit<VerifyReport, 'outcome'>): VerifyReport['outcome'] {
  const all = [...packages, ...entries, ...proofs];
  if (chain.length > 0 || all.some(({ findings }) => findings.length > 0)) return 'wrong';
  return all.every(({ signature }) => signature === 'good') ? 'proven' : 'unproven';
}
