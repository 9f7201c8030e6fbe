/** Part of some bytes: the first that belongs to it, and the first that no longer does. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One character a byte, so that positions in text and bytes are the same. */
export function textOf(bytes: Uint8Array, { start, end }: Span): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}
