import {
  MANIFEST_ENTRY,
  ManifestSignature,
  SIGNATURE_ENTRY,
  type EvidenceFile,
  type EvidenceManifest,
} from '@lamppost/contracts';
import { isSignedBy, type PublicKey } from '../devices/public-key.js';
import type { EvidenceFault } from '../errors/catalogue.js';
import { toCanonicalJson } from './canonical-json.js';
import {
  DEFAULT_PACKAGE_LIMITS,
  hashEntry,
  openPackageZip,
  readEntry,
  type PackageEntry,
  type PackageFault,
  type PackageLimits,
} from './package-zip.js';
import { readManifest } from './read-manifest.js';

/** A key that may sign packages of one gateway. */
export interface PackageKey {
  readonly gatewayId: string;
  readonly publicKey: PublicKey;
}

/** What a package is checked against. */
export interface VerifyOptions {
  /** Path of the ZIP. */
  readonly file: string;
  /** Finds an enrolled key that may seal at this place of the chain, by its ID; null when there is none. */
  readonly findKey: (keyId: string, sequence: number) => Promise<PackageKey | null>;
  /** The digest that was announced, in hex; left out, any is taken. */
  readonly digest?: string;
  /** The gateway that sent it; left out, any with an enrolled key is taken. */
  readonly gatewayId?: string;
  readonly limits?: PackageLimits;
  /** Whether to read without leaving the thread, which is to be a worker then. */
  readonly isBlocking?: boolean;
  /** Gets the bytes of each file as they are hashed, before it is known whether they are as sealed. */
  readonly copy?: (file: EvidenceFile) => (chunk: Buffer) => void;
}

/** A package that proved itself, or the first thing in it that is wrong. */
export type VerifyResult =
  | {
      readonly status: 'verified';
      /** The package digest: SHA-256 of `manifest.json` in hex. */
      readonly digest: string;
      readonly manifest: EvidenceManifest;
      /** `manifest.json` as it was sealed. */
      readonly manifestText: string;
      readonly signature: ManifestSignature;
    }
  | PackageFault<EvidenceFault>;

type Entries = ReadonlyMap<string, PackageEntry>;

function refuse(code: EvidenceFault, detail: string): PackageFault<EvidenceFault> {
  return { status: 'refused', code, detail };
}

/** Reads the bytes of `manifest.sig`; null when they are no signature, or written in another form than canonical JSON. */
export function parseSignature(bytes: Buffer): ManifestSignature | null {
  try {
    const signature = ManifestSignature.parse(JSON.parse(bytes.toString('utf8')));
    // Base64 leaves bits over that say nothing: one signature has one form.
    const isExact = Buffer.from(signature.signature, 'base64').toString('base64') === signature.signature;
    return isExact && toCanonicalJson(signature).equals(bytes) ? signature : null;
  } catch {
    return null;
  }
}

async function findChange(
  file: EvidenceFile,
  entry: PackageEntry,
  copy: VerifyOptions['copy'],
): Promise<PackageFault<EvidenceFault> | null> {
  const altered = (how: string) => refuse('evidence.file-altered', `${file.path} ${how}`);
  if (entry.sizeBytes !== file.sizeBytes) return altered(`has ${entry.sizeBytes} bytes, sealed were ${file.sizeBytes}`);
  const hashes = await hashEntry(entry, copy?.(file));
  if (hashes === null) return altered("can't be unpacked");
  if (hashes.sha256 !== file.sha256) return altered('has another SHA-256');
  return hashes.sm3 === file.sm3 ? null : altered('has another SM3');
}

/** Tells of each file that is not as it was sealed, in the order of the manifest, those that it does not list first. */
export async function* findAlteredFiles(
  manifest: EvidenceManifest,
  entries: Entries,
  copy?: VerifyOptions['copy'],
): AsyncGenerator<PackageFault<EvidenceFault>> {
  const listed = new Set([MANIFEST_ENTRY, SIGNATURE_ENTRY, ...manifest.files.map((file) => file.path)]);
  for (const name of entries.keys()) if (!listed.has(name)) yield refuse('evidence.file-unlisted', name);
  for (const file of manifest.files) {
    const entry = entries.get(file.path);
    const fault =
      entry === undefined ? refuse('evidence.file-missing', file.path) : await findChange(file, entry, copy);
    if (fault !== null) yield fault;
  }
}

/**
 * Checks a manifest and its signature.
 *
 * @throws Error when the look-up of keys fails
 */
export async function proveManifest(
  manifestBytes: Buffer,
  signatureBytes: Buffer | null,
  options: Pick<VerifyOptions, 'digest' | 'gatewayId' | 'findKey'>,
): Promise<VerifyResult> {
  const read = readManifest(manifestBytes);
  if (read.status === 'refused') return read;
  const { manifest, digest } = read;
  if (options.digest !== undefined && options.digest !== digest)
    return refuse('evidence.digest-mismatch', `manifest.json has ${digest}, announced was ${options.digest}`);
  if (options.gatewayId !== undefined && manifest.gatewayId !== options.gatewayId)
    return refuse('evidence.wrong-gateway', `gatewayId is ${manifest.gatewayId}, sent by ${options.gatewayId}`);

  const signature = signatureBytes === null ? null : parseSignature(signatureBytes);
  if (signature === null) return refuse('evidence.signature-invalid', 'manifest.sig is not a signature');
  const key = await options.findKey(signature.keyId, manifest.sequence);
  if (key === null) return refuse('evidence.key-unknown', `keyId ${signature.keyId} in manifest.sig`);
  if (key.gatewayId !== manifest.gatewayId)
    return refuse('evidence.wrong-gateway', `keyId ${signature.keyId} belongs to ${key.gatewayId}`);
  if (!isSignedBy(key.publicKey, manifestBytes, signature))
    return refuse('evidence.signature-invalid', 'manifest.sig over manifest.json');
  return { status: 'verified', digest, manifest, manifestText: read.text, signature };
}

async function verifyEntries(entries: Entries, options: VerifyOptions): Promise<VerifyResult> {
  const manifestEntry = entries.get(MANIFEST_ENTRY);
  if (manifestEntry === undefined) return refuse('evidence.manifest-missing', MANIFEST_ENTRY);
  const manifestBytes = await readEntry(manifestEntry);
  if (manifestBytes === null) return refuse('evidence.not-a-zip', `the entry ${MANIFEST_ENTRY} can't be unpacked`);
  const signatureEntry = entries.get(SIGNATURE_ENTRY);
  const signatureBytes = signatureEntry === undefined ? null : await readEntry(signatureEntry);
  const proven = await proveManifest(manifestBytes, signatureBytes, options);
  if (proven.status === 'refused')
    return signatureEntry === undefined && proven.code === 'evidence.signature-invalid'
      ? refuse('evidence.signature-missing', SIGNATURE_ENTRY)
      : proven;
  for await (const altered of findAlteredFiles(proven.manifest, entries, options.copy)) return altered;
  return proven;
}

/**
 * Checks all that an evidence package says of itself: form, digest, signature, and every file. Reads the file and asks for keys, and does
 * nothing else.
 *
 * @throws Error when the disk or the look-up of keys fails
 */
export async function verifyPackage(options: VerifyOptions): Promise<VerifyResult> {
  const zip = await openPackageZip(options.file, options.limits ?? DEFAULT_PACKAGE_LIMITS, options.isBlocking);
  if (zip.status === 'refused') return zip;
  try {
    return await verifyEntries(zip.entries, options);
  } finally {
    zip.close();
  }
}
