import { readFile } from 'node:fs/promises';
import { MANIFEST_ENTRY, SIGNATURE_ENTRY, type EvidenceManifest } from '@lamppost/contracts';
import { isSignedBy } from '../devices/public-key.js';
import { DEFAULT_PACKAGE_LIMITS, openPackageZip, readEntry, type PackageEntry } from '../ingest/package-zip.js';
import { readManifest } from '../ingest/read-manifest.js';
import { findAlteredFiles, parseSignature } from '../ingest/verify-package.js';
import { findFormFault } from '../package-form/find-form-fault.js';
import type { Finding, PackageReport, SignatureState } from './finding.js';
import type { KeyRing } from './key-ring.js';
import { noticesOf } from './notices.js';

/** Public keys by their ID; null when none were given, and signatures stay unchecked. */
export type KnownKeys = KeyRing | null;

type Entries = ReadonlyMap<string, PackageEntry>;

/** Tells all that is wrong with one package by itself. @throws Error when the file can't be read */
export async function inspectPackage(file: string, keys: KnownKeys): Promise<PackageReport> {
  const zip = await openPackageZip(file, DEFAULT_PACKAGE_LIMITS);
  if (zip.status === 'refused') return unread(file, { code: zip.code, detail: zip.detail });
  try {
    // The limits have bounded what is now read.
    const formFault = findFormFault(await readFile(file));
    const form: Finding[] = formFault === null ? [] : [{ code: 'package.form', detail: formFault }];
    const report = await inspectEntries(file, zip.entries, keys);
    return { ...report, findings: [...report.findings, ...form] };
  } finally {
    zip.close();
  }
}

function unread(file: string, finding: Finding): PackageReport {
  return { file, place: null, signature: 'unchecked', findings: [finding], notices: [] };
}

async function inspectEntries(file: string, entries: Entries, keys: KnownKeys): Promise<PackageReport> {
  const entry = entries.get(MANIFEST_ENTRY);
  if (entry === undefined) return unread(file, { code: 'evidence.manifest-missing', detail: MANIFEST_ENTRY });
  const bytes = await readEntry(entry);
  if (bytes === null)
    return unread(file, { code: 'evidence.not-a-zip', detail: `${MANIFEST_ENTRY} can't be unpacked` });
  const read = readManifest(bytes);
  if (read.status === 'refused') return unread(file, { code: read.code, detail: read.detail });
  const { manifest, digest } = read;
  const signature = await inspectSignature(bytes, manifest, entries, keys);
  const altered: Finding[] = [];
  for await (const { code, detail } of findAlteredFiles(manifest, entries)) altered.push({ code, detail });
  const { gatewayId, sequence, previousDigest, sealedAtMs } = manifest;
  const order = [MANIFEST_ENTRY, SIGNATURE_ENTRY, ...manifest.files.map(({ path }) => path)];
  const isInOrder = altered.length > 0 || order.every((name, index) => [...entries.keys()][index] === name);
  const disorder: Finding[] = isInOrder ? [] : [{ code: 'package.form', detail: 'the entries are not in their order' }];
  return {
    file,
    place: { gatewayId, sequence, digest, previousDigest, sealedAtMs, keyId: signature.keyId },
    signature: signature.state,
    findings: [...signature.findings, ...altered, ...disorder],
    notices: noticesOf(manifest),
  };
}

async function inspectSignature(
  manifestBytes: Buffer,
  manifest: EvidenceManifest,
  entries: Entries,
  keys: KnownKeys,
): Promise<{ state: SignatureState; keyId: string | null; findings: readonly Finding[] }> {
  let keyId: string | null = null;
  const bad = (code: Finding['code'], detail: string) => ({
    state: 'bad' as const,
    keyId,
    findings: [{ code, detail }],
  });
  const entry = entries.get(SIGNATURE_ENTRY);
  if (entry === undefined) return bad('evidence.signature-missing', SIGNATURE_ENTRY);
  const bytes = await readEntry(entry);
  const signature = bytes === null ? null : parseSignature(bytes);
  if (signature === null) return bad('evidence.signature-invalid', `${SIGNATURE_ENTRY} is not a signature`);
  keyId = signature.keyId;
  if (keys === null) return { state: 'unchecked', keyId, findings: [] };
  const key = keys.get(keyId);
  if (key === undefined) return bad('evidence.key-unknown', `keyId ${signature.keyId} in ${SIGNATURE_ENTRY}`);
  if (key.gatewayId !== manifest.gatewayId)
    return bad('evidence.wrong-gateway', `keyId ${signature.keyId} belongs to ${key.gatewayId}`);
  return isSignedBy(key.publicKey, manifestBytes, signature)
    ? { state: 'good', keyId, findings: [] }
    : bad('evidence.signature-invalid', `${SIGNATURE_ENTRY} over ${MANIFEST_ENTRY}`);
}
