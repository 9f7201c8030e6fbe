import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type {
  EvidenceFile,
  EvidenceManifest,
  LegalStatus,
  PlateFinding,
  SignatureAlgorithm,
  Violation,
} from '@lamppost/contracts';
import { sm2 } from 'sm-crypto-v2';
import { ZipFile } from 'yazl';
import { systemClock } from '../clock.js';
import { decodePublicKey, encodePublicKey, type PublicKey } from '../devices/public-key.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';

/** A gateway as tests play it: with a key of its own. */
export interface TestGateway {
  readonly gatewayId: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly publicKeyObject: PublicKey;
  readonly algorithm: SignatureAlgorithm;
  /** The 64 bytes of a signature. */
  sign(bytes: Uint8Array): Buffer;
  /** A token as the gateway signs it; `claims` and `life` make bad ones. */
  signToken(options?: {
    nowMs?: number;
    lifeS?: number;
    audience?: string;
    issuer?: string;
    keyId?: string;
  }): Promise<string>;
}

/** How a token may call what it is signed by. */
const TOKEN_ALGORITHMS = { Ed25519: 'EdDSA', 'SM2-SM3': 'SM2-SM3' } as const;
/** DER before the point of an SM2 key. */
const SM2_SPKI_HEAD = '3059301306072a8648ce3d020106082a811ccf5501822d034200';

interface TestKey {
  readonly publicKey: string;
  readonly sign: (bytes: Uint8Array) => Buffer;
}

function createTestKey(algorithm: SignatureAlgorithm): TestKey {
  if (algorithm === 'SM2-SM3') {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    return {
      publicKey: Buffer.from(SM2_SPKI_HEAD + publicKey, 'hex').toString('base64'),
      sign: (bytes) => Buffer.from(sm2.doSignature(bytes, privateKey, { hash: true, publicKey }), 'hex'),
    };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { publicKey: encodePublicKey(publicKey), sign: (bytes) => sign(null, bytes, privateKey) };
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** Makes a gateway with a new key. */
export function createTestGateway(gatewayId: string, algorithm: SignatureAlgorithm = 'Ed25519'): TestGateway {
  const { publicKey, sign: signBytes } = createTestKey(algorithm);
  const publicKeyObject = decodePublicKey(publicKey);
  if (publicKeyObject === null) throw new Error('the key that was made is not read back');
  const { keyId } = publicKeyObject;
  return {
    ...{ gatewayId, keyId, publicKey, publicKeyObject, algorithm, sign: signBytes },
    signToken: (options = {}) => {
      const iat = Math.floor((options.nowMs ?? systemClock.nowMs()) / 1_000);
      const header = encodePart({ alg: TOKEN_ALGORITHMS[algorithm], kid: options.keyId ?? keyId });
      const claims = encodePart({
        ...{ iss: options.issuer ?? gatewayId, aud: options.audience ?? 'lamppost-cloud' },
        ...{ iat, exp: iat + (options.lifeS ?? 120) },
      });
      const signature = signBytes(Buffer.from(`${header}.${claims}`)).toString('base64url');
      return Promise.resolve(`${header}.${claims}.${signature}`);
    },
  };
}

/** Files of a package by their path. */
export type TestFiles = Readonly<Record<string, Buffer>>;

/** Two files as a gateway seals them: a picture and readings. */
export function defaultFiles(salt = ''): TestFiles {
  return {
    'media/still-1.jpg': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(`picture ${salt}`.repeat(500))]),
    'media/readings.json': Buffer.from(JSON.stringify({ salt, readings: [] })),
  };
}

const USUAL_STATUS = { deviceLegalReview: true, deviceTechReview: true, sitePublished: true, signagePosted: false };

/** What of a manifest a test decides; the rest is usual. */
export interface ManifestOptions {
  readonly gatewayId: string;
  readonly files: TestFiles;
  readonly sequence?: number;
  readonly previousDigest?: string | null;
  readonly sealedAtMs?: number;
  readonly placeName?: string;
  /** Where the camera stands; all stand at one place unless told. */
  readonly position?: { readonly lng: number; readonly lat: number };
  readonly legalStatus?: Partial<LegalStatus>;
  readonly violation?: Partial<Violation>;
  /** Left out, as gateways do that read no plates. */
  readonly plate?: PlateFinding;
}

function roleOf(path: string): EvidenceFile['role'] {
  if (path.endsWith('.json')) return 'readings';
  if (path.endsWith('plate.jpg')) return 'plate';
  return path.includes('masked') ? 'masked' : 'still';
}

