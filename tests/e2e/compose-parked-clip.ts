import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The vehicle that is held still: a red car of the first frame, with a margin, in pixels of the 640x360 picture. */
const HELD = { x: 134, y: 226, width: 76, height: 76 };
const PICTURE = { width: 640, height: 360 };
const FRAME_RATE = 30;
/** The clip is played at 10 frames a second in its own time: every third frame. */
const CLIP_RATE = 10;

/** Where the held vehicle stands, in fractions of the picture. */
export const HELD_BOX = {
  x1: HELD.x / PICTURE.width,
  y1: HELD.y / PICTURE.height,
  x2: (HELD.x + HELD.width) / PICTURE.width,
  y2: (HELD.y + HELD.height) / PICTURE.height,
};

/** When the vehicle is held, in seconds of the clip. */
export interface HeldTimes {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly clipSeconds: number;
}

/**
 * Composes a clip out of real footage: the frames of a busy street, repeated, and over them one vehicle of the first frame that stands
 * still for a while at its own place in the moving lane. The clip is composed, and says so in its metadata.
 */
export async function composeParkedClip(
  ffmpegPath: string,
  framesDirectory: string,
  output: string,
  times: HeldTimes,
): Promise<void> {
  const { x, y, width, height } = HELD;
  const during = `between(t,${times.fromSeconds},${times.toSeconds})`;
  await promisify(execFile)(ffmpegPath, [
    ...['-v', 'error', '-y'],
    ...['-framerate', String(FRAME_RATE), '-loop', '1', '-i', join(framesDirectory, '%03d.jpg')],
    ...['-loop', '1', '-framerate', String(CLIP_RATE), '-i', join(framesDirectory, '001.jpg')],
    '-filter_complex',
    `[0:v]fps=${CLIP_RATE}[street];[1:v]crop=${width}:${height}:${x}:${y}[held];[street][held]overlay=${x}:${y}:enable='${during}'`,
    ...[
      '-t',
      String(times.clipSeconds),
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '20',
      '-pix_fmt',
      'yuv420p',
    ],
    ...['-metadata', 'comment=composed: one vehicle is held still over real traffic', output],
  ]);
}
