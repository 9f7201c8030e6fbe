import { crc32, constants, deflateRawSync } from 'node:zlib';
import { CENTRAL, END, LOCAL } from '../package-form/package-form.js';

/** An entry of a ZIP whose headers say what they are told to, true or not. */
export interface OddEntry {
  readonly name: string;
  /** Its bytes as they stand in the file. */
  readonly data: Buffer;
  readonly isDeflated?: boolean;
  /** Unpacked bytes that the headers claim; left out, those of `data`. */
  readonly claimedBytes?: number;
  /** Where the directory claims its header; left out, where it is. */
  readonly claimedOffset?: number;
  /** Extra field of the directory. */
  readonly extra?: Buffer;
  /** Whether the directory alone has it, and nothing is written for it. */
  readonly isListedOnly?: boolean;
}

const STORED = 0;
const DEFLATED = 8;
const IN_ZIP64 = 0xffffffff;
/** ZIP64 extended information (APPNOTE 4.5.3). */
const ZIP64_EXTRA = 0x0001;
const MIB = 2 ** 20;

function header(signature: number, bytes: number, entry: OddEntry, fieldsAt: number): Buffer {
  const { name, data, isDeflated = false, claimedBytes = data.length } = entry;
  const written = Buffer.alloc(bytes);
  written.writeUInt32LE(signature, 0);
  written.writeUInt16LE(isDeflated ? DEFLATED : STORED, fieldsAt + 4);
  written.writeUInt32LE(crc32(data), fieldsAt + 10);
  written.writeUInt32LE(claimedBytes > IN_ZIP64 || isDeflated ? data.length : claimedBytes, fieldsAt + 14);
  written.writeUInt32LE(Math.min(claimedBytes, IN_ZIP64), fieldsAt + 18);
  written.writeUInt16LE(Buffer.byteLength(name), fieldsAt + 22);
  return written;
}

/** What a ZIP64 field says of a size that 32 bits can't hold. */
export function zip64Size(bytes: bigint): Buffer {
  const field = Buffer.alloc(12);
  field.writeUInt16LE(ZIP64_EXTRA, 0);
  field.writeUInt16LE(8, 2);
  field.writeBigUInt64LE(bytes, 4);
  return field;
}

/** Zeros, deflated: about a thousandth of what they unpack to, made without ever holding them. */
export function deflatedZeros(mebibytes: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(MIB), { finishFlush: constants.Z_FULL_FLUSH });
  const end = deflateRawSync(Buffer.alloc(0));
  return Buffer.concat([...Array.from({ length: mebibytes }, () => piece), end]);
}

/** Writes a ZIP as it is told. `directoryStart` is what the end of the directory claims of it. */
export function writeOddZip(entries: readonly OddEntry[], claimed: { readonly directoryStart?: number } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { name, data, extra = Buffer.alloc(0), claimedOffset = at, isListedOnly = false } = entry;
    const central = header(CENTRAL.signature, CENTRAL.bytes, entry, 6);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(claimedOffset, 42);
    directory.push(central, Buffer.from(name), extra);
    if (isListedOnly) continue;
    parts.push(header(LOCAL.signature, LOCAL.bytes, entry, 4), Buffer.from(name), data);
    at += LOCAL.bytes + Buffer.byteLength(name) + data.length;
  }
  const end = Buffer.alloc(END.bytes);
  end.writeUInt32LE(END.signature, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(claimed.directoryStart ?? at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
