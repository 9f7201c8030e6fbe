import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP } from 'node:net';
import { ADDRESS_REFUSED, type AddressGuard } from './address-guard.js';
import { signWebhook } from './webhook-signature.js';

/** Time that a webhook has to answer: Standard Webhooks names 15 to 30 s. */
const ANSWER_MS = 15_000;

/** Where events go, and what they are signed with. */
export interface Webhook {
  readonly url: string;
  readonly secret: Buffer;
  /** Which addresses may be asked; null: the address comes from whoever runs the cloud, who may name any. */
  readonly guard: AddressGuard | null;
}

/** One event to send: its ID, and the CloudEvent in JSON. */
export interface EventMessage {
  readonly id: string;
  readonly body: string;
  readonly nowMs: number;
}

async function post(webhook: Webhook, { id, body, nowMs }: EventMessage, signal: AbortSignal): Promise<number> {
  const url = new URL(webhook.url);
  const { guard } = webhook;
  const isPlain = url.protocol !== 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is not looked up.
  if (guard !== null && isIP(host) !== 0 && !guard.isAllowed(host, isPlain))
    throw Object.assign(new Error('the address may not be asked'), { code: ADDRESS_REFUSED });
  return await new Promise((resolve, reject) => {
    const request = (isPlain ? requestPlain : requestTls)(url, {
      method: 'POST',
      // What is signed for one address is for no other: redirects are not followed, and each connection is looked up anew.
      agent: false,
      signal,
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'lamppost-cloud',
        ...signWebhook(webhook.secret, { id, sentAtMs: nowMs, body }),
      },
      ...(guard === null ? {} : { lookup: guard.lookupFor(isPlain) }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      // Nobody reads what it says.
      response.destroy();
    });
    request.end(body);
  });
}

/** Asks a webhook to take an event. @returns why it did not; null when it did */
export async function sendEvent(webhook: Webhook, message: EventMessage, signal: AbortSignal): Promise<string | null> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  try {
    const status = await post(webhook, message, deadline);
    return status >= 200 && status < 300 ? null : `the webhook answered ${status}`;
  } catch (error) {
    if (deadline.aborted) return `the webhook did not answer within ${ANSWER_MS} ms`;
    const { code } = error as { readonly code?: unknown };
    if (code === ADDRESS_REFUSED) return 'the address of the webhook is not one that may be asked';
    // Not the message: it may hold the address, in which providers put keys.
    return `the webhook could not be reached (${typeof code === 'string' ? code : 'no connection'})`;
  }
}
