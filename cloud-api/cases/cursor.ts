import { z } from 'zod';
import { ProblemError } from '../errors/problem-error.js';

const Position = z.strictObject({ before: z.int().min(1), key: z.int().optional() });
/** A place in a list: what stands before it has a lower number, or where the list is sorted otherwise, comes after this key and number. */
export type Position = z.infer<typeof Position>;

/** Writes a place in a list as an opaque text. */
export function encodePosition(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a place in a list back; null when the text is none of ours. */
export function decodePosition(cursor: string): Position | null {
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

/** Writes a place in a list that is sorted by number alone. */
export function encodeCursor(before: number): string {
  return encodePosition({ before });
}

/** Cuts a page of a list that is sorted by number alone from its rows, of which one more than `limit` was asked for. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  numberOf: (row: Row) => number,
): { readonly shown: readonly Row[]; readonly nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(numberOf(last)) : null };
}

/** Reads the number back below which the next page begins; null when the text is none of ours. */
export function decodeCursor(cursor: string): number | null {
  return decodePosition(cursor)?.before ?? null;
}

/**
 * Reads the `cursor` of a question for a page, where there is one.
 *
 * @throws ProblemError `request.invalid` when it is none that a list gave
 */
export function readCursor<Place>(cursor: string | undefined, decode: (cursor: string) => Place | null): Place | null {
  if (cursor === undefined) return null;
  const place = decode(cursor);
  if (place === null) throw new ProblemError('request.invalid', 'cursor is not one that a list gave');
  return place;
}
