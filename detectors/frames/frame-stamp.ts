/**
 * Filter of ffmpeg that writes the time stamp of each frame to its log, in one short line: `blackframe`, for which every frame is black enough.
 * The filter made for it, `showinfo`, writes two long ones after a checksum and statistics, and `metadata=print` writes nothing in ffmpeg 4.1.
 * It counts the pixels of the planes that it is given, so give it something small.
 */
export const STAMP_FILTER = 'blackframe=amount=0';

/** What ffmpeg writes where there is no time stamp: its AV_NOPTS_VALUE. */
const NO_STAMP = '-9223372036854775808';

/**
 * Reads a line of ffmpeg's log that {@link STAMP_FILTER} wrote.
 *
 * @returns the frame's time stamp in units of the filter's time base, null when it has none; undefined when the line is another
 */
export function parseStamp(line: string): number | null | undefined {
  if (!line.startsWith('[Parsed_blackframe')) return undefined;
  const [, pts] = /\bpts:(-?\d+) /.exec(line) ?? [];
  if (pts === undefined) return undefined;
  return pts === NO_STAMP ? null : Number(pts);
}
