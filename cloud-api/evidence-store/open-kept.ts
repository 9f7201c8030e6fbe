import { ProblemError } from '../errors/problem-error.js';
import type { EvidenceStore } from './evidence-store.js';

/**
 * Opens a file that the database says is kept.
 *
 * @throws ProblemError `service.evidence-lost` when the store has it no more
 */
export async function openKept(
  store: Pick<EvidenceStore, 'open'>,
  sha256: string,
): Promise<NonNullable<Awaited<ReturnType<EvidenceStore['open']>>>> {
  const stored = await store.open(sha256);
  if (stored === null) throw new ProblemError('service.evidence-lost', `The evidence store has no file ${sha256}`);
  return stored;
}
