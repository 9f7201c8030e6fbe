/** Local file header of a ZIP (APPNOTE 4.3.7): its signature, and where the sizes and lengths stand in it. */
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const SIZE_AT = 18;
const NAME_LENGTH_AT = 26;
const EXTRA_LENGTH_AT = 28;

/** An entry of a package. */
export interface PackageEntry {
  readonly name: string;
  /** Where its header begins. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** Entries of a package one after another: they are stored, without descriptors behind them. The last may be cut short. */
export function* packageEntries(zip: Buffer): Generator<PackageEntry> {
  for (let at = 0; at + LOCAL_HEADER_BYTES <= zip.length && zip.readUInt32LE(at) === LOCAL_HEADER;) {
    const nameAt = at + LOCAL_HEADER_BYTES;
    const nameLength = zip.readUInt16LE(at + NAME_LENGTH_AT);
    const bytesAt = nameAt + nameLength + zip.readUInt16LE(at + EXTRA_LENGTH_AT);
    const end = bytesAt + zip.readUInt32LE(at + SIZE_AT);
    yield { name: zip.toString('utf8', nameAt, nameAt + nameLength), at, bytes: zip.subarray(bytesAt, end) };
    at = end;
  }
}
