import { buffer } from 'node:stream/consumers';
import { EvidenceManifest, MANIFEST_ENTRY, SIGNATURE_ENTRY } from '@lamppost/contracts';
import type { CloudDatabase } from '../database/open-database.js';
import type { EvidenceStore } from '../evidence-store/evidence-store.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { centralHeader, endRecord, localHeader, type FormEntry } from './package-form.js';

/** A package as it was sealed. */
export interface RebuiltPackage {
  readonly gatewayId: string;
  readonly sequence: number;
  readonly zip: Buffer;
}

/** Puts a package together again out of its manifest, its signature and the evidence store: the form leaves no choice, so its bytes are the same. */
export async function rebuildPackage(
  { database, store }: { database: CloudDatabase; store: EvidenceStore },
  digest: string,
): Promise<RebuiltPackage | null> {
  const row = await database
    .selectFrom('packages')
    .select(['manifest', 'signature'])
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined) return null;
  const manifest = EvidenceManifest.parse(JSON.parse(row.manifest));
  const files: FormEntry[] = [
    { name: Buffer.from(MANIFEST_ENTRY), data: Buffer.from(row.manifest) },
    { name: Buffer.from(SIGNATURE_ENTRY), data: toCanonicalJson(JSON.parse(row.signature)) },
  ];
  for (const { path, sha256 } of manifest.files) {
    const stored = await store.open(sha256);
    if (stored === null) throw new Error(`the evidence store lost ${sha256}`);
    files.push({ name: Buffer.from(path), data: await buffer(stored.stream) });
  }
  const { gatewayId, sequence } = manifest;
  return { gatewayId, sequence, zip: packEntries(files) };
}

function packEntries(entries: readonly FormEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const header = localHeader(entry);
    directory.push(centralHeader(entry, offset));
    parts.push(header, entry.data);
    offset += header.length + entry.data.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...parts, ...directory, endRecord(entries.length, directoryBytes, offset)]);
}
