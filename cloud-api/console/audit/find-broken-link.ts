/** As much of a line of the log as its links need. */
export interface LinkedLine {
  readonly hash: string;
  readonly entry: { readonly number: number; readonly previousHash: string };
}

/** Number of the first entry, of those that follow each other newest first, that does not name the one before it; null: all do. */
export function findBrokenLink(lines: readonly LinkedLine[]): number | null {
  for (const [index, { entry }] of lines.entries()) {
    const before = lines[index + 1];
    if (before === undefined) break;
    if (before.entry.number !== entry.number - 1 || before.hash !== entry.previousHash) return entry.number;
  }
  return null;
}
