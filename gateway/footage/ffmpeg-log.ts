/** What a line of ffmpeg's log tells about the stream. */
export type FfmpegLogLine =
  | { readonly kind: 'source-size'; readonly width: number; readonly height: number }
  | { readonly kind: 'time-base'; readonly numerator: number; readonly denominator: number }
  | { readonly kind: 'frame'; readonly pts: number | null }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'noise' };

const NOISE: FfmpegLogLine = { kind: 'noise' };

/** Reads one line of the log that {@link ffmpegArguments} asks for. Frames are told in the order in which they leave on standard output. */
export function parseFfmpegLog(line: string): FfmpegLogLine {
  if (line.startsWith('[Parsed_showinfo')) {
    const base = /config in time_base: (\d+)\/(\d+)/.exec(line);
    if (base !== null) return { kind: 'time-base', numerator: Number(base[1]), denominator: Number(base[2]) };
    const frame = /\bn: *\d+ pts: *(-?\d+|NOPTS) /.exec(line);
    return frame === null ? NOISE : { kind: 'frame', pts: frame[1] === 'NOPTS' ? null : Number(frame[1]) };
  }
  const size = /Stream #0:\d+.*: Video: .*?\b(\d{2,5})x(\d{2,5})\b/.exec(line);
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
