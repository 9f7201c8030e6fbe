import { type FfmpegBinary, type PixelSize, packedFrameFilters } from '@lamppost/detectors';

/** What one camera's ffmpeg is asked for. */
export interface StreamRequest {
  /** Looks per second, at most. */
  readonly looksPerSecond: number;
  /** What frames are letterboxed to; both multiples of 32 pixels. */
  readonly frameSize: PixelSize;
  /** Directory that segments of the original bitstream are written to. */
  readonly segmentDirectory: string;
  readonly segmentSeconds: number;
}

/** Libavformat of ffmpeg 5.1, where `-vsync` became `-fps_mode`. */
const FPS_MODE_SINCE = [59, 27] as const;
/**
 * Part of the look interval by which a frame may come early: cameras' frame times jitter. Less than one picture of the usual 25 a second at 5
 * looks, or there would be more looks than were asked for.
 */
const EARLY_SHARE = 0.1;

/**
 * What is written to standard input of {@link ffmpegArguments}' ffmpeg: a list of one stream, read over TCP. The address comes this way
 * because it holds the camera's password, and the arguments of a process can be read by everybody on the machine.
 */
export function streamScript(rtspUrl: string): string {
  // libavformat takes its own options off the query, and sends the rest to the camera.
  const overTcp = `${rtspUrl}${rtspUrl.includes('?') ? '&' : '?'}tcp`;
  return `ffconcat version 1.0\nfile '${overTcp.replaceAll("'", String.raw`'\''`)}'\n`;
}

/**
 * Arguments of the one ffmpeg that serves a camera. It opens the stream once and gives two things: the bitstream as it came, in Matroska
 * segments cut at key frames (listed on descriptor 3 as each closes), and packed frames on standard output, whose time stamps `showinfo`
 * writes to standard error. `-copyts` keeps one time line in both.
 */
export function ffmpegArguments(request: StreamRequest, libavformat: FfmpegBinary['libavformat']): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-copyts'],
    // The script names one stream; nothing that a camera answers may open a file or another address scheme.
    ...['-protocol_whitelist', 'pipe,rtsp,rtp,tcp,udp,tls,crypto'],
    ...['-threads', '1', '-f', 'concat', '-safe', '0', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-c', 'copy', '-avoid_negative_ts', 'disabled'],
    ...['-f', 'segment', '-segment_format', 'matroska', '-segment_time', String(request.segmentSeconds)],
    ...['-segment_list_type', 'csv', '-segment_list', 'pipe:3', `${request.segmentDirectory}/%09d.mkv`],
    ...frameArguments(request, libavformat),
  ];
}

/** Output arguments that choose the frames to be looked at and write them, packed, to standard output. */
export function frameArguments(
  { looksPerSecond, frameSize }: Pick<StreamRequest, 'looksPerSecond' | 'frameSize'>,
  [major, minor]: FfmpegBinary['libavformat'],
): string[] {
  const hasFpsMode = major > FPS_MODE_SINCE[0] || (major === FPS_MODE_SINCE[0] && minor >= FPS_MODE_SINCE[1]);
  const gap = ((1 - EARLY_SHARE) / looksPerSecond).toFixed(4);
  const filters = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${gap})',${packedFrameFilters(frameSize)}`;
  return [
    ...[
      '-filter_threads',
      '1',
      '-map',
      '0:v:0',
      '-vf',
      filters,
      ...(hasFpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
    ],
    ...['-f', 'rawvideo', 'pipe:1'],
  ];
}
