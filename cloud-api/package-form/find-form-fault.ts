import { CENTRAL, END, LOCAL, centralHeader, describeEntry, endRecord, localHeader } from './package-form.js';

/** Compares a part of the file with what must stand there; the first byte that differs, in words. */
function differs(bytes: Buffer, start: number, expected: Buffer, part: string): string | null {
  const found = bytes.subarray(start, start + expected.length);
  if (found.equals(expected)) return null;
  const index = expected.findIndex((byte, at) => found[at] !== byte);
  return `${part}, byte ${start + index} of the file`;
}

/**
 * Tells where a ZIP is not written as packages are: entries stored one after the other, nothing between, before or after them, and every
 * field of the headers at its one possible value. So no byte of a package can be changed unnoticed, be it one that unpacking ignores.
 *
 * @param bytes the whole file
 * @returns null when each byte stands where and as it must
 */
export function findFormFault(bytes: Buffer): string | null {
  const end = bytes.length - END.bytes;
  if (end < 0 || bytes.readUInt32LE(end) !== END.signature) return 'it does not end as a package does';
  const count = bytes.readUInt16LE(end + 10);
  const directoryStart = bytes.readUInt32LE(end + 16);
  let local = 0;
  let central = directoryStart;
  for (let index = 0; index < count; index += 1) {
    if (central + CENTRAL.bytes > end) return `the directory ends before entry ${index + 1}`;
    const nameBytes = bytes.readUInt16LE(central + 28);
    const size = bytes.readUInt32LE(central + 24);
    const name = bytes.subarray(central + CENTRAL.bytes, central + CENTRAL.bytes + nameBytes);
    const dataStart = local + LOCAL.bytes + nameBytes;
    if (dataStart + size > directoryStart) return `entry ${index + 1} does not fit before the directory`;
    const entry = describeEntry(name, bytes.subarray(dataStart, dataStart + size));
    const words = name.toString('latin1');
    const fault =
      differs(bytes, local, localHeader(entry), `header of ${words}`) ??
      differs(bytes, central, centralHeader(entry, local), `directory entry of ${words}`);
    if (fault !== null) return fault;
    local = dataStart + size;
    central += CENTRAL.bytes + nameBytes;
  }
  if (local !== directoryStart) return `byte ${local} of the file belongs to no entry`;
  if (central !== end) return `byte ${central} of the file belongs to no entry of the directory`;
  return differs(bytes, end, endRecord(count, central - directoryStart, directoryStart), 'end of the directory');
}
