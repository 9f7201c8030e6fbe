import { createHash } from 'node:crypto';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import type { AuditEntry } from './audit-entry.js';

/** SHA-256 of the canonical JSON of an entry, in hex. */
export function hashAuditEntry(entry: AuditEntry): string {
  return createHash('sha256').update(toCanonicalJson(entry)).digest('hex');
}
