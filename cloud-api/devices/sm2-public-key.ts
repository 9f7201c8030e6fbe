import { sm2 } from 'sm-crypto-v2';

// Node's OpenSSL leaves the ID empty when it verifies with an SM2 key, and ends the process when asked for the key's details: SM2 is done without it.

/** DER before the point: id-ecPublicKey (RFC 5480) on the curve 1.2.156.10197.1.301 (GB/T 32918.5), a point that is not compressed. */
const SPKI_HEAD = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d03420004', 'hex');
const SPKI_BYTES = 91;
const POINT_BYTES = 65;
const SIGNATURE_BYTES = 64;

/** Verifies signatures of one SM2 key: r and s, 64 bytes, of SM2 with SM3 and the default ID (GB/T 32918.2). */
export type Sm2Verify = (bytes: Uint8Array, signature: Buffer) => boolean;

/** Reads the SPKI DER of an SM2 public key; null when it is none, or its point is not on the curve. */
export function readSm2PublicKey(spki: Buffer): Sm2Verify | null {
  if (spki.length !== SPKI_BYTES || !spki.subarray(0, SPKI_HEAD.length).equals(SPKI_HEAD)) return null;
  const point = spki.subarray(-POINT_BYTES).toString('hex');
  try {
    if (!sm2.verifyPublicKey(point)) return null;
  } catch {
    return null;
  }
  return (bytes, signature) => {
    if (signature.length !== SIGNATURE_BYTES) return false;
    try {
      return sm2.doVerifySignature(bytes, signature.toString('hex'), point, { hash: true });
    } catch {
      // numbers that no signature has
      return false;
    }
  };
}
