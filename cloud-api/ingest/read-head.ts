import { type FileHandle, open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { MANIFEST_ENTRY, SIGNATURE_ENTRY, type EvidenceFile, type EvidenceManifest } from '@lamppost/contracts';
import type { EvidenceFault } from '../errors/catalogue.js';
import { DEFAULT_PACKAGE_LIMITS, type PackageFault } from './package-zip.js';
import { proveManifest, type VerifyOptions } from './verify-package.js';

/** Local file header of a ZIP (APPNOTE 4.3.7): its signature, and where method, sizes and lengths stand in it. */
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const METHOD_AT = 8;
const SIZE_AT = 18;
const NAME_LENGTH_AT = 26;
const EXTRA_LENGTH_AT = 28;
const MAX_NAME_BYTES = 120;

/** A file of a package of which the rest is still to come. */
export interface ArrivedFile {
  readonly file: EvidenceFile;
  /** Where its bytes begin in the upload. */
  readonly at: number;
}

/** The beginning of a package that proved itself as far as it goes, or the first thing in it that is wrong. */
export type ReadHead =
  | { readonly status: 'proven'; readonly manifest: EvidenceManifest; readonly files: readonly ArrivedFile[] }
  | PackageFault<EvidenceFault>;

interface Entry {
  readonly name: string;
  readonly at: number;
  readonly sizeBytes: number;
}

async function readAt(handle: FileHandle, at: number, bytes: number): Promise<Buffer | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
  return bytesRead === bytes ? buffer : null;
}

/** The next stored entry, by its own header; null where it has not arrived whole, or is of another kind. */
async function readEntryAt(handle: FileHandle, at: number, endBytes: number): Promise<Entry | null> {
  const header = await readAt(handle, at, LOCAL_HEADER_BYTES);
  if (header?.readUInt32LE(0) !== LOCAL_HEADER || header.readUInt16LE(METHOD_AT) !== 0) return null;
  const nameBytes = header.readUInt16LE(NAME_LENGTH_AT);
  const name = nameBytes > MAX_NAME_BYTES ? null : await readAt(handle, at + LOCAL_HEADER_BYTES, nameBytes);
  const bytesAt = at + LOCAL_HEADER_BYTES + nameBytes + header.readUInt16LE(EXTRA_LENGTH_AT);
  const sizeBytes = header.readUInt32LE(SIZE_AT);
  return name === null || bytesAt + sizeBytes > endBytes
    ? null
    : { name: name.toString('latin1'), at: bytesAt, sizeBytes };
}

async function readSmall(handle: FileHandle, entry: Entry | null, name: string): Promise<Buffer | null> {
  return entry?.name !== name || entry.sizeBytes > DEFAULT_PACKAGE_LIMITS.maxManifestBytes
    ? null
    : await readAt(handle, entry.at, entry.sizeBytes);
}

async function isAsSealed(handle: FileHandle, file: EvidenceFile, at: number): Promise<boolean> {
  const hashes = { sha256: createHash('sha256'), sm3: createHash('sm3') };
  for await (const chunk of handle.createReadStream({
    start: at,
    end: at + file.sizeBytes - 1,
    autoClose: false,
  }) as AsyncIterable<Buffer>) {
    hashes.sha256.update(chunk);
    hashes.sm3.update(chunk);
  }
  return hashes.sha256.digest('hex') === file.sha256 && hashes.sm3.digest('hex') === file.sm3;
}

/**
 * Reads the first bytes of a package, whose end may be missing: manifest and signature, which are proven, and the files after them as far as
 * they have arrived, which are held against the manifest.
 *
 * @throws Error when the disk or the look-up of keys fails
 */
export async function readHead(options: VerifyOptions & { readonly arrivedBytes: number }): Promise<ReadHead> {
  const { arrivedBytes } = options;
  const handle = await open(options.file, 'r');
  try {
    const first = await readEntryAt(handle, 0, arrivedBytes);
    const manifestBytes = await readSmall(handle, first, MANIFEST_ENTRY);
    if (first === null || manifestBytes === null)
      return {
        status: 'refused',
        code: 'evidence.manifest-missing',
        detail: `${MANIFEST_ENTRY} is not what comes first`,
      };
    const second = await readEntryAt(handle, first.at + first.sizeBytes, arrivedBytes);
    const proven = await proveManifest(manifestBytes, await readSmall(handle, second, SIGNATURE_ENTRY), options);
    if (proven.status === 'refused' || second === null) return proven.status === 'refused' ? proven : missing();
    const files: ArrivedFile[] = [];
    let end = second.at + second.sizeBytes;
    for (const file of proven.manifest.files) {
      const entry = await readEntryAt(handle, end, arrivedBytes);
      if (entry === null) break;
      if (entry.name !== file.path || entry.sizeBytes !== file.sizeBytes || !(await isAsSealed(handle, file, entry.at)))
        return { status: 'refused', code: 'evidence.file-altered', detail: `${file.path} is not as it was sealed` };
      files.push({ file, at: entry.at });
      end = entry.at + entry.sizeBytes;
    }
    return { status: 'proven', manifest: proven.manifest, files };
  } finally {
    await handle.close();
  }
}

function missing(): PackageFault<EvidenceFault> {
  return { status: 'refused', code: 'evidence.signature-missing', detail: SIGNATURE_ENTRY };
}
