import { BLANK, COMMA, EQUALS, SEMICOLON, byteAt } from './ascii.js';
import type { Hj212Frame } from './hj212-frame.js';
import { textOf } from './span.js';

/** End of the value of a parameter that is not NAME=VALUE. */
export const NO_VALUE = -1;

/** Walks through the command parameters of a frame without making any text (HJ 212-2017, 6.3.3: `;` parts items, `,` parts what is in one). */
export class ParameterCursor {
  nameStart = 0;
  nameEnd = 0;
  valueStart = 0;
  /** {@link NO_VALUE} when the parameter is not NAME=VALUE. */
  valueEnd = 0;
  private at: number;

  constructor(
    private readonly bytes: Uint8Array,
    start: number,
    private readonly end: number,
  ) {
    this.at = start;
  }

  /** Goes to the next parameter, blanks around its parts left out; false when there is none. */
  next(): boolean {
    const { bytes, end } = this;
    let { at } = this;
    while (at < end && isGap(byteAt(bytes, at))) at += 1;
    if (at >= end) return false;
    const start = at;
    let equals = -1;
    for (; at < end; at += 1) {
      const byte = byteAt(bytes, at);
      if (byte === SEMICOLON || byte === COMMA) break;
      if (byte === EQUALS && equals < 0) equals = at;
    }
    this.at = at;
    this.nameStart = start;
    this.nameEnd = trimmedEnd(bytes, start, equals < 0 ? at : equals);
    if (equals <= start) {
      this.valueStart = at;
      this.valueEnd = NO_VALUE;
      return true;
    }
    let valueStart = equals + 1;
    while (valueStart < at && byteAt(bytes, valueStart) === BLANK) valueStart += 1;
    this.valueStart = valueStart;
    this.valueEnd = trimmedEnd(bytes, valueStart, at);
    return true;
  }
}

function isGap(byte: number): boolean {
  return byte === SEMICOLON || byte === COMMA || byte === BLANK;
}

function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && byteAt(bytes, trimmed - 1) === BLANK) trimmed -= 1;
  return trimmed;
}

/** One `NAME=VALUE` of the command parameters, as sent: `DataTime`, `a34001-Rtd`, ... */
export interface CommandParameter {
  readonly name: string;
  readonly value: string;
}

/** All parameters of a frame as text. */
export function parametersOf({ bytes, header }: Hj212Frame): CommandParameter[] {
  const cursor = new ParameterCursor(bytes, header.parameters.start, header.parameters.end);
  const parameters: CommandParameter[] = [];
  while (cursor.next()) {
    const { nameStart, nameEnd, valueStart, valueEnd } = cursor;
    const name = textOf(bytes, { start: nameStart, end: nameEnd });
    parameters.push({ name, value: valueEnd === NO_VALUE ? '' : textOf(bytes, { start: valueStart, end: valueEnd }) });
  }
  return parameters;
}

/** One parameter of a frame by its name in any case; null when it is not there. */
export function parameterOf(frame: Hj212Frame, name: string): string | null {
  const wanted = name.toLowerCase();
  return parametersOf(frame).find((parameter) => parameter.name.toLowerCase() === wanted)?.value ?? null;
}
