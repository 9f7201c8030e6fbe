import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkChain } from './check-chain.js';
import type { Finding, PackageReport } from './finding.js';
import { type KnownKeys, inspectPackage } from './inspect-package.js';
import { VerifyUsageError } from './verify-options.js';

/** What came of all files together. */
export interface VerifyReport {
  /** `unproven`: nothing is wrong, but signatures were not checked. */
  readonly outcome: 'proven' | 'unproven' | 'wrong';
  readonly packages: readonly PackageReport[];
  readonly chain: readonly Finding[];
}

async function packagesAt(path: string): Promise<string[]> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch {
    throw new VerifyUsageError(`${path} is not there, or may not be read`);
  }
  if (!isFolder) return [path];
  const names = await readdir(path, { recursive: true });
  const found = names.filter((name) => name.endsWith('.zip')).sort();
  if (found.length === 0) throw new VerifyUsageError(`${path} holds no *.zip`);
  return found.map((name) => join(path, name));
}

/** Verifies files and folders of packages, and the chains that they form. @throws VerifyUsageError when there is nothing to verify */
export async function verifyPaths(paths: readonly string[], keys: KnownKeys): Promise<VerifyReport> {
  const files = [...new Set((await Promise.all(paths.map(packagesAt))).flat())];
  const packages: PackageReport[] = [];
  // One after the other: each may be read whole.
  for (const file of files) packages.push(await inspectPackage(file, keys));
  const chain = checkChain(packages.flatMap(({ file, place }) => (place === null ? [] : [{ ...place, file }])));
  return { outcome: outcomeOf(packages, chain), packages, chain };
}

function outcomeOf(packages: readonly PackageReport[], chain: readonly Finding[]): VerifyReport['outcome'] {
  if (chain.length > 0 || packages.some(({ findings }) => findings.length > 0)) return 'wrong';
  return packages.every(({ signature }) => signature === 'good') ? 'proven' : 'unproven';
}
