import { createHash } from 'node:crypto';
import type { Tombstone } from '@lamppost/contracts';
import { canonicalJson } from '../evidence/canonical-json.js';
import { type DeviceKey, signBytes } from '../evidence/device-key.js';
import type { ChainHead } from './chain-head.js';
import type { EntryRow } from './entry-table.js';
import type { PackageRow } from './package-table.js';

/** Packages that one tombstone can name. */
export const MAX_DROPPED = 64;

/** What a tombstone is made of. */
export interface TombstoneRequest {
  readonly gatewayId: string;
  readonly key: DeviceKey;
  /** The entry that was sealed last. */
  readonly head: ChainHead;
  readonly reason: Tombstone['reason'];
  /** 1 to {@link MAX_DROPPED}. */
  readonly dropped: readonly PackageRow[];
  readonly nowMs: number;
}

/** Seals the entry of the chain that says which packages were given up, and why. */
export function sealTombstone({ gatewayId, key, head, reason, dropped, nowMs }: TombstoneRequest): EntryRow {
  const entry = {
    schema: 'lamppost.tombstone/1',
    gatewayId,
    sequence: head.sequence + 1,
    previousDigest: head.digest,
    atMs: nowMs,
    reason,
    dropped: dropped.map(({ violationId, sequence, digest, previousDigest, matter, severity, triggeredAtMs }) => ({
      ...{ violationId, sequence, digest, previousDigest, matter, severity, triggeredAtMs },
    })),
  } satisfies Tombstone;
  const bytes = canonicalJson(entry);
  return {
    sequence: entry.sequence,
    digest: createHash('sha256').update(bytes).digest('hex'),
    signed: { entry, signature: signBytes(key, bytes) },
  };
}
