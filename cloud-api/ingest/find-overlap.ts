import type { Entry } from 'yauzl';

/** Fixed bytes of a local file header (APPNOTE 4.3.7). */
const LOCAL_HEADER_BYTES = 30;

/**
 * Finds two entries that share bytes of the file, by what the central directory says of them; null when there are none. Small files that
 * unpack to very much are made of such, and readers differ in what they take each for.
 */
export function findOverlap(entries: readonly Entry[]): readonly [name: string, name: string] | null {
  const byPlace = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  const nameOf = ({ fileNameRaw }: Entry) => fileNameRaw.toString('latin1');
  for (const [index, next] of byPlace.entries()) {
    const entry = byPlace[index - 1];
    if (entry === undefined) continue;
    const { relativeOffsetOfLocalHeader: start, fileNameRaw, compressedSize } = entry;
    // Its extra field may make the local header longer, never shorter.
    if (start + LOCAL_HEADER_BYTES + fileNameRaw.length + compressedSize > next.relativeOffsetOfLocalHeader)
      return [nameOf(entry), nameOf(next)];
  }
  return null;
}
