import { createHash } from 'node:crypto';
import { MANIFEST_ENTRY, SIGNATURE_ENTRY } from '@lamppost/contracts';
import { fromRandomAccessReaderPromise, openPromise, type Entry, type ZipFile } from 'yauzl';
import { BlockingReader } from './blocking-reader.js';
import { findOverlap } from './find-overlap.js';

/** Bounds on what a package may unpack to. */
export interface PackageLimits {
  /** Entries at most, manifest and signature among them. */
  readonly maxEntries: number;
  /** Bytes of `manifest.json` at most. */
  readonly maxManifestBytes: number;
  /** Bytes of all entries together at most, unpacked. */
  readonly maxUnpackedBytes: number;
}

/** Bounds that any package of our gateways keeps. */
export const DEFAULT_PACKAGE_LIMITS: PackageLimits = {
  maxEntries: 66,
  maxManifestBytes: 1024 * 1024,
  maxUnpackedBytes: 128 * 1024 * 1024,
};

/** An entry of a package, by its central directory. Reading it fails when its bytes do not fit its header. */
export interface PackageEntry {
  readonly name: string;
  readonly sizeBytes: number;
  /** Its bytes, unpacked. A piece is good until the next is asked for. */
  pieces(): AsyncIterable<Buffer>;
}

/** Why a package can't be taken: a code of the catalogue, and in words where. */
export interface PackageFault<Code extends string> {
  readonly status: 'refused';
  readonly code: Code;
  readonly detail: string;
}

/** Outcome of opening a package. Whoever gets `opened` calls `close`. */
export type OpenedZip =
  | { readonly status: 'opened'; readonly entries: ReadonlyMap<string, PackageEntry>; close(): void }
  | PackageFault<'evidence.not-a-zip' | 'evidence.entry-name' | 'evidence.too-large'>;

const MAX_SIGNATURE_BYTES = 4096;
/** ZIP's name for bytes that are not compressed (APPNOTE 4.4.5). */
const STORED = 0;
const ENTRY_NAME = /^(manifest\.json|manifest\.sig|media\/[A-Za-z0-9][A-Za-z0-9._-]{0,99})$/;

/** Whether the disk failed, which says nothing about the package. */
function isDiskError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall !== undefined;
}

/** The bytes of an entry; those that lie in the file as they are come straight from a reader, where there is one. */
async function* piecesOf(zip: ZipFile, reader: BlockingReader | null, entry: Entry): AsyncGenerator<Buffer> {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (reader === null || compressionMethod !== STORED || compressedSize !== uncompressedSize) {
    yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    return;
  }
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  yield* reader.piecesBetween(fileDataStart, fileDataStart + uncompressedSize);
}

async function readEntries(zip: ZipFile, reader: BlockingReader | null, limits: PackageLimits): Promise<OpenedZip> {
  const entries = new Map<string, PackageEntry>();
  const listed: Entry[] = [];
  let unpackedBytes = 0;
  if (zip.entryCount > limits.maxEntries)
    return { status: 'refused', code: 'evidence.too-large', detail: `it has ${zip.entryCount} entries` };
  for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
    // Latin-1 keeps each byte apart: a name with any byte outside the allowed ASCII can't pass.
    const name = entry.fileNameRaw.toString('latin1');
    if (!ENTRY_NAME.test(name))
      return {
        status: 'refused',
        code: 'evidence.entry-name',
        detail: `the entry ${JSON.stringify(name.slice(0, 120))}`,
      };
    if (entries.has(name))
      return { status: 'refused', code: 'evidence.entry-name', detail: `the entry ${name} comes twice` };
    if (!entry.canDecodeFileData())
      return {
        status: 'refused',
        code: 'evidence.not-a-zip',
        detail: `the entry ${name} is encrypted or oddly compressed`,
      };
    unpackedBytes += entry.uncompressedSize;
    const maxBytes =
      name === MANIFEST_ENTRY
        ? limits.maxManifestBytes
        : name === SIGNATURE_ENTRY
          ? MAX_SIGNATURE_BYTES
          : limits.maxUnpackedBytes;
    if (entry.uncompressedSize > maxBytes || unpackedBytes > limits.maxUnpackedBytes)
      return {
        status: 'refused',
        code: 'evidence.too-large',
        detail: `the entry ${name}, ${entry.uncompressedSize} bytes`,
      };
    listed.push(entry);
    entries.set(name, {
      name,
      sizeBytes: entry.uncompressedSize,
      pieces: () => piecesOf(zip, reader, entry),
    });
  }
  const overlap = findOverlap(listed);
  if (overlap !== null)
    return { status: 'refused', code: 'evidence.not-a-zip', detail: `${overlap.join(' and ')} overlap` };
  return {
    status: 'opened',
    entries,
    close: () => {
      zip.close();
    },
  };
}

// Names are checked as bytes, so yauzl is not to decode them.
const READING = { autoClose: false, decodeStrings: false };

async function openBlocking(reader: BlockingReader): Promise<ZipFile> {
  try {
    return await fromRandomAccessReaderPromise(reader, reader.sizeBytes, READING);
  } catch (error) {
    reader.close(() => undefined);
    throw error;
  }
}

/**
 * Opens a package and checks names, number and sizes of its entries, before any of them is unpacked.
 *
 * @param isBlocking reads without leaving the thread, which then does nothing else: for a worker
 */
export async function openPackageZip(file: string, limits: PackageLimits, isBlocking = false): Promise<OpenedZip> {
  let zip: ZipFile;
  let reader: BlockingReader | null = null;
  try {
    reader = isBlocking ? new BlockingReader(file) : null;
    zip = reader === null ? await openPromise(file, READING) : await openBlocking(reader);
  } catch (error) {
    if (isDiskError(error)) throw error;
    return { status: 'refused', code: 'evidence.not-a-zip', detail: (error as Error).message };
  }
  let opened: OpenedZip;
  try {
    opened = await readEntries(zip, reader, limits);
  } catch (error) {
    zip.close();
    if (isDiskError(error)) throw error;
    opened = { status: 'refused', code: 'evidence.not-a-zip', detail: (error as Error).message };
  }
  if (opened.status === 'refused') zip.close();
  return opened;
}

/** Reads a small entry whole; null when its bytes do not fit its header. */
export async function readEntry(entry: PackageEntry): Promise<Buffer | null> {
  try {
    const chunks: Buffer[] = [];
    for await (const piece of entry.pieces()) chunks.push(Buffer.from(piece));
    return Buffer.concat(chunks);
  } catch (error) {
    if (isDiskError(error)) throw error;
    return null;
  }
}

/** SHA-256 and SM3 of an entry in hex; null when its bytes do not fit its header. `copy` gets each piece of it. */
export async function hashEntry(
  entry: PackageEntry,
  copy?: (chunk: Buffer) => void,
): Promise<{ sha256: string; sm3: string } | null> {
  const [sha256, sm3] = [createHash('sha256'), createHash('sm3')];
  try {
    for await (const piece of entry.pieces()) {
      sha256.update(piece);
      sm3.update(piece);
      copy?.(piece);
    }
  } catch (error) {
    if (isDiskError(error)) throw error;
    return null;
  }
  return { sha256: sha256.digest('hex'), sm3: sm3.digest('hex') };
}
