import type { KeyRotation } from '@lamppost/contracts';
import { findEntryFault } from '../chain-entries/verify-entry.js';
import { decodePublicKey } from '../devices/public-key.js';
import type { PackageKey } from '../ingest/verify-package.js';
import type { ReadEntry } from './read-entries.js';

/** A key of a gateway, and the one that it took over from. */
export interface RingKey extends PackageKey {
  /** Null where the chain began with it, or where that is not known. */
  readonly previousKeyId: string | null;
}

/** Public keys by their ID. */
export type KeyRing = ReadonlyMap<string, RingKey>;

function rotationsOf(entries: readonly ReadEntry[]) {
  return entries.flatMap(({ signed }) => ('newKeySignature' in signed ? [{ signed, rotation: signed.entry }] : []));
}

/** Adds the keys that took over from a key of the ring by a rotation that it signed, and those that took over from them. */
export function followRotations(keys: KeyRing, entries: readonly ReadEntry[]): KeyRing {
  const ring = new Map(keys);
  const open = [...rotationsOf(entries)].sort((a, b) => a.rotation.sequence - b.rotation.sequence);
  for (const { signed, rotation } of open) {
    const old = ring.get(rotation.oldKeyId);
    if (old?.gatewayId !== rotation.gatewayId || ring.has(rotation.newKeyId)) continue;
    const publicKey = decodePublicKey(rotation.newKey);
    if (publicKey === null || findEntryFault(signed, old.publicKey) !== null) continue;
    ring.set(rotation.newKeyId, { gatewayId: old.gatewayId, publicKey, previousKeyId: rotation.oldKeyId });
  }
  return ring;
}

/** The key that the chain of this one began with, as far as rotations and the ring tell. */
export function rootKeyOf(
  keyId: string,
  { keys, rotations }: { readonly keys: KeyRing | null; readonly rotations: readonly KeyRotation[] },
): string {
  const seen = new Set<string>();
  for (let id = keyId; ;) {
    seen.add(id);
    const before = keys?.get(id)?.previousKeyId ?? rotations.find(({ newKeyId }) => newKeyId === id)?.oldKeyId ?? null;
    if (before === null || seen.has(before)) return id;
    id = before;
  }
}
