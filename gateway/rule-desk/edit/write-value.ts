import { type Scalar, isScalar, stringify } from 'yaml';

/** Digits of a coordinate or share that are written: a ten-thousandth of a picture is less than a pixel. */
const DECIMALS = 4;
const PLAIN_KEY = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** A value as it is written on one line, in flow style, without anything that a reader could take for something else. */
export function writeFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeFlow).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, entry]) => `${writeKey(key)}: ${writeFlow(entry)}`)
      .join(', ')} }`;
  return writeScalar(value);
}

/** A key as it is written. */
export function writeKey(key: string): string {
  return PLAIN_KEY.test(key) ? key : JSON.stringify(key);
}

/** A scalar in the way of the one whose place it takes: with its quotes, and a whole number with a point where that had one. */
export function writeScalarLike(old: unknown, value: unknown): string {
  if (isScalar(old) && typeof value === 'string') {
    if (old.type === 'QUOTE_SINGLE' && !/[\n\r]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
    if (old.type === 'QUOTE_DOUBLE') return JSON.stringify(value);
  }
  if (typeof value === 'number' && isScalar(old) && typeof old.value === 'number')
    return writeNumber(value, isWholeWithPoint(old) ? 1 : 0);
  return writeScalar(value);
}

/** `1.0`: whoever writes so means every number of the kind so. */
function isWholeWithPoint({ source }: Scalar): boolean {
  return /^-?\d+\.0$/.test(source ?? '');
}

function writeNumber(value: number, leastDigits: number): string {
  const rounded = Number(value.toFixed(DECIMALS));
  const digits = /\.(\d+)$/.exec(String(rounded))?.[1]?.length ?? 0;
  return digits < leastDigits ? rounded.toFixed(leastDigits) : String(rounded);
}

function writeScalar(value: unknown): string {
  if (typeof value === 'number') return writeNumber(value, 0);
  // Within a collection the library quotes what commas and brackets would end.
  const text = stringify([value], { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
  return /^\[(.*)\]$/s.exec(text)?.[1] ?? JSON.stringify(value);
}
