import { createHash } from 'node:crypto';
import {
  EVIDENCE_SCHEMA,
  EvidenceManifest,
  MANIFEST_ENTRY,
  ManifestSignature,
  SIGNATURE_ENTRY,
  type ClockStatus,
  type EvidenceDevice,
  type EvidenceFile,
  type PlateFinding,
  type Sha256Hex,
  type Violation,
} from '@lamppost/contracts';
import { canonicalJson } from './canonical-json.js';
import { type DeviceKey, signBytes } from './device-key.js';
import { packZip } from './pack-zip.js';

/** A file that goes into a package. */
export interface PackageMedia {
  /** Plain file name, unique in the package; it stands below `media/`. */
  readonly name: string;
  readonly role: EvidenceFile['role'];
  readonly mediaType: EvidenceFile['mediaType'];
  /** At least one byte. */
  readonly bytes: Buffer;
  /** Capture time of the picture, of a clip that of its first, epoch milliseconds; null for files that were not captured. */
  readonly capturedAtMs: number | null;
  /** `name` of the original in the same package that this was derived from; null for an original. */
  readonly derivedFrom: string | null;
}

/** Where a package stands in the gateway's chain. */
export interface ChainLink {
  /** From 1 on without gaps. */
  readonly sequence: number;
  /** Digest of the package before; null for sequence 1. */
  readonly previousDigest: Sha256Hex | null;
}

/** All that a package is made of. */
export interface SealRequest {
  readonly gatewayId: string;
  readonly link: ChainLink;
  readonly violation: Violation;
  /** What became of the plate of the violation's vehicle; left out where nobody looked for one. */
  readonly plate?: PlateFinding;
  readonly device: EvidenceDevice;
  /** 1 to 64 files, originals and what was derived from them. */
  readonly media: readonly PackageMedia[];
  readonly models: EvidenceManifest['models'];
  readonly rules: EvidenceManifest['rules'];
  readonly clock: ClockStatus;
  readonly software: EvidenceManifest['software'];
  readonly key: DeviceKey;
  readonly nowMs: number;
}

/** A package that is ready for the spool. */
export interface SealedPackage {
  /** SHA-256 of the bytes of `manifest.json`: the package digest. */
  readonly digest: Sha256Hex;
  readonly manifest: EvidenceManifest;
  readonly zip: Buffer;
}

const MEDIA_FOLDER = 'media/';

function describe(media: PackageMedia): EvidenceFile {
  return {
    path: MEDIA_FOLDER + media.name,
    role: media.role,
    mediaType: media.mediaType,
    sizeBytes: media.bytes.length,
    sha256: createHash('sha256').update(media.bytes).digest('hex'),
    sm3: createHash('sm3').update(media.bytes).digest('hex'),
    capturedAtMs: media.capturedAtMs,
    derivedFrom: media.derivedFrom === null ? null : MEDIA_FOLDER + media.derivedFrom,
  };
}

function checkNames(media: readonly PackageMedia[]): void {
  const names = new Set(media.map(({ name }) => name));
  if (names.size !== media.length) throw new Error('package media: two files have the same name');
  for (const { name, derivedFrom } of media)
    if (derivedFrom !== null && (derivedFrom === name || !names.has(derivedFrom)))
      throw new Error(
        `package media: ${name} is derived from ${derivedFrom}, which is not another file of the package`,
      );
}

function checkLink({ sequence, previousDigest }: ChainLink): void {
  if ((sequence === 1) !== (previousDigest === null))
    throw new Error('chain link: the first package, and it alone, has no package before it');
}

/**
 * Seals a violation and its files into a signed evidence package: `manifest.json` (canonical JSON, RFC 8785), `manifest.sig` and
 * `media/...` in a stored ZIP. The same request always gives the same digest; with an Ed25519 key also the same bytes.
 *
 * @throws Error when the result would not follow our own schema: that is a fault of the caller, not of the data
 */
export async function sealPackage(request: SealRequest): Promise<SealedPackage> {
  checkLink(request.link);
  checkNames(request.media);
  const bytes = canonicalJson({
    schema: EVIDENCE_SCHEMA,
    gatewayId: request.gatewayId,
    sequence: request.link.sequence,
    previousDigest: request.link.previousDigest,
    sealedAtMs: request.nowMs,
    clock: request.clock,
    device: request.device,
    violation: request.violation,
    ...(request.plate === undefined ? {} : { plate: request.plate }),
    software: request.software,
    models: request.models,
    rules: request.rules,
    files: request.media.map(describe),
  } satisfies EvidenceManifest);
  // What is read back from the signed bytes is what the cloud will read.
  const manifest = EvidenceManifest.parse(JSON.parse(bytes.toString('utf8')));
  const signature = ManifestSignature.parse(signBytes(request.key, bytes));
  const zip = await packZip([
    { name: MANIFEST_ENTRY, bytes },
    { name: SIGNATURE_ENTRY, bytes: canonicalJson(signature) },
    ...request.media.map((media) => ({ name: MEDIA_FOLDER + media.name, bytes: media.bytes })),
  ]);
  return { digest: createHash('sha256').update(bytes).digest('hex'), manifest, zip };
}
