import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The vehicle that is held still: a red car of the first frame, in pixels of the 640x360 picture. */
const CAR = { x: 140, y: 230, width: 64, height: 66 };
/** What of the street is cut out around it. */
const MARGIN = 4;
/**
 * Where it is put: the hatched bay beside the lanes, where nothing of the footage drives. In a lane the traffic would drive through it, as no
 * traffic can, and it would hang on the moment of the first look when the car is first left alone for long enough to be called standing.
 */
const PLACE = { x: 46, y: 200 };
const PICTURE = { width: 640, height: 360 };
const FRAME_RATE = 30;
/** The clip is played at 10 frames a second in its own time: every third frame. */
const CLIP_RATE = 10;

/** Outline of the held vehicle, in fractions of the picture. */
export const HELD_BOX = {
  x1: PLACE.x / PICTURE.width,
  y1: PLACE.y / PICTURE.height,
  x2: (PLACE.x + CAR.width) / PICTURE.width,
  y2: (PLACE.y + CAR.height) / PICTURE.height,
};

/** When the vehicle is held, in seconds of the clip. */
export interface HeldTimes {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly clipSeconds: number;
}

/**
 * Composes a clip out of real footage: the frames of a busy street, repeated, and over them one vehicle of the first frame that stands
 * still for a while beside the moving lanes. The clip is composed, and says so in its metadata.
 */
export async function composeParkedClip(
  ffmpegPath: string,
  framesDirectory: string,
  output: string,
  times: HeldTimes,
): Promise<void> {
  const crop = `${CAR.width + 2 * MARGIN}:${CAR.height + 2 * MARGIN}:${CAR.x - MARGIN}:${CAR.y - MARGIN}`;
  const during = `between(t,${times.fromSeconds},${times.toSeconds})`;
  await promisify(execFile)(ffmpegPath, [
    ...['-v', 'error', '-y'],
    ...['-framerate', String(FRAME_RATE), '-loop', '1', '-i', join(framesDirectory, '%03d.jpg')],
    ...['-loop', '1', '-framerate', String(CLIP_RATE), '-i', join(framesDirectory, '001.jpg')],
    '-filter_complex',
    `[0:v]fps=${CLIP_RATE}[street];[1:v]crop=${crop}[held];[street][held]overlay=${PLACE.x - MARGIN}:${PLACE.y - MARGIN}:enable='${during}'`,
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
