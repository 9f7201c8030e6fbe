/** One closed piece of a camera's own bitstream on disk. */
export interface Segment {
  readonly file: string;
  /** Capture time of its first frame. */
  readonly startMs: number;
  /** Capture time of its end (of the frame after the last). */
  readonly endMs: number;
  /** Time stamp of its first frame in the stream, microseconds. */
  readonly startPtsUs: number;
  readonly sizeBytes: number;
}

/** File name that carries the index of a segment, so that the index needs no file of its own: `start-end@pts.mkv`. */
export function segmentName(segment: Pick<Segment, 'startMs' | 'endMs' | 'startPtsUs'>): string {
  return `${segment.startMs}-${segment.endMs}@${segment.startPtsUs}.mkv`;
}

/** Reads a name that {@link segmentName} made; null for any other file. */
export function parseSegmentName(name: string): Pick<Segment, 'startMs' | 'endMs' | 'startPtsUs'> | null {
  const match = /^(\d+)-(\d+)@(-?\d+)\.mkv$/.exec(name);
  return match === null ? null : { startMs: Number(match[1]), endMs: Number(match[2]), startPtsUs: Number(match[3]) };
}
