import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { EvidenceManifest, MANIFEST_ENTRY, SIGNATURE_ENTRY } from '@lamppost/contracts';
import type { CloudDatabase } from '../database/open-database.js';
import type { EvidenceStore } from '../evidence-store/evidence-store.js';
import { openKept } from '../evidence-store/open-kept.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { centralHeader, describeEntry, endRecord, localHeader, type FormEntry } from './package-form.js';

/** A package as it was sealed. */
export interface RebuiltPackage {
  readonly gatewayId: string;
  readonly sequence: number;
  /** Its bytes; one chunk of one file is in memory at a time. */
  readonly stream: Readable;
}

/** An entry, and where its bytes come from; they are asked for once. */
interface RebuiltEntry {
  readonly head: FormEntry;
  readonly open: () => Promise<Iterable<Buffer> | AsyncIterable<Buffer>>;
}

async function readStored(store: EvidenceStore, sha256: string): Promise<AsyncIterable<Buffer>> {
  return (await openKept(store, sha256)).stream as AsyncIterable<Buffer>;
}

function ofBytes(name: string, data: Buffer): RebuiltEntry {
  return { head: describeEntry(Buffer.from(name), data), open: () => Promise.resolve([data]) };
}

/** The header of a file stands before its bytes and holds their CRC: so they are read twice. */
async function ofStored(store: EvidenceStore, path: string, sha256: string): Promise<RebuiltEntry> {
  let crc = 0;
  let sizeBytes = 0;
  for await (const chunk of await readStored(store, sha256)) {
    crc = crc32(chunk, crc);
    sizeBytes += chunk.length;
  }
  return { head: { name: Buffer.from(path), sizeBytes, crc }, open: () => readStored(store, sha256) };
}

async function* packEntries(entries: readonly RebuiltEntry[]): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { head, open } of entries) {
    const header = localHeader(head);
    directory.push(centralHeader(head, offset));
    yield header;
    yield* await open();
    offset += header.length + head.sizeBytes;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  yield Buffer.concat([...directory, endRecord(entries.length, directoryBytes, offset)]);
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
  const entries = [
    ofBytes(MANIFEST_ENTRY, Buffer.from(row.manifest)),
    ofBytes(SIGNATURE_ENTRY, toCanonicalJson(JSON.parse(row.signature))),
  ];
  for (const { path, sha256 } of manifest.files) entries.push(await ofStored(store, path, sha256));
  const { gatewayId, sequence } = manifest;
  return { gatewayId, sequence, stream: Readable.from(packEntries(entries)) };
}
