/** A part of a text that is exchanged for another. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Exchanges parts of a text that do not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.from - a.from)
    .reduce((so, { from, to, text: put }) => so.slice(0, from) + put + so.slice(to), text);
}
