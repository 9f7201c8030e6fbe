import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
/** Standard Webhooks: a secret has 24 to 64 random bytes. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** Reads a secret as Standard Webhooks writes it: `whsec_` and base64 of 24 to 64 bytes. @returns null when it is none */
export function readWebhookSecret(text: string): Buffer | null {
  const base64 = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const key = Buffer.from(base64, 'base64');
  return key.length >= MIN_BYTES && key.length <= MAX_BYTES ? key : null;
}

/** What is signed, and the time at which it goes out. */
export interface SignedMessage {
  /** The same at each attempt: the receiver knows a message that comes again by it. */
  readonly id: string;
  readonly sentAtMs: number;
  readonly body: string;
}

/** Headers by which a receiver knows who sent a webhook: Standard Webhooks 1.0, symmetric signature `v1`. */
export function signWebhook(secret: Buffer, { id, sentAtMs, body }: SignedMessage): Record<string, string> {
  const timestamp = String(Math.floor(sentAtMs / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
