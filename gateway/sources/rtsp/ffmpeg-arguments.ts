import type { FfmpegBinary } from '@lamppost/detectors';

/** What one camera's ffmpeg is asked for. */
export interface StreamRequest {
  readonly rtspUrl: string;
  /** Looks per second, at most. */
  readonly looksPerSecond: number;
  /** Size that frames are letterboxed to, pixels. */
  readonly width: number;
  readonly height: number;
  /** Directory that segments of the original bitstream are written to. */
  readonly segmentDirectory: string;
  readonly segmentSeconds: number;
}

/** Libavformat of ffmpeg 5.0, where the RTSP time-out flag was renamed. */
const FFMPEG_5 = 59;
/** Libavformat minor of 5.1, where `-vsync` became `-fps_mode`. */
const FPS_MODE_MINOR = 27;
const SOCKET_TIMEOUT_US = '10000000';
/** Part of the look interval by which a frame may come early: cameras' frame times jitter. */
const EARLY_SHARE = 0.25;

/**
 * Arguments of the one ffmpeg that serves a camera. It opens the stream over TCP once and gives two things: the bitstream as it came, in
 * Matroska segments cut at key frames (listed on descriptor 3 as each closes), and scaled BGR frames on standard output, whose time stamps
 * `showinfo` writes to standard error. `-copyts` keeps the stream's own time stamps in both.
 */
export function ffmpegArguments(request: StreamRequest, libavformat: FfmpegBinary['libavformat']): string[] {
  const [major, minor] = libavformat;
  const timeout = major >= FFMPEG_5 ? '-timeout' : '-stimeout';
  const everyFrame = major > FFMPEG_5 || (major === FFMPEG_5 && minor >= FPS_MODE_MINOR) ? '-fps_mode' : '-vsync';
  const gap = ((1 - EARLY_SHARE) / request.looksPerSecond).toFixed(4);
  const { width, height } = request;
  const filters = [
    `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${gap})'`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bilinear`,
    'format=bgr24',
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=0x727272`,
    'showinfo',
  ];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-copyts'],
    ...['-protocol_whitelist', 'rtsp,rtp,tcp,udp,tls,crypto'],
    ...['-rtsp_transport', 'tcp', timeout, SOCKET_TIMEOUT_US, '-threads', '1', '-i', request.rtspUrl],
    ...['-map', '0:v:0', '-c', 'copy', '-avoid_negative_ts', 'disabled'],
    ...['-f', 'segment', '-segment_format', 'matroska', '-segment_time', String(request.segmentSeconds)],
    ...['-segment_list_type', 'csv', '-segment_list', 'pipe:3', `${request.segmentDirectory}/%09d.mkv`],
    ...['-map', '0:v:0', '-vf', filters.join(','), everyFrame, everyFrame === '-vsync' ? '0' : 'passthrough'],
    ...['-f', 'rawvideo', 'pipe:1'],
  ];
}
