import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { isCoveredBy } from './topic-pattern.js';

/** Shortest password that is accepted anywhere in the simulator. */
export const MIN_PASSWORD_LENGTH = 12;

/** One who may connect to the broker, and the topic patterns (MQTT filters) that it may publish to and subscribe to. */
export const BrokerAccount = z.strictObject({
  username: z.string().min(1),
  password: z.string().min(MIN_PASSWORD_LENGTH),
  publish: z.array(z.string().min(1)),
  subscribe: z.array(z.string().min(1)),
});
export type BrokerAccount = z.infer<typeof BrokerAccount>;

function digest(text: string | Uint8Array): Buffer {
  return createHash('sha256').update(text).digest();
}

const nobody = digest('');

/** The account that username and password belong to; null when there is none. Takes the same time whichever of the two is wrong. */
export function findAccount(
  accounts: readonly BrokerAccount[],
  username: string | undefined,
  password: Uint8Array | undefined,
): BrokerAccount | null {
  const account = accounts.find((candidate) => candidate.username === username) ?? null;
  // Digests of one length: timingSafeEqual would otherwise tell how long the password is.
  const isRight = timingSafeEqual(digest(password ?? ''), account === null ? nobody : digest(account.password));
  return isRight ? account : null;
}

/** Whether the account may publish to a topic. */
export function mayPublish(account: BrokerAccount, topic: string): boolean {
  return account.publish.some((pattern) => isCoveredBy(topic, pattern));
}

/** Whether the account may receive everything that a topic filter matches. */
export function maySubscribe(account: BrokerAccount, filter: string): boolean {
  return account.subscribe.some((pattern) => isCoveredBy(filter, pattern));
}
