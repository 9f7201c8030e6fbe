import { parseFfmpegLog } from './ffmpeg-log.js';
import { readFfmpeg } from './read-ffmpeg.js';
import type { Segment } from './segment-name.js';
import { splitJpegs } from './split-jpegs.js';

/** A picture out of the ring, at the camera's full resolution. */
export interface Still {
  readonly jpeg: Buffer;
  readonly capturedAtMs: number;
}

/** Which pictures are wanted. */
export interface DecodeRequest {
  /** Capture times of the first and the last, milliseconds; the picture at or after the first is always among them. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Least time between two, milliseconds. */
  readonly stepMs: number;
}

/** Rounding of a time stamp on its way through ffmpeg. */
const TIME_SLACK_S = 0.005;
/**
 * Quality of the mjpeg encoder, from 1 (best) to 31. On eight pictures of real street video (768x432), against what was decoded: 1 gives 46.5 dB
 * PSNR in 20.8 kB, 2 gives 45.9 dB in 13.0 kB, 3 gives 45.3 dB in 10.1 kB. From 40 dB on nobody sees a difference; the clip beside it has none.
 */
const MJPEG_QUALITY = '2';
const MAX_BYTES = 96_000_000;
const MAX_PICTURES = 24;

/** Decodes pictures of one segment from the camera's own bitstream, oldest first; none where ffmpeg finds none. */
export async function decodePictures(segment: Segment, request: DecodeRequest, ffmpegPath: string): Promise<Still[]> {
  const secondsAt = (atMs: number) => (segment.startPtsUs / 1e6 + (atMs - segment.startMs) / 1000).toFixed(6);
  const from = Number(secondsAt(request.fromMs)) - TIME_SLACK_S;
  const to = Math.max(from, Number(secondsAt(request.toMs)) + TIME_SLACK_S);
  const step = Math.max(0, request.stepMs / 1000 - TIME_SLACK_S);
  // The first at or after the beginning, and then one each step until the end.
  const isFirst = 'isnan(prev_selected_t)';
  const isNext = `gte(t-prev_selected_t,${step})*lte(t,${to.toFixed(6)})`;
  const chosen = `select='gte(t,${from.toFixed(6)})*if(${isFirst},1,${isNext})',settb=AVTB,showinfo`;
  const count = Math.min(MAX_PICTURES, Math.floor(Math.max(0, request.toMs - request.fromMs) / request.stepMs) + 1);
  const { output, log } = await readFfmpeg(
    ffmpegPath,
    [
      ...['-loglevel', 'info', '-copyts', '-threads', '1', '-i', segment.file],
      // What lies after the end is not decoded, however long the segment.
      ...['-map', '0:v:0', '-vf', chosen, '-vsync', '0', '-frames:v', String(count), '-to', (to + 1).toFixed(6)],
      ...['-f', 'image2pipe', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', MJPEG_QUALITY, 'pipe:1'],
    ],
    MAX_BYTES,
  );
  const times = picturePtsMs(log);
  return splitJpegs(output).flatMap((jpeg, index) => {
    const ptsMs = times[index];
    if (ptsMs === undefined) return [];
    return [{ jpeg, capturedAtMs: Math.round(segment.startMs + ptsMs - segment.startPtsUs / 1000) }];
  });
}

function picturePtsMs(log: string): number[] {
  return log.split('\n').flatMap((text) => {
    const line = parseFfmpegLog(text);
    return line.kind === 'frame' && line.ptsUs !== null ? [line.ptsUs / 1000] : [];
  });
}
