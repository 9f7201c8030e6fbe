import { type Problem, RequestError } from '@lamppost/page-kit';
import type { ImportFault, ImportMediaType } from './import-file.js';

/** As much of what came of an import, or would, as every import tells. With faults, nothing was written. */
export interface ImportOutcome {
  readonly isTrial: boolean;
  readonly faults: readonly ImportFault[];
}

/**
 * Has a file tried, or taken, by an import of the cloud.
 *
 * @throws RequestError where the cloud refused it as a whole, or was not reached
 */
export async function sendImport<Report extends ImportOutcome>(
  path: string,
  {
    text,
    mediaType,
    isTrial,
  }: { readonly text: string; readonly mediaType: ImportMediaType; readonly isTrial: boolean },
): Promise<Report> {
  // The typed client sends no text where the description tells no type for it, and takes a 422 for a refusal: here it is the report of what is wrong.
  const response = await fetch(`${path}?trial=${String(isTrial)}`, {
    method: 'POST',
    headers: { 'content-type': mediaType },
    body: text,
  }).catch(() => null);
  const type = response?.headers.get('content-type') ?? '';
  if (response !== null && type.startsWith('application/json')) return (await response.json()) as Report;
  const isProblem = response !== null && type.startsWith('application/problem+json');
  throw new RequestError(isProblem ? ((await response.json()) as Problem) : null, response?.status ?? null);
}
