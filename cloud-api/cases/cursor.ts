import { z } from 'zod';

const Position = z.object({ before: z.int().min(1) });

/** Writes a place in the list of cases as an opaque text. */
export function encodeCursor(caseNumber: number): string {
  return Buffer.from(JSON.stringify({ before: caseNumber })).toString('base64url');
}

/** Reads a cursor back: the case number below which the next page begins; null when the text is none of ours. */
export function decodeCursor(cursor: string): number | null {
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).before;
  } catch {
    return null;
  }
}
