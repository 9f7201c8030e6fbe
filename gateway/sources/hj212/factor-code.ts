import { Factor } from '@lamppost/contracts';
import { byteAt, lower } from './ascii.js';

const MULTIPLIER = 31;

/** A number for the letters of a code, whatever their case. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, MULTIPLIER) + lower(byteAt(bytes, at))) | 0;
  return hash;
}

const CODES = Factor.options.map((factor) => Buffer.from(factor.toLowerCase(), 'latin1'));
const INDEX_OF_HASH = new Map(CODES.map((code, index) => [hashOf(code, 0, code.length), index]));

/** Place of a factor's code in `Factor.options`; -1 when the bytes are none. @param end exclusive */
export function factorIndex(bytes: Uint8Array, start: number, end: number): number {
  const index = INDEX_OF_HASH.get(hashOf(bytes, start, end)) ?? -1;
  const code = CODES[index];
  if (code?.length !== end - start) return -1;
  for (let at = 0; at < code.length; at += 1) if (code[at] !== lower(byteAt(bytes, start + at))) return -1;
  return index;
}
