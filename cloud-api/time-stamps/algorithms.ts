import { constants, verify, type KeyObject } from 'node:crypto';

/** SHA-256 (RFC 5754). */
export const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const RSA_OID = '1.2.840.113549.1.1.1';
const PSS_OID = '1.2.840.113549.1.1.10';
const ED25519_OID = '1.3.101.112';

/** Hashes that a time stamp may be signed over. SHA-1 is not among them. */
const HASHES: Readonly<Record<string, string>> = {
  [SHA256_OID]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Hashes of the signature algorithms that name theirs: RSA (RFC 8017) and ECDSA (RFC 5758). */
const SIGNATURE_HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/** Node's name of a hash by its object identifier; null when it is not accepted. */
export function hashName(oid: string): string | null {
  return HASHES[oid] ?? null;
}

/** Whether certificates may be signed by it: what Node's OpenSSL does not know is not handed to it. */
export function isKnownSignature(oid: string): boolean {
  return Object.hasOwn(SIGNATURE_HASHES, oid) || oid === PSS_OID || oid === ED25519_OID;
}

/** Algorithms of a signature, as object identifiers. */
export interface SignatureAlgorithms {
  readonly signature: string;
  readonly digest: string;
}

/** Whether a signature of CMS holds (RFC 5652, section 5.6); false also where the algorithm is not known. */
export function isSignatureOf(
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
  { signature: oid, digest }: SignatureAlgorithms,
): boolean {
  try {
    if (oid === ED25519_OID) return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, signature);
    const hash = SIGNATURE_HASHES[oid] ?? (oid === RSA_OID || oid === PSS_OID ? hashName(digest) : null);
    if (hash === null) return false;
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    return verify(hash, bytes, oid === PSS_OID ? { key, ...padding } : key, signature);
  } catch {
    return false;
  }
}