/** A manifest that keeps the format. */
export function buildManifest(options: ManifestOptions): EvidenceManifest {
  // A day apart, so that each is an offence of its own.
  const { gatewayId, files, sequence = 1 } = options;
  const { sealedAtMs = 1_772_323_260_000 + (sequence - 1) * 86_400_000 } = options;
  const startedAtMs = sealedAtMs - 90_000;
  return {
    schema: 'lamppost.evidence/1',
    gatewayId,
    sequence,
    previousDigest: options.previousDigest ?? (sequence === 1 ? null : 'ab'.repeat(32)),
    sealedAtMs,
    clock: { source: 'kernel', synchronised: true },
    device: {
      sourceId: 'camera-1',
      deviceCode: '33010600081326000001',
      place: { lng: 120.16, lat: 30.28, ...options.position, name: options.placeName ?? '文三路 12 号灯杆' },
      bearingDeg: 90,
      legalStatus: { ...USUAL_STATUS, ...options.legalStatus },
    },
    violation: {
      violationId: createHash('md5').update(`${gatewayId} ${sequence}`).digest('hex'),
      gatewayId,
      matter: 'parking',
      matterCode: '09 009',
      ruleId: 'no-parking',
      sourceId: 'camera-1',
      cameraId: 'camera-1',
      zoneId: 'bus-lane',
      startedAtMs,
      triggeredAtMs: startedAtMs + 60_000,
      observedCoverage: 0.97,
      severity: 3,
      subject: { label: 'car', box: { x1: 0.2, y1: 0.3, x2: 0.5, y2: 0.7 }, score: 0.91 },
      explanation: [
        {
          condition: 'car stationary in zone bus-lane',
          value: 60_000,
          limit: 60_000,
          unit: 'ms',
          sinceMs: startedAtMs,
        },
      ],
      ...options.violation,
    },
    ...(options.plate === undefined ? {} : { plate: options.plate }),
    software: { name: 'lamppost-gateway', version: '0.1.0' },
    models: [{ name: 'detector.onnx', sha256: 'cd'.repeat(32) }],
    rules: { name: 'rules.yaml', sha256: 'ef'.repeat(32) },
    files: Object.entries(files).map(([path, bytes]) => ({
      path,
      role: roleOf(path),
      mediaType: path.endsWith('.json') ? 'application/json' : 'image/jpeg',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sm3: createHash('sm3').update(bytes).digest('hex'),
      capturedAtMs: path.endsWith('.json') ? null : startedAtMs,
      derivedFrom: null,
    })),
  };
}

/** A ZIP entry; a package with entries of its own choice is how tests make bad ones. */
export interface TestEntry {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isDeflated?: boolean;
}

/** Entries of a sealed package: manifest, signature, files. */
export function sealEntries(gateway: TestGateway, manifest: unknown, files: TestFiles): TestEntry[] {
  const manifestBytes = toCanonicalJson(manifest);
  const signature = {
    algorithm: gateway.algorithm,
    keyId: gateway.keyId,
    signature: gateway.sign(manifestBytes).toString('base64'),
  };
  return [
    { name: 'manifest.json', bytes: manifestBytes },
    { name: 'manifest.sig', bytes: Buffer.from(JSON.stringify(signature)) },
    ...Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
  ];
}

/** Writes entries as a ZIP. Names that yazl would refuse are put in over a placeholder of the same length. */
export async function writeZip(file: string, entries: readonly TestEntry[]): Promise<void> {
  const zip = new ZipFile();
  for (const { name, bytes, isDeflated = false } of entries) zip.addBuffer(bytes, name, { compress: isDeflated });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

/** A package on the disk. */
export interface TestPackage {
  readonly file: string;
  readonly digest: string;
  readonly manifest: EvidenceManifest;
  readonly files: TestFiles;
}

/** Seals a good package into `file`. */
export async function writePackage(
  file: string,
  gateway: TestGateway,
  options: Partial<ManifestOptions> = {},
): Promise<TestPackage> {
  const files = options.files ?? defaultFiles(`${options.sequence ?? 1}`);
  const manifest = buildManifest({ ...options, gatewayId: gateway.gatewayId, files });
  await writeZip(file, sealEntries(gateway, manifest, files));
  const digest = createHash('sha256').update(toCanonicalJson(manifest)).digest('hex');
  return { file, digest, manifest, files };
}
