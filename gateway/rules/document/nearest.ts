/** Letters that may differ, as a share of the longer word. */
const MOST_DIFFERENT = 0.4;

/** The known word that a mistyped one was most likely meant to be; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const candidate of known) {
    const longest = Math.max(word.length, candidate.length);
    // Words so unlike in length cannot be near: this keeps a hostile key from costing time.
    if (Math.abs(word.length - candidate.length) > longest * MOST_DIFFERENT) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= longest * MOST_DIFFERENT && (best === null || distance < best.distance))
      best = { word: candidate, distance };
  }
  return best?.word ?? null;
}

/** Levenshtein distance, with two neighbours swapped counted once (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
