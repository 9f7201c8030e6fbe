import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FootageRing } from './footage-ring.js';
import { readFfmpeg } from './read-ffmpeg.js';
import type { Segment } from './segment-name.js';

/** A piece of the camera's own video. */
export interface Clip {
  /** MP4: the camera's bitstream, not encoded anew, without sound. */
  readonly mp4: Buffer;
  /** Capture times of its first picture and of its end. */
  readonly startMs: number;
  readonly endMs: number;
}

/** Options of {@link cutClips}. */
export interface CutClipsOptions {
  readonly ring: FootageRing;
  readonly ffmpegPath: string;
  /** Longest video altogether, milliseconds; what is longer is shown at its beginning and at its end. */
  readonly maxMs: number;
  /** Bytes altogether, at most. */
  readonly maxBytes: number;
}

/** Segments that begin within this time of the end of the one before follow on it without a gap. */
const GAP_MS = 500;

/** Segments of one clip, in order, without gaps. */
type Run = readonly Segment[];

const bytesOf = (run: Run) => run.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
const lengthOf = (run: Run) => run.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

/** Takes segments in order for as long as they fit; the first is taken if it fits by its bytes alone. */
function fitting(segments: Run, maxMs: number, maxBytes: number): Segment[] {
  const taken: Segment[] = [];
  for (const segment of segments) {
    const more = [...taken, segment];
    if (bytesOf(more) > maxBytes || (taken.length > 0 && lengthOf(more) > maxMs)) break;
    taken.push(segment);
  }
  return taken;
}

function withoutGaps(segments: Run): Segment[][] {
  const runs: Segment[][] = [];
  for (const segment of segments) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && segment.startMs - last.endMs <= GAP_MS) run.push(segment);
    else runs.push([segment]);
  }
  return runs;
}

/** Which segments are shown: all of them, or those of the beginning and of the end. */
export function chooseSegments(segments: Run, limits: Pick<CutClipsOptions, 'maxMs' | 'maxBytes'>): Segment[][] {
  const { maxMs, maxBytes } = limits;
  if (bytesOf(segments) <= maxBytes && lengthOf(segments) <= maxMs) return withoutGaps(segments);
  const beginning = fitting(segments, maxMs / 2, maxBytes / 2);
  const rest = segments.slice(beginning.length).toReversed();
  const end = fitting(rest, maxMs / 2, maxBytes - bytesOf(beginning)).reverse();
  return withoutGaps([...beginning, ...end]);
}

/**
 * Cuts what lies between two moments out of the ring by stream copy: whole segments, each of which begins with a key frame. A gap in the
 * footage, and what is left out for its length, parts it into several clips, so that each runs as fast as time did.
 */
export async function cutClips(fromMs: number, toMs: number, options: CutClipsOptions): Promise<Clip[]> {
  const clips: Clip[] = [];
  for (const run of chooseSegments(options.ring.between(fromMs, toMs), options)) {
    const clip = await cut(run, options);
    if (clip !== null) clips.push(clip);
  }
  return clips;
}

async function cut(run: Run, { ring, ffmpegPath, maxBytes }: CutClipsOptions): Promise<Clip | null> {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return null;
  const directory = ring.openSession();
  const [list, file] = [join(directory, 'segments.txt'), join(directory, 'clip.mp4')];
  try {
    // Said, because a segment's own header does not tell how long it lasts when its times don't begin at 0.
    const lines = run.map(
      ({ file: path, startMs, endMs }) =>
        `file '${path.replaceAll("'", String.raw`'\''`)}'\nduration ${((endMs - startMs) / 1000).toFixed(3)}\n`,
    );
    await writeFile(list, `ffconcat version 1.0\n${lines.join('')}`);
    const { exitCode } = await readFfmpeg(
      ffmpegPath,
      [
        ...['-loglevel', 'error', '-protocol_whitelist', 'file', '-f', 'concat', '-safe', '0', '-i', list],
        // Pictures alone: what people say near the pole is nobody's business.
        ...['-map', '0:v:0', '-c', 'copy', '-map_metadata', '-1', '-fflags', '+bitexact'],
        ...['-movflags', '+faststart', '-f', 'mp4', file],
      ],
      maxBytes,
    );
    // A segment may have left the ring meanwhile.
    if (exitCode !== 0) return null;
    return { mp4: await readFile(file), startMs: first.startMs, endMs: last.endMs };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
