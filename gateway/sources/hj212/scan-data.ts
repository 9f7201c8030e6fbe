import { Factor } from '@lamppost/contracts';
import { DASH, byteAt, word, wordAt } from './ascii.js';
import { factorIndex } from './factor-code.js';
import type { Hj212Frame } from './hj212-frame.js';
import { NO_VALUE, ParameterCursor } from './parameter-cursor.js';
import { type Span, textOf } from './span.js';

const FLAG = word('Flag');
const [DATA, TIME] = [word('Data'), word('Time')];
const LONGITUDE = /^(?:lng|lon|longitude)$/i;
const LATITUDE = /^(?:lat|latitude)$/i;

/** What a frame says of one factor, as places in its bytes. */
export interface FactorSlot {
  /** Place in `Factor.options`. */
  readonly index: number;
  value: Span | null;
  flag: Span | null;
  /** Name of a parameter that is given twice with different values. */
  duplicate: string | null;
}

/** What stands in the parameters of a data frame. */
export interface ScannedData {
  /** Factors that are kept, in the order in which they come. */
  readonly slots: FactorSlot[];
  readonly times: Span[];
  /** Codes of factors that are not kept, each once. */
  readonly unknown: string[];
  /** Parameters that are not NAME=VALUE. */
  readonly malformed: number;
  readonly longitude: Span | null;
  readonly latitude: Span | null;
}

function isSame(bytes: Uint8Array, a: Span, b: Span): boolean {
  if (a.end - a.start !== b.end - b.start) return false;
  for (let at = 0; at < a.end - a.start; at += 1)
    if (byteAt(bytes, a.start + at) !== byteAt(bytes, b.start + at)) return false;
  return true;
}

function isDataTime(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 8 && wordAt(bytes, start, start + 4) === DATA && wordAt(bytes, start + 4, end) === TIME;
}

function lastDash(bytes: Uint8Array, start: number, end: number): number {
  for (let at = end - 1; at > start; at -= 1) if (byteAt(bytes, at) === DASH) return at;
  return -1;
}

/**
 * Finds the values in a data frame by factor, not by item: some makers put `;` between a value and its flag. A parameter that is given
 * twice with the same value counts once.
 *
 * @param suffix word of the suffix that carries the value: `Rtd` or `Avg`
 */
export function scanData({ bytes, header }: Hj212Frame, suffix: number): ScannedData {
  const cursor = new ParameterCursor(bytes, header.parameters.start, header.parameters.end);
  const slots: FactorSlot[] = [];
  const slotOf = new Array<FactorSlot | undefined>(Factor.options.length);
  const times: Span[] = [];
  const unknown: string[] = [];
  let malformed = 0;
  let longitude: Span | null = null;
  let latitude: Span | null = null;
  while (cursor.next()) {
    const { nameStart, nameEnd, valueStart, valueEnd } = cursor;
    if (valueEnd === NO_VALUE) {
      malformed += 1;
      continue;
    }
    const dash = lastDash(bytes, nameStart, nameEnd);
    if (dash < 0) {
      const value = { start: valueStart, end: valueEnd };
      if (isDataTime(bytes, nameStart, nameEnd)) {
        if (!times.some((time) => isSame(bytes, time, value))) times.push(value);
        continue;
      }
      const name = textOf(bytes, { start: nameStart, end: nameEnd });
      if (LONGITUDE.test(name)) longitude = value;
      else if (LATITUDE.test(name)) latitude = value;
      continue;
    }
    const index = factorIndex(bytes, nameStart, dash);
    if (index < 0) {
      const code = textOf(bytes, { start: nameStart, end: dash });
      if (!unknown.includes(code)) unknown.push(code);
      continue;
    }
    const part = wordAt(bytes, dash + 1, nameEnd);
    let slot = slotOf[index];
    if (slot === undefined) {
      slot = { index, value: null, flag: null, duplicate: null };
      slotOf[index] = slot;
      slots.push(slot);
    }
    if (part !== suffix && part !== FLAG) continue;
    const value = { start: valueStart, end: valueEnd };
    const before = part === FLAG ? slot.flag : slot.value;
    if (before !== null && !isSame(bytes, before, value))
      slot.duplicate ??= textOf(bytes, { start: nameStart, end: nameEnd });
    if (part === FLAG) slot.flag = value;
    else slot.value = value;
  }
  return { slots, times, unknown, malformed, longitude, latitude };
}
