import type { FfmpegBinary } from '@lamppost/detectors/ffmpeg';

/** Constant quality of the encoder (lower is better): about 1 Mbit/s for a drawn street. */
const CONSTANT_RATE_FACTOR = 28;

/** Output arguments that make ffmpeg write what a camera sends: H.264 as a byte stream, a keyframe with its parameter sets each second. */
export function encoderArguments(ffmpeg: FfmpegBinary, framesPerSecond: number): string[] {
  const keyframeInterval = String(Math.max(1, Math.round(framesPerSecond)));
  // ffmpeg 5.1 renamed the option, 6 (libavformat 60) warns of the old name.
  const everyFrame = ffmpeg.libavformat[0] >= 60 ? '-fps_mode' : '-vsync';
  return [
    ...['-an', '-sn', '-dn', everyFrame, 'passthrough'],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-profile:v',
      'baseline',
      '-pix_fmt',
      'yuv420p',
    ],
    // One thread: several would cut each picture into slices, and four cameras share a machine with a gateway.
    ...['-threads', '1', '-crf', String(CONSTANT_RATE_FACTOR)],
    ...['-g', keyframeInterval, '-keyint_min', keyframeInterval, '-sc_threshold', '0', '-bf', '0'],
    ...['-f', 'h264', 'pipe:1'],
  ];
}
