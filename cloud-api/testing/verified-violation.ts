import { createHash, randomBytes } from 'node:crypto';
import type { Box, EvidenceManifest, Matter, PlateFinding, Violation } from '@lamppost/contracts';
import type { VerifiedPackage } from '../cases/write-packages.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { buildManifest, type TestGateway } from './sealed-package.js';

/** What of a violation a test decides. */
export interface ViolationOptions {
  readonly matter?: Matter;
  readonly sourceId?: string;
  readonly atMs: number;
  /** From its beginning until it is told; a minute unless told otherwise. */
  readonly lengthMs?: number;
  readonly plate?: string;
  readonly box?: Box | null;
  readonly place?: { readonly lng: number; readonly lat: number };
  readonly severity?: number;
  readonly rules?: EvidenceManifest['rules'];
  /** What a time server said had to be added to the gateway's clock, milliseconds. */
  readonly clockOffsetMs?: number;
  readonly violation?: Partial<Violation>;
}

function readPlate(text: string): PlateFinding {
  return {
    status: 'read',
    text,
    colour: 'blue',
    characters: Array.from(text, (character) => ({ character, confidence: 0.99 })),
    confidence: 0.93,
    box: { x1: 0.4, y1: 0.4, x2: 0.6, y2: 0.5 },
    still: 'media/still-1.jpg',
    agreed: { stills: 2, of: 2 },
  };
}

/** A package as `verifyPackage` gives it, of a new violation; its files are in no store. */
export function verifiedViolation(gateway: TestGateway, sequence: number, options: ViolationOptions): VerifiedPackage {
  const { matter = 'parking', sourceId = 'camera-1', atMs, lengthMs = 60_000, plate, box, place, severity } = options;
  const { clockOffsetMs } = options;
  const salt = randomBytes(8).toString('hex');
  const usual = buildManifest({
    gatewayId: gateway.gatewayId,
    files: { 'media/still-1.jpg': Buffer.from(salt) },
    sequence,
    sealedAtMs: atMs + lengthMs + 1_000,
    ...(plate === undefined ? {} : { plate: readPlate(plate) }),
  });
  const subject = { label: 'car', box: { x1: 0.2, y1: 0.3, x2: 0.5, y2: 0.7 }, score: 0.91 };
  const manifest: EvidenceManifest = {
    ...usual,
    device: { ...usual.device, sourceId, place: { ...usual.device.place, ...place } },
    ...(options.rules === undefined ? {} : { rules: options.rules }),
    clock: {
      ...usual.clock,
      ...(clockOffsetMs === undefined
        ? {}
        : { reading: { server: 'ntp.town', offsetMs: clockOffsetMs, uncertaintyMs: 5, measuredAtMs: atMs } }),
    },
    violation: {
      ...usual.violation,
      violationId: createHash('md5').update(salt).digest('hex'),
      matter,
      sourceId,
      startedAtMs: atMs,
      triggeredAtMs: atMs + lengthMs,
      severity: severity ?? usual.violation.severity,
      subject: box === null ? null : { ...subject, box: box ?? subject.box },
      ...options.violation,
    },
  };
  const bytes = toCanonicalJson(manifest);
  return {
    status: 'verified',
    digest: createHash('sha256').update(bytes).digest('hex'),
    manifest,
    manifestText: bytes.toString('utf8'),
    signature: { algorithm: 'Ed25519', keyId: gateway.keyId, signature: 'A'.repeat(86) + '==' },
  };
}
