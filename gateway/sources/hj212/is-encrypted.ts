import type { Hj212Frame } from './hj212-frame.js';

const VERSION_2025 = 2;
/** Bytes of an SM4 block; a shorter tail stays plain. */
const BLOCK_BYTES = 16;
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;

// HJ 212-2025: CN 2000 to 2999, 1014 and 3020 may be encrypted.
function mayBeEncrypted(cn: string): boolean {
  return cn.startsWith('2') || cn === '1014' || cn === '3020';
}

/**
 * Whether command parameters are an SM4 cipher. No field says so; but plain ones start with a name in ASCII, and a block of cipher
 * passes for that once in ten million.
 *
 * @param parameters bytes between `CP=&&` and the closing `&&`
 */
export function isEncrypted(header: Pick<Hj212Frame, 'cn' | 'flag'>, parameters: Uint8Array): boolean {
  if ((header.flag?.version ?? 0) < VERSION_2025 || !mayBeEncrypted(header.cn)) return false;
  if (parameters.length < BLOCK_BYTES) return false;
  return parameters.subarray(0, BLOCK_BYTES).some((byte) => byte < FIRST_PRINTABLE || byte > LAST_PRINTABLE);
}
