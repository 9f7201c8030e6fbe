const FIRST_BYTES = 4096;
/** Longest form of a number: 53 bits in groups of 7. */
const LONGEST_NUMBER = 8;

/** A whole number with its sign as the lowest bit: small ones of either sign stay small. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** Writes numbers and text one after another, small numbers in few bytes. */
export class ByteWriter {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private used = 0;

  /** Bytes written since the last {@link take}. */
  get length(): number {
    return this.used;
  }

  /** A whole number from 0 to 255. */
  byte(value: number): void {
    this.makeRoom(1);
    this.bytes[this.used++] = value;
  }

  /** A whole number from 0 to 2^53 - 1, seven bits a byte, lowest first. */
  unsigned(value: number): void {
    this.makeRoom(LONGEST_NUMBER);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.used++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.used++] = rest;
  }

  /** A whole number between -2^52 and 2^52: its sign becomes the lowest bit. */
  signed(value: number): void {
    this.unsigned(zigzag(value));
  }

  /** Any number, as it is. */
  float(value: number): void {
    this.makeRoom(8);
    this.used = this.bytes.writeDoubleLE(value, this.used);
  }

  /** Text in UTF-8, its length first. */
  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.unsigned(length);
    this.makeRoom(length);
    this.used += this.bytes.write(value, this.used);
  }

  /** Bytes of another writer, their number first. */
  bytesOf(other: ByteWriter): void {
    this.unsigned(other.used);
    this.makeRoom(other.used);
    other.bytes.copy(this.bytes, this.used, 0, other.used);
    this.used += other.used;
    other.used = 0;
  }

  /** What was written; the writer begins anew. */
  take(): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, this.used));
    this.used = 0;
    return taken;
  }

  private makeRoom(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(2 * this.bytes.length, this.used + more));
    this.bytes.copy(grown, 0, 0, this.used);
    this.bytes = grown;
  }
}
