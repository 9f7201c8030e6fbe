import type { ArchiveFolder } from './archive-folder.js';
import type { ChainPlace } from '../verification/finding.js';
import { inspectPackage } from '../verification/inspect-package.js';
import { inspectProof } from '../verification/inspect-proof.js';
import { readKeys } from '../verification/read-keys.js';
import type { VerifyReport } from '../verification/verify-paths.js';

/**
 * Verifies the packages and proofs of an archive as `npm run verify` does, with the keys that lie in it. Chains are not looked at: a case has
 * single links of them.
 */
export async function verifyArchive(
  folder: ArchiveFolder,
  names: { readonly keys: string; readonly packages: readonly string[]; readonly proofs: readonly string[] },
): Promise<VerifyReport> {
  const signers = await readKeys(folder.pathOf(names.keys));
  const packages = [];
  // One after the other: each is read whole.
  for (const name of names.packages)
    packages.push({ ...(await inspectPackage(folder.pathOf(name), signers.gateways)), file: name });
  const places = new Map<string, ChainPlace>(
    packages.flatMap(({ place }) => (place === null ? [] : [[place.digest, place]])),
  );
  const proofs = [];
  for (const name of names.proofs) {
    const { report } = await inspectProof(folder.pathOf(name), { cloudKeys: signers.cloud, tsaRoots: null, places });
    proofs.push({ ...report, file: name });
  }
  const isGood = [...packages, ...proofs].every(
    ({ findings, signature }) => findings.length === 0 && signature === 'good',
  );
  return { outcome: isGood ? 'proven' : 'wrong', packages, entries: [], proofs, chain: [] };
}
