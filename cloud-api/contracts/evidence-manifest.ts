import { z } from 'zod';
import { Place } from './geometry.js';
import { DeviceCode, EpochMs, KeyId, Sha256Hex, Slug } from './identifiers.js';
import { PlateFinding } from './plate.js';
import { Violation } from './violation.js';

/** Name of the format that a manifest follows. */
export const EVIDENCE_SCHEMA = 'lamppost.evidence/1';
/** Names of the two entries of a package beside `media/...`. */
export const MANIFEST_ENTRY = 'manifest.json';
export const SIGNATURE_ENTRY = 'manifest.sig';

/** One file of a package. */
export const EvidenceFile = z.strictObject({
  /** Entry name in the ZIP, below `media/`. */
  path: z.string().regex(/^media\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a plain file name below media/'),
  /**
   * Originals: `still` and `clip` as the camera gave them, `readings`. Copies to be shown, in which everyone uninvolved is masked: `masked`,
   * `overlay` (with the subject marked), `close-up` of the subject, `composite` of all with its text (GA/T 832), `plate`, and `chart` of the
   * readings. A cloud from before a role refuses a manifest that has it.
   */
  role: z.enum(['still', 'overlay', 'plate', 'readings', 'looks', 'clip', 'masked', 'close-up', 'composite', 'chart']),
  mediaType: z.enum(['image/jpeg', 'application/json', 'image/png', 'video/mp4']),
  sizeBytes: z.int().min(1),
  sha256: Sha256Hex,
  /** SM3 (GB/T 32905) in lower-case hex. */
  sm3: z.string().regex(/^[0-9a-f]{64}$/),
  /** Capture time of the picture, of a clip that of its first; null for files that were not captured. */
  capturedAtMs: EpochMs.nullable(),
  /** Path of the original that this file was derived from; null for an original. */
  derivedFrom: z.string().nullable(),
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;

/** What a time server said of the gateway's clock when it was asked (RFC 5905). */
export const ClockReading = z.strictObject({
  /** Host of the server. */
  server: z.string().min(1).max(255),
  /** What had to be added to the clock to be right, milliseconds; above 0 the clock was behind. */
  offsetMs: z.number(),
  /** The offset is right to so many milliseconds: half the way to the server and back, and how far the server itself may be off. */
  uncertaintyMs: z.number().min(0),
  measuredAtMs: EpochMs,
});
export type ClockReading = z.infer<typeof ClockReading>;

/** How far the gateway's clock could be trusted when the package was sealed. */
export const ClockStatus = z.strictObject({
  source: z.enum(['kernel', 'unknown']),
  /** Whether the operating system says that its clock follows a time server; null when it does not say. */
  synchronised: z.boolean().nullable(),
  /** The latest reading; left out where there was none. A cloud from before this field refuses a manifest that has it. */
  reading: ClockReading.optional(),
});
export type ClockStatus = z.infer<typeof ClockStatus>;

/** A day, as `2026-03-01`. */
export const IsoDate = z.iso.date();
export type IsoDate = z.infer<typeof IsoDate>;

/** When, and by which document, a condition was met. */
export const LegalRecord = z.strictObject({
  on: IsoDate,
  /** Number or name of the document, or the address it was published at. */
  reference: z.string().min(1).max(200).optional(),
  /** Last day on which it holds, e.g. of a calibration; left out where it has no end. */
  validUntil: IsoDate.optional(),
});
export type LegalRecord = z.infer<typeof LegalRecord>;

/** Conditions of 行政处罚法 art. 41 that are facts of the device and its site. */
export const LegalStatus = z.strictObject({
  deviceLegalReview: z.boolean(),
  deviceTechReview: z.boolean(),
  sitePublished: z.boolean(),
  signagePosted: z.boolean(),
  /** The dates behind them, and that of the device's last calibration; a cloud from before this field refuses a manifest that has it. */
  records: z
    .strictObject({
      deviceLegalReview: LegalRecord.optional(),
      deviceTechReview: LegalRecord.optional(),
      sitePublished: LegalRecord.optional(),
      signagePosted: LegalRecord.optional(),
      calibration: LegalRecord.optional(),
    })
    .optional(),
});
export type LegalStatus = z.infer<typeof LegalStatus>;

/** The device that saw or measured it. */
export const EvidenceDevice = z.strictObject({
  sourceId: Slug,
  deviceCode: DeviceCode.nullable(),
  place: Place,
  /** Bearing of the camera's view, degrees clockwise from north, 0 to 360; null for a sensor. */
  bearingDeg: z.number().min(0).max(360).nullable(),
  legalStatus: LegalStatus,
});
export type EvidenceDevice = z.infer<typeof EvidenceDevice>;

/** A file that decided what was found: a model, or the rule document. */
export const DecidedBy = z.strictObject({
  name: z.string().min(1).max(100),
  sha256: Sha256Hex,
  /** Of rules: the operator's own name for their state. A cloud from before this field refuses a manifest that has it. */
  version: z.string().min(1).max(64).optional(),
});
export type DecidedBy = z.infer<typeof DecidedBy>;

/**
 * `manifest.json` of an evidence package, written as canonical JSON (RFC 8785). The SHA-256 of those bytes is the *package digest*:
 * it covers every file through its hash, and is the idempotency key of the package.
 */
export const EvidenceManifest = z.strictObject({
  schema: z.literal(EVIDENCE_SCHEMA),
  gatewayId: Slug,
  /** Place in the gateway's chain, from 1 on without gaps. */
  sequence: z.int().min(1),
  /** Digest of the gateway's package before this one; null for sequence 1. */
  previousDigest: Sha256Hex.nullable(),
  sealedAtMs: EpochMs,
  clock: ClockStatus,
  device: EvidenceDevice,
  violation: Violation,
  /** The number plate of the violation's vehicle; packages of gateways that read none do not have it. */
  plate: PlateFinding.optional(),
  software: z.strictObject({
    name: z.string().min(1).max(64),
    version: z.string().min(1).max(64),
    /** Hash over the files of the program, see docs/evidence.md. A cloud from before this field refuses a manifest that has it. */
    sha256: Sha256Hex.optional(),
  }),
  models: z.array(DecidedBy).max(16),
  rules: DecidedBy,
  files: z.array(EvidenceFile).min(1).max(64),
});
export type EvidenceManifest = z.infer<typeof EvidenceManifest>;

/** How a gateway signs: `Ed25519` (RFC 8032), or `SM2-SM3`: SM2 (GB/T 32918.2) with SM3 and the default ID `1234567812345678`. */
export const SignatureAlgorithm = z.enum(['Ed25519', 'SM2-SM3']);
export type SignatureAlgorithm = z.infer<typeof SignatureAlgorithm>;

/** `manifest.sig`: the gateway's signature over the bytes of `manifest.json`. */
export const ManifestSignature = z.strictObject({
  algorithm: SignatureAlgorithm,
  keyId: KeyId,
  /** Base64 of the 64 signature bytes; of SM2 they are r and s, 32 bytes each, the highest first. */
  signature: z.base64().length(88),
});
export type ManifestSignature = z.infer<typeof ManifestSignature>;
