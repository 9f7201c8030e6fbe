import { parseStamp } from '@lamppost/detectors';

/** What a line of ffmpeg's log tells about the stream. */
export type FfmpegLogLine =
  | { readonly kind: 'source-size'; readonly width: number; readonly height: number }
  | { readonly kind: 'frame'; readonly ptsUs: number | null }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'noise' };

const NOISE: FfmpegLogLine = { kind: 'noise' };

/** Reads one line of ffmpeg's log, where time stamps are in microseconds (`settb=AVTB`). Frames are told in the order in which they leave on standard output. */
export function parseFfmpegLog(line: string): FfmpegLogLine {
  const ptsUs = parseStamp(line);
  if (ptsUs !== undefined) return { kind: 'frame', ptsUs };
  if (line.startsWith('[Parsed_showinfo')) {
    const [, pts] = /\bn: *\d+ pts: *(-?\d+|NOPTS) /.exec(line) ?? [];
    return pts === undefined ? NOISE : { kind: 'frame', ptsUs: pts === 'NOPTS' ? null : Number(pts) };
  }
  const size = /Stream #0:\d+.*: Video: (?!rawvideo).*?\b(\d{2,5})x(\d{2,5})\b/.exec(line);
  if (size !== null) return { kind: 'source-size', width: Number(size[1]), height: Number(size[2]) };
  const text = line.trim();
  return /error|fail|invalid|refused|unauthorized|denied|not found|time/i.test(text)
    ? { kind: 'message', text }
    : NOISE;
}

/** The text with the user and password of any address taken out, fit for a log. */
export function hideCredentials(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, '$1***@');
}
