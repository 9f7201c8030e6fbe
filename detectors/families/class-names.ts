/** Quotes that Python writes around a word, and what may stand after a backslash within. */
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\', "'": "'", '"': '"', n: '\n', t: '\t', r: '\r' };
const MAX_CLASSES = 10_000;

/** Reads Python's notation of a list or dictionary of words, and nothing else of Python. */
class PythonReader {
  #at = 0;

  constructor(private readonly text: string) {}

  /** Takes a sign, with the blanks before it; false when another one stands there. */
  takes(sign: string): boolean {
    while (/\s/.test(this.text.charAt(this.#at))) this.#at += 1;
    if (!this.text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  get isAtEnd(): boolean {
    return this.text.slice(this.#at).trim() === '';
  }

  /** A whole number; null when there is none. */
  number(): number | null {
    this.takes('');
    const digits = /^\d{1,6}/.exec(this.text.slice(this.#at, this.#at + 6))?.[0];
    if (digits === undefined) return null;
    this.#at += digits.length;
    return Number(digits);
  }

  /** A word in quotes; null when there is none, or it does not end. */
  word(): string | null {
    const quote = this.takes("'") ? "'" : this.takes('"') ? '"' : null;
    if (quote === null) return null;
    let word = '';
    while (this.#at < this.text.length) {
      const sign = this.text.charAt(this.#at);
      this.#at += 1;
      if (sign === quote) return word;
      if (sign === '\\') {
        const escaped = ESCAPES[this.text.charAt(this.#at)];
        if (escaped === undefined) return null;
        word += escaped;
        this.#at += 1;
      } else word += sign;
    }
    return null;
  }
}

/**
 * Reads class names as exporters write them into a model's metadata: Python's `{0: 'person', 1: 'car'}` or `['person', 'car']`, or JSON.
 *
 * @returns the names in the order of their index; null when the text is anything else, or an index is missing
 */
export function parseClassNames(text: string): string[] | null {
  const reader = new PythonReader(text);
  const isDictionary = reader.takes('{');
  if (!isDictionary && !reader.takes('[')) return null;
  const close = isDictionary ? '}' : ']';
  const names = new Map<number, string>();
  const nextKey = () => {
    if (!isDictionary) return names.size;
    const key = reader.number() ?? Number(reader.word() ?? NaN);
    return Number.isInteger(key) && reader.takes(':') ? key : null;
  };
  while (!reader.takes(close)) {
    const key = nextKey();
    const name = key === null ? null : reader.word();
    if (key === null || name === null || names.has(key) || names.size >= MAX_CLASSES) return null;
    names.set(key, name);
    if (reader.takes(',')) continue;
    if (!reader.takes(close)) return null;
    break;
  }
  const inOrder = [...names].sort(([a], [b]) => a - b);
  const isComplete = inOrder.every(([key], index) => key === index);
  return reader.isAtEnd && names.size > 0 && isComplete ? inOrder.map(([, name]) => name) : null;
}
