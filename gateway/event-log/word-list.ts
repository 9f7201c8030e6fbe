import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** Words of one group as they are written: each in full once, then by number. */
export class WrittenWords {
  private readonly numbers = new Map<string, number>();

  /** Writes a word, and returns its number. */
  write(writer: ByteWriter, word: string): number {
    const known = this.numbers.get(word);
    const number = known ?? this.numbers.size;
    writer.unsigned(number);
    if (known !== undefined) return number;
    this.numbers.set(word, number);
    writer.text(word);
    return number;
  }
}

/** Words of one group as they are read. */
export class ReadWords {
  private readonly words: string[] = [];

  /** @throws RangeError when the bytes are not what WrittenWords wrote */
  read(reader: ByteReader): string {
    const number = reader.unsigned();
    if (number === this.words.length) this.words.push(reader.text());
    const word = this.words[number];
    if (word === undefined) throw new RangeError(`word ${number} of ${this.words.length}`);
    return word;
  }
}
