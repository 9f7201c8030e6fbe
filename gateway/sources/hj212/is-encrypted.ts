import { byteAt } from './ascii.js';
import type { FrameHeader } from './hj212-frame.js';
import { SM4_BLOCK_BYTES } from './sm4.js';

const VERSION_2025 = 2;
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;

// HJ 212-2025: CN 2000 to 2999, 1014 and 3020 may be encrypted.
function mayBeEncrypted(cn: number): boolean {
  return (cn >= 2000 && cn <= 2999) || cn === 1014 || cn === 3020;
}

/**
 * Whether the command parameters of a frame are an SM4 cipher. No field says so; but plain ones start with a name in ASCII, and a block of
 * cipher passes for that once in ten million.
 */
export function isEncrypted(bytes: Uint8Array, { flag, cn, parameters }: FrameHeader): boolean {
  if (flag >> 2 < VERSION_2025 || !mayBeEncrypted(cn)) return false;
  const firstBlockEnd = parameters.start + SM4_BLOCK_BYTES;
  if (firstBlockEnd > parameters.end) return false;
  for (let at = parameters.start; at < firstBlockEnd; at += 1) {
    const byte = byteAt(bytes, at);
    if (byte < FIRST_PRINTABLE || byte > LAST_PRINTABLE) return true;
  }
  return false;
}
