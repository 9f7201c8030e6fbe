import type { CloudReminder } from '@lamppost/contracts';
import { eventIdOf, toCloudEvent } from './to-cloud-event.js';
import { signWebhook } from './webhook-signature.js';

/** Time that a webhook has to answer: Standard Webhooks names 15 to 30 s. */
const ANSWER_MS = 15_000;

/** Where reminders go, and what they are signed with. */
export interface Webhook {
  readonly url: string;
  readonly secret: Buffer;
}

/** One reminder to send. */
export interface WebhookMessage {
  readonly gatewayId: string;
  readonly reminder: CloudReminder;
  readonly nowMs: number;
}

/** Asks the webhook to take a reminder. @returns why it did not; null when it did */
export async function sendWebhook(
  webhook: Webhook,
  { gatewayId, reminder, nowMs }: WebhookMessage,
  signal: AbortSignal,
): Promise<string | null> {
  const body = toCloudEvent(gatewayId, reminder);
  const id = eventIdOf(gatewayId, reminder.reminderId);
  const deadline = new AbortController();
  const onAbort = () => {
    deadline.abort();
  };
  const timer = setTimeout(onAbort, ANSWER_MS);
  signal.addEventListener('abort', onAbort);
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': 'lamppost-cloud',
        ...signWebhook(webhook.secret, { id, sentAtMs: nowMs, body }),
      },
      body,
      // What is signed for one address is for no other.
      redirect: 'manual',
      signal: deadline.signal,
    });
    await response.body?.cancel();
    return response.ok ? null : `the webhook answered ${response.status}`;
  } catch (error) {
    if (deadline.signal.aborted) return `the webhook did not answer within ${ANSWER_MS} ms`;
    const { cause } = error as { readonly cause?: { readonly code?: unknown } };
    // Not the message: it may hold the address, in which providers put keys.
    return `the webhook could not be reached (${typeof cause?.code === 'string' ? cause.code : 'no connection'})`;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
