import { randomBytes } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

// Node's OpenSSL reads SM2 keys, but signs plain ECDSA with those it makes, leaves the ID empty with those it reads, and ends the process when
// asked for their details: SM2 is done without it.

/** Order of the curve less one (GB/T 32918.5, clause 2): a private key is below it. */
const ORDER_LESS_ONE = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122');
/** DER that stands around the parts of a key: id-ecPublicKey (RFC 5480) on the curve 1.2.156.10197.1.301. */
const SPKI_HEAD = '3059301306072a8648ce3d020106082a811ccf5501822d034200';
const PKCS8_HEAD = '308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420';
const PKCS8_MIDDLE = 'a144034200';
const PRIVATE_HEX = 64;

/** An SM2 key on the curve of GB/T 32918.5. */
export interface Sm2Key {
  /** SPKI DER of the public half. */
  readonly spki: Buffer;
  /** PKCS#8 PEM of the key, as `openssl pkey` reads it. */
  readonly pem: string;
  /** r and s of SM2 with SM3 and the default ID (GB/T 32918.2), 64 bytes. Each time others: SM2 takes a random number. */
  sign(bytes: Uint8Array): Buffer;
}

function toKey(privateHex: string): Sm2Key {
  const point = sm2.getPublicKeyFromPrivateKey(privateHex);
  const der = Buffer.from(PKCS8_HEAD + privateHex + PKCS8_MIDDLE + point, 'hex').toString('base64');
  const lines = der.match(/.{1,64}/g) ?? [];
  return {
    spki: Buffer.from(SPKI_HEAD + point, 'hex'),
    pem: ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'),
    sign: (bytes) => Buffer.from(sm2.doSignature(bytes, privateHex, { hash: true, publicKey: point }), 'hex'),
  };
}

function isPrivateKey(hex: string): boolean {
  const number = BigInt(`0x${hex}`);
  return number > 0n && number < ORDER_LESS_ONE;
}

/** Makes a new key of the operating system's randomness. */
export function createSm2Key(): Sm2Key {
  for (;;) {
    const hex = randomBytes(PRIVATE_HEX / 2).toString('hex');
    if (isPrivateKey(hex)) return toKey(hex);
  }
}

/** Reads the PKCS#8 PEM of an SM2 key, its public half included; null when it is none. */
export function readSm2Key(pem: string): Sm2Key | null {
  const [, body] = /^-----BEGIN PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)-----END PRIVATE KEY-----\n?$/.exec(pem) ?? [];
  const hex = Buffer.from(body ?? '', 'base64').toString('hex');
  const privateHex = hex.slice(PKCS8_HEAD.length, PKCS8_HEAD.length + PRIVATE_HEX);
  if (!hex.startsWith(PKCS8_HEAD) || privateHex.length !== PRIVATE_HEX || !isPrivateKey(privateHex)) return null;
  const key = toKey(privateHex);
  return key.pem.trim() === pem.trim() ? key : null;
}
