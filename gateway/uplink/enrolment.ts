import { KeyId, PublicKey, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import type { StateStore } from '../spool/state-store.js';

/** That this gateway is known to a cloud, and the key that this cloud signs receipts with. */
export const Enrolment = z.strictObject({
  cloudUrl: z.string(),
  gatewayId: Slug,
  /** The gateway's own key that was enrolled. */
  keyId: KeyId,
  /** The cloud's key, pinned. */
  receiptKey: PublicKey,
});
export type Enrolment = z.infer<typeof Enrolment>;

const STATE_KEY = 'uplink.enrolment';

/** Whose enrolment is wanted, and of which key; also that of the key which gave way to it is good, for the cloud learns of the change. */
export type WantedEnrolment = Pick<Enrolment, 'cloudUrl' | 'gatewayId' | 'keyId'> & { readonly previousKeyId?: KeyId };

/** The kept enrolment of this gateway ID, with this key, at this cloud; null when there is none, or it is of another. */
export function loadEnrolment(states: StateStore, wanted: WantedEnrolment): Enrolment | null {
  const kept = Enrolment.safeParse(states.loadState(STATE_KEY)).data;
  if (kept === undefined) return null;
  const { cloudUrl, gatewayId, keyId, previousKeyId } = wanted;
  if (kept.cloudUrl !== cloudUrl || kept.gatewayId !== gatewayId) return null;
  if (kept.keyId === keyId) return kept;
  if (previousKeyId === undefined || kept.keyId !== previousKeyId) return null;
  const moved = { ...kept, keyId };
  saveEnrolment(states, moved);
  return moved;
}

/** Keeps an enrolment; durable when it returns. */
export function saveEnrolment(states: StateStore, enrolment: Enrolment): void {
  states.saveState(STATE_KEY, enrolment);
}
