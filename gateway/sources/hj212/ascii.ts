/** Bytes that mean something in HJ 212. */
export const HASH = 0x23;
export const AMPERSAND = 0x26;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const ZERO = 0x30;
export const NINE = 0x39;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;
export const CR = 0x0d;
export const LF = 0x0a;
export const BLANK = 0x20;

const UPPER_A = 0x41;
const UPPER_F = 0x46;
const UPPER_Z = 0x5a;
const TO_LOWER = 0x20;

/** A letter in lower case, any other byte as it is. */
export function lower(byte: number): number {
  return byte >= UPPER_A && byte <= UPPER_Z ? byte + TO_LOWER : byte;
}

/** Value of a hex digit in either case; -1 when it is none. */
export function hexValue(byte: number): number {
  if (byte >= ZERO && byte <= NINE) return byte - ZERO;
  const upper = byte & ~TO_LOWER;
  return upper >= UPPER_A && upper <= UPPER_F ? upper - UPPER_A + 10 : -1;
}

/** The byte at a place; 0, which HJ 212 never uses, behind the end. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

/** A word of up to four letters as one number, in lower case; 0 for a longer one. @param end exclusive */
export function wordAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 4) return 0;
  let word = 0;
  for (let at = start; at < end; at += 1) word = (word << 8) | lower(byteAt(bytes, at));
  return word;
}

/** The same number for a word in text, to compare with. */
export function word(text: string): number {
  return wordAt(Buffer.from(text, 'latin1'), 0, text.length);
}
