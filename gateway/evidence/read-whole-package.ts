import { createHash } from 'node:crypto';
import { EvidenceManifest, MANIFEST_ENTRY, SIGNATURE_ENTRY, type Sha256Hex } from '@lamppost/contracts';
import { packageEntries } from './package-entries.js';

/** End of a ZIP's directory (APPNOTE 4.3.16): its signature, its length without a comment, and where size and place of the directory stand. */
const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_BYTES = 22;
const DIRECTORY_SIZE_AT = 12;
const DIRECTORY_AT = 16;

/** A package of this gateway of which no byte is missing. */
export interface WholePackage {
  readonly digest: Sha256Hex;
  readonly manifest: EvidenceManifest;
}

function sha256(bytes: Buffer): Sha256Hex {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Where its directory begins; null when the file does not end as a ZIP does. */
function directoryAt(zip: Buffer): number | null {
  const at = zip.length - DIRECTORY_END_BYTES;
  if (at < 0 || zip.readUInt32LE(at) !== DIRECTORY_END) return null;
  const begin = zip.readUInt32LE(at + DIRECTORY_AT);
  return begin + zip.readUInt32LE(at + DIRECTORY_SIZE_AT) === at ? begin : null;
}

function parseManifest(bytes: Buffer): EvidenceManifest | null {
  try {
    return EvidenceManifest.safeParse(JSON.parse(bytes.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Reads a package and holds each file against its manifest; null when any byte of what it promises is missing or another. */
export function readWholePackage(zip: Buffer): WholePackage | null {
  const entries = new Map([...packageEntries(zip)].map(({ name, bytes }) => [name, bytes]));
  const manifestBytes = entries.get(MANIFEST_ENTRY);
  if (manifestBytes === undefined || !entries.has(SIGNATURE_ENTRY) || directoryAt(zip) === null) return null;
  const manifest = parseManifest(manifestBytes);
  const isWhole = manifest?.files.every(({ path, sha256: sealed }) => {
    const bytes = entries.get(path);
    return bytes !== undefined && sha256(bytes) === sealed;
  });
  return manifest === null || isWhole !== true ? null : { digest: sha256(manifestBytes), manifest };
}
