import type { Splice } from './splice.js';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Takes one part out of a list or map in brackets, with the comma that belongs to it; comments beside it stay. */
export function removeFlowPart(text: string, spans: readonly (Span | null)[], index: number): Splice[] | null {
  const part = spans[index];
  if (part == null) return null;
  const [before, after] = [spans[index - 1], spans[index + 1]];
  if (before != null) {
    const between = text.slice(before.to, part.from);
    const comma = before.to + between.indexOf(',');
    if (between.trim() === ',') return [{ from: comma, to: part.to, text: '' }];
    return between.includes(',')
      ? [
          { from: comma, to: comma + 1, text: '' },
          { from: part.from, to: part.to, text: '' },
        ]
      : null;
  }
  if (after == null) return [{ from: part.from, to: part.to, text: '' }];
  const between = text.slice(part.to, after.from);
  if (between.trim() === ',') return [{ from: part.from, to: after.from, text: '' }];
  const comma = part.to + between.indexOf(',');
  return between.includes(',')
    ? [
        { from: part.from, to: part.to, text: '' },
        { from: comma, to: comma + 1, text: '' },
      ]
    : null;
}
