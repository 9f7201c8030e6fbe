import { type Problem, RequestError } from '@lamppost/page-kit';

/** Sends a photo that was taken on site, and gives the hash that the report names it by. */
export async function sendPhoto(dispatchId: number, photo: Blob): Promise<string> {
  // The description of the interface tells no type for a body that is no JSON, so that the typed client cannot send it.
  const response = await fetch(`/api/v1/dispatches/${dispatchId}/photos`, {
    method: 'POST',
    headers: { 'content-type': 'image/jpeg' },
    body: photo,
  }).catch(() => null);
  if (response?.ok === true) return ((await response.json()) as { readonly sha256: string }).sha256;
  const isProblem = response?.headers.get('content-type')?.startsWith('application/problem+json') === true;
  throw new RequestError(isProblem ? ((await response.json()) as Problem) : null, response?.status ?? null);
}
