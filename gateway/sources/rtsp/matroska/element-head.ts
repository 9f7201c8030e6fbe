import { MatroskaError } from './matroska-error.js';

/** Element IDs with their length marker, as RFC 9559 lists them (section 5, and RFC 8794 for the EBML ones). */
export const ELEMENT = {
  ebml: 0x1a45dfa3,
  void: 0xec,
  crc32: 0xbf,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  tags: 0x1254c367,
  cues: 0x1c53bb6b,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  position: 0xa7,
  prevSize: 0xab,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  referenceBlock: 0xfb,
} as const;

/** How an element begins. */
export interface ElementHead {
  readonly id: number;
  /** Bytes of its body; null when it does not say. */
  readonly size: number | null;
  /** Where its body begins. */
  readonly bodyAt: number;
}

/** A number whose first byte tells, by its highest bit, of how many bytes it is (RFC 8794, section 4). */
interface VariableInteger {
  readonly length: number;
  readonly value: number;
  /** All of its bits are ones: of a size this means that it is not known. */
  readonly isOpen: boolean;
}

const MOST_ID_BYTES = 4;
const MOST_SIZE_BYTES = 8;

/** Reads a number of variable length; null when its last byte has not come yet. @throws MatroskaError when none can begin so */
export function readVariableInteger(bytes: Uint8Array, at: number): VariableInteger | null {
  const first = bytes[at];
  if (first === undefined) return null;
  const length = Math.clz32(first) - 23;
  if (length > MOST_SIZE_BYTES) throw new MatroskaError('matroska.bad-block', 'a number begins with a zero byte');
  if (at + length > bytes.length) return null;
  const mask = (1 << (8 - length)) - 1;
  let value = first & mask;
  let isOpen = value === mask;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value = value * 0x100 + byte;
    isOpen &&= byte === 0xff;
  }
  return { length, value, isOpen };
}

/** Reads the head of an element; null when its last byte has not come yet. @throws MatroskaError when no element can begin so */
export function readElementHead(bytes: Uint8Array, at: number): ElementHead | null {
  const first = bytes[at];
  if (first === undefined) return null;
  const idBytes = Math.clz32(first) - 23;
  if (idBytes > MOST_ID_BYTES)
    throw new MatroskaError('matroska.unknown-element', `no element begins with ${hexadecimal(first)}`);
  if (at + idBytes > bytes.length) return null;
  let id = 0;
  for (let index = 0; index < idBytes; index += 1) id = id * 0x100 + (bytes[at + index] ?? 0);
  const size = readVariableInteger(bytes, at + idBytes);
  if (size === null) return null;
  return { id, size: size.isOpen ? null : size.value, bodyAt: at + idBytes + size.length };
}

/** A number as element IDs are written. */
export function hexadecimal(id: number): string {
  return `0x${id.toString(16)}`;
}
