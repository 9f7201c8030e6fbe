/** The number that `zigzag` made this of. */
export function unzigzag(value: number): number {
  // Only 32 bits fit in bit operations.
  if (value <= 0x7fffffff) return (value >>> 1) ^ -(value & 1);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Reads what a ByteWriter wrote. Behind the end it reads zeros and goes on counting: check {@link isAtEnd} when done. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** Whether bytes are left. */
  get hasMore(): boolean {
    return this.at < this.bytes.length;
  }

  /** Whether the last byte was the last that was read. */
  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  unsigned(): number {
    const first = this.bytes[this.at++] ?? 0;
    return first < 0x80 ? first : this.unsignedAfter(first);
  }

  signed(): number {
    return unzigzag(this.unsigned());
  }

  /** Length of a list whose entries take a byte or more. Throws RangeError when so many can't follow. */
  count(): number {
    const count = this.unsigned();
    if (count > this.bytes.length - this.at)
      throw new RangeError(`${count} entries in ${this.bytes.length - this.at} bytes`);
    return count;
  }

  /** Leaves out as many bytes. */
  skip(bytes: number): void {
    this.at += bytes;
  }

  float(): number {
    const value = this.bytes.readDoubleLE(this.at);
    this.at += 8;
    return value;
  }

  text(): string {
    const length = this.unsigned();
    const from = this.at;
    this.at += length;
    return this.bytes.toString('utf8', from, this.at);
  }

  private unsignedAfter(first: number): number {
    let value = first - 0x80;
    for (let unit = 0x80; ; unit *= 0x80) {
      const byte = this.bytes[this.at++] ?? 0;
      if (byte < 0x80) return value + byte * unit;
      value += (byte - 0x80) * unit;
    }
  }
}
