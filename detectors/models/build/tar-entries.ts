const BLOCK = 512;

/** NUL-terminated text in a header field. */
function field(header: Uint8Array, start: number, length: number): string {
  const text = new TextDecoder('latin1').decode(header.subarray(start, start + length));
  return text.split('\0', 1)[0] ?? '';
}

/**
 * Picks files out of a tar archive (ustar, as npm packs): 512-byte headers, each followed by its file in whole blocks.
 *
 * @param names - full paths in the archive, e.g. `package/LICENSE`
 * @returns the files that are there, by path
 */
export function readTarEntries(tar: Uint8Array, names: readonly string[]): Map<string, Uint8Array> {
  const entries = new Map<string, Uint8Array>();
  let offset = 0;
  while (offset + BLOCK <= tar.length) {
    const header = tar.subarray(offset, offset + BLOCK);
    const prefix = field(header, 345, 155);
    const name = prefix === '' ? field(header, 0, 100) : `${prefix}/${field(header, 0, 100)}`;
    if (name === '') break; // the archive ends with empty blocks
    const size = Number.parseInt(field(header, 124, 12).trim(), 8) || 0;
    const start = offset + BLOCK;
    if (names.includes(name)) entries.set(name, tar.subarray(start, start + size));
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}
