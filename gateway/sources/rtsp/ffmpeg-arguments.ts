import { type FfmpegBinary, type PixelSize, packedFrameFilters } from '@lamppost/detectors';

/** Where the segments of a camera's bitstream go. */
export interface SegmentRequest {
  /** Directory that segments of the original bitstream are written to. */
  readonly segmentDirectory: string;
  readonly segmentSeconds: number;
}

/** Which frames are wanted of a camera. */
export interface FrameRequest {
  /** Looks per second, at most. */
  readonly looksPerSecond: number;
  /** What frames are letterboxed to; both multiples of 32 pixels. */
  readonly frameSize: PixelSize;
}

/** Libavformat of ffmpeg 5.1, where `-vsync` became `-fps_mode`. */
const FPS_MODE_SINCE = [59, 27] as const;
/**
 * Part of the look interval by which a frame may come early: cameras' frame times jitter. Less than one picture of the usual 25 a second at 5
 * looks, or there would be more looks than were asked for.
 */
const EARLY_SHARE = 0.1;
/** `-copyts` keeps one time line in the segments, the bitstream and the frames. */
const COMMON = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-copyts'] as const;
const COPIED = ['-map', '0:v:0', '-c', 'copy', '-avoid_negative_ts', 'disabled'] as const;

/**
 * What is written to standard input of {@link readerArguments}' ffmpeg: a list of one stream, read over TCP. The address comes this way
 * because it holds the camera's password, and the arguments of a process can be read by everybody on the machine.
 */
export function streamScript(rtspUrl: string): string {
  // libavformat takes its own options off the query, and sends the rest to the camera.
  const overTcp = `${rtspUrl}${rtspUrl.includes('?') ? '&' : '?'}tcp`;
  return `ffconcat version 1.0\nfile '${overTcp.replaceAll("'", String.raw`'\''`)}'\n`;
}

/**
 * Arguments of the ffmpeg that opens a camera, once, and decodes nothing. It gives the bitstream as it came, twice: in Matroska segments cut
 * at key frames (listed on descriptor 3 as each closes), and as live Matroska on standard output, each picture in a cluster of its own that
 * is written at once.
 */
export function readerArguments({ segmentDirectory, segmentSeconds }: SegmentRequest): string[] {
  return [
    ...COMMON,
    // The script names one stream; nothing that a camera answers may open a file or another address scheme.
    ...['-protocol_whitelist', 'pipe,rtsp,rtp,tcp,udp,tls,crypto'],
    ...['-threads', '1', '-f', 'concat', '-safe', '0', '-i', 'pipe:0'],
    ...[...COPIED, '-f', 'segment', '-segment_format', 'matroska', '-segment_time', String(segmentSeconds)],
    ...['-segment_list_type', 'csv', '-segment_list', 'pipe:3', `${segmentDirectory}/%09d.mkv`],
    ...[...COPIED, '-f', 'matroska', '-live', '1', '-cluster_time_limit', '0', '-write_crc32', '0'],
    ...['-flush_packets', '1', 'pipe:1'],
  ];
}

/**
 * Arguments of the ffmpeg that decodes what it is given of that Matroska on standard input, and writes packed frames to standard output,
 * whose time stamps come on standard error.
 */
export function decoderArguments(request: FrameRequest, libavformat: FfmpegBinary['libavformat']): string[] {
  return [
    ...[...COMMON, '-protocol_whitelist', 'pipe'],
    ...['-threads', '1', '-f', 'matroska', '-i', 'pipe:0'],
    ...frameArguments(request, libavformat),
  ];
}

/** Output arguments that choose the frames to be looked at and write them, packed, to standard output. */
export function frameArguments(
  { looksPerSecond, frameSize }: FrameRequest,
  [major, minor]: FfmpegBinary['libavformat'],
): string[] {
  const hasFpsMode = major > FPS_MODE_SINCE[0] || (major === FPS_MODE_SINCE[0] && minor >= FPS_MODE_SINCE[1]);
  const gap = ((1 - EARLY_SHARE) / looksPerSecond).toFixed(4);
  const filters = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${gap})',${packedFrameFilters(frameSize)}`;
  return [
    ...['-filter_threads', '1', '-map', '0:v:0', '-vf', filters],
    ...(hasFpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
    // More threads would write each frame only when the next ones have come, and so would an output that is not flushed.
    ...['-threads', '1', '-flush_packets', '1', '-f', 'rawvideo', 'pipe:1'],
  ];
}
