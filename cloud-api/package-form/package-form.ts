import { crc32 } from 'node:zlib';

/** Signatures and lengths of the parts of a ZIP (APPNOTE 6.3.10). */
export const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
export const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
export const END = { signature: 0x06054b50, bytes: 22 } as const;
/** What every entry of a package has: made on Unix by version 6.3, needs 2.0, names in UTF-8, stored, 2000-01-01 00:00:00, mode 0644. */
const MADE_BY = 0x033f;
const NEEDED = 20;
const NAMES_IN_UTF8 = 0x0800;
const DATE = 0x2821;
const MODE = 0x81a40000;

/** What the headers of an entry say of it. */
export interface FormEntry {
  readonly name: Buffer;
  readonly sizeBytes: number;
  /** CRC-32 of its data. */
  readonly crc: number;
}

/** What the headers say of an entry whose data is at hand. */
export function describeEntry(name: Buffer, data: Buffer): FormEntry {
  return { name, sizeBytes: data.length, crc: crc32(data) };
}

/** What stands before the data of an entry, and in the directory, from the field "version needed" to "length of the name". */
function sharedFields({ name, sizeBytes, crc }: FormEntry): Buffer {
  const fields = Buffer.alloc(24);
  fields.writeUInt16LE(NEEDED, 0);
  fields.writeUInt16LE(NAMES_IN_UTF8, 2);
  fields.writeUInt16LE(DATE, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(sizeBytes, 14);
  fields.writeUInt32LE(sizeBytes, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

/** What stands before the data of an entry. */
export function localHeader(entry: FormEntry): Buffer {
  const header = Buffer.alloc(LOCAL.bytes);
  header.writeUInt32LE(LOCAL.signature, 0);
  sharedFields(entry).copy(header, 4);
  return Buffer.concat([header, entry.name]);
}

/** What the directory says of an entry whose header begins at `offset`. */
export function centralHeader(entry: FormEntry, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL.bytes);
  header.writeUInt32LE(CENTRAL.signature, 0);
  header.writeUInt16LE(MADE_BY, 4);
  sharedFields(entry).copy(header, 6);
  header.writeUInt32LE(MODE, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, entry.name]);
}

/** The last bytes of the file. */
export function endRecord(entries: number, directoryBytes: number, directoryStart: number): Buffer {
  const record = Buffer.alloc(END.bytes);
  record.writeUInt32LE(END.signature, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryStart, 16);
  return record;
}
