import { type Cipher, type Decipher, createCipheriv, createDecipheriv } from 'node:crypto';

/** Bytes of an SM4 block (GB/T 32907). */
export const SM4_BLOCK_BYTES = 16;

/**
 * SM4 as HJ 212-2025 uses it: ECB over whole blocks without padding; a tail below 16 bytes stays plain. Every block stands for itself, so
 * one stream serves all messages of a device.
 */
export class Sm4 {
  private readonly cipher: Cipher;
  private readonly decipher: Decipher;

  /** @param key 16 bytes @throws RangeError when it is of another length */
  constructor(key: Uint8Array) {
    if (key.length !== SM4_BLOCK_BYTES) throw new RangeError(`an SM4 key has 16 bytes, not ${key.length}`);
    this.cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    this.decipher = createDecipheriv('sm4-ecb', key, null).setAutoPadding(false);
  }

  /** The bytes as they go over the wire; as many as were given. */
  encrypt(plain: Uint8Array): Buffer {
    const whole = plain.length - (plain.length % SM4_BLOCK_BYTES);
    return Buffer.concat([this.cipher.update(plain.subarray(0, whole)), plain.subarray(whole)]);
  }

  /** What {@link encrypt} was given. */
  decrypt(cipher: Uint8Array): Buffer {
    const whole = cipher.length - (cipher.length % SM4_BLOCK_BYTES);
    return Buffer.concat([this.decipher.update(cipher.subarray(0, whole)), cipher.subarray(whole)]);
  }
}
