import { DASH, NINE, ZERO, byteAt } from './ascii.js';

const PLUS = 0x2b;
const POINT = 0x2e;
/** A whole number of this many digits is exact in a double. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);

/**
 * Reads a plain decimal number, such as `-12.50`, and shifts its point: a value in mg/m3 with a shift of 3 comes out in ug/m3. The result
 * is the double nearest to the decimal, since both parts of the one division are exact.
 *
 * @param end exclusive
 * @param shift decimal places to the right, -3 to 3
 * @returns NaN when it is no such number
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number, shift: number): number {
  let at = start;
  const first = byteAt(bytes, at);
  if (first === DASH || first === PLUS) at += 1;
  let mantissa = 0;
  let digits = 0;
  let significant = 0;
  let decimals = 0;
  let hasPoint = false;
  for (; at < end; at += 1) {
    const byte = byteAt(bytes, at);
    if (byte === POINT && !hasPoint) {
      hasPoint = true;
    } else if (byte >= ZERO && byte <= NINE) {
      digits += 1;
      if (mantissa > 0 || byte > ZERO) significant += 1;
      mantissa = mantissa * 10 + (byte - ZERO);
      if (hasPoint) decimals += 1;
    } else return Number.NaN;
  }
  if (digits === 0) return Number.NaN;
  const power = decimals - shift;
  const magnitude =
    significant > EXACT_DIGITS || power > 22 ? roughly(bytes, start, end, shift) : scaled(mantissa, power);
  return first === DASH ? -magnitude + 0 : magnitude;
}

function scaled(mantissa: number, power: number): number {
  return power >= 0 ? mantissa / (POWERS[power] ?? 1) : mantissa * (POWERS[-power] ?? 1);
}

/** More digits than any instrument has. */
function roughly(bytes: Uint8Array, start: number, end: number, shift: number): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
  return Math.abs(Number(`${text}e${shift}`));
}
