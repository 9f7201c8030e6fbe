import type { Answer, CloudProblem } from './answer.js';
import type { AnswerBodyOf, Method, OperationOf, PathOf, RequestOf } from './described.js';

/** What a client works with. */
export interface CloudClientOptions {
  /** Address of the cloud without a slash at its end; empty: where the page came from. */
  readonly url?: string;
  /** Headers of every request, such as `authorization`; asked for anew each time, for tokens end. */
  readonly headers?: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** That of the platform unless told. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...given: object extends RequestOf<OperationOf<M, P>>
    ? [request?: RequestOf<OperationOf<M, P>>]
    : [request: RequestOf<OperationOf<M, P>>]
) => Promise<Answer<AnswerBodyOf<OperationOf<M, P>>>>;

/** The interface of the cloud, as its description says: `await client.get('/api/v1/cases/{caseId}', { path: { caseId } })`. */
export type CloudClient = { readonly [M in Method]: Call<M> };

type QueryValue = string | number | boolean | null | undefined;

/** A request, whatever it is of. */
interface AnyRequest {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>>;
  readonly header?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly mediaType?: string;
}

function addressOf(template: string, { path = {}, query = {} }: AnyRequest): string {
  const address = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== undefined && one !== null) asked.append(name, String(one));
  return asked.size === 0 ? address : `${address}?${asked.toString()}`;
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/json')) return await response.json();
  return type.startsWith('text/') || type.startsWith('application/x-ndjson')
    ? await response.text()
    : await response.blob();
}

async function readAnswer(response: Response): Promise<Answer<unknown>> {
  const { status: httpStatus, headers } = response;
  if (httpStatus === 304) return { status: 'unchanged' };
  // Whoever sent it has checked it against the description that the types are made of.
  if (response.ok)
    return { status: 'done', httpStatus, body: await readBody(response), tag: headers.get('etag'), headers };
  if (headers.get('content-type')?.startsWith('application/problem+json') !== true)
    return { status: 'unreachable', httpStatus, cause: new Error(`HTTP status ${httpStatus} and no problem`) };
  return { status: 'refused', httpStatus, problem: (await response.json()) as CloudProblem, headers };
}

/** Makes a client of the cloud. It throws nothing of what a network or a cloud may do: that is in the answers. */
export function createCloudClient(options: CloudClientOptions = {}): CloudClient {
  const { url = '' } = options;
  const headers: NonNullable<CloudClientOptions['headers']> = options.headers ?? (() => ({}));
  const send = options.fetch ?? ((to: string, init: RequestInit) => fetch(to, init));
  const call = async (method: Method, template: string, request: AnyRequest = {}): Promise<Answer<unknown>> => {
    const { header = {}, body, mediaType = 'application/json' } = request;
    const sent = new Headers(await headers());
    for (const [name, value] of Object.entries(header)) if (value !== undefined) sent.set(name, value);
    if (body !== undefined) sent.set('content-type', mediaType);
    const bytes = mediaType === 'application/json' ? JSON.stringify(body) : (body as NonNullable<RequestInit['body']>);
    try {
      const init = { method: method.toUpperCase(), headers: sent, ...(body === undefined ? {} : { body: bytes }) };
      return await readAnswer(await send(`${url}${addressOf(template, request)}`, init));
    } catch (cause) {
      return { status: 'unreachable', httpStatus: null, cause };
    }
  };
  const methods = { get: call, put: call, post: call, patch: call, delete: call };
  const bound = Object.keys(methods).map((method) => [
    method,
    (template: string, request?: AnyRequest) => call(method as Method, template, request),
  ]);
  // The types of each call are those of the description; what is done is the same for all.
  return Object.fromEntries(bound) as CloudClient;
}
