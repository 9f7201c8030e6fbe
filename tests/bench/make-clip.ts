import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PixelSize } from '@lamppost/detectors';
import { drawClip, loadScenario, repositoryFile } from '@lamppost/device-sim';
import type { BenchSettings } from './bench-settings.js';
import { runFfmpeg } from './run-ffmpeg.js';

/** Grain of a camera's sensor, in steps of luma. */
const GRAIN = 3;
/** Pictures of the real street before they repeat. */
const STREET_FRAMES = 490;

/** The clip that is wanted. */
export interface ClipRequest {
  readonly size: PixelSize;
  readonly framesPerSecond: number;
  readonly seconds: number;
  /** Part of the clip, from its beginning, in which there is traffic; then the scene stands still. */
  readonly movingSeconds: number;
}

/** A clip that was made. */
export interface MadeClip {
  /** An H.264 byte stream in MP4. */
  readonly file: string;
  /** What it shows, in words. */
  readonly source: string;
}

/** Input arguments and filters that give the traffic as `[street]`. */
async function street(
  { dataDirectory, scratch, ffmpeg }: BenchSettings,
  { framesPerSecond, movingSeconds }: ClipRequest,
) {
  const frames = dataDirectory === null ? null : join(dataDirectory, 'street_odc/frames');
  if (frames !== null && existsSync(frames))
    return {
      source: 'real traffic (street_odc)',
      inputs: ['-framerate', String(framesPerSecond), '-start_number', '1', '-i', join(frames, '%03d.jpg')],
      filters: `[0:v]trim=end_frame=${STREET_FRAMES},loop=loop=-1:size=${STREET_FRAMES}:start=0,setpts=N/${framesPerSecond}/TB[street]`,
    };
  const { cameras } = await loadScenario(repositoryFile('device-sim/scenarios/quiet-street.yaml'));
  const [camera] = cameras;
  if (camera === undefined) throw new Error('the scenario of a quiet street has no camera');
  const file = join(scratch, 'drawn.mp4');
  await drawClip({ ffmpeg, scene: camera.scene, seconds: movingSeconds, framesPerSecond, file });
  return { source: 'drawn traffic (device-sim, quiet-street)', inputs: ['-i', file], filters: '[0:v]null[street]' };
}

/**
 * Encodes an H.264 clip as a street camera would: traffic at first, then a still scene, with the grain of a sensor all the time, a key
 * frame every two seconds and no B frames.
 */
export async function makeClip(name: string, request: ClipRequest, settings: BenchSettings): Promise<MadeClip> {
  const { size, framesPerSecond, seconds, movingSeconds } = request;
  const file = join(settings.scratch, `${name}.mp4`);
  const { source, inputs, filters } = await street(settings, request);
  const movingFrames = Math.max(1, Math.round(movingSeconds * framesPerSecond));
  const gop = String(2 * framesPerSecond);
  settings.onProgress(`making a clip of ${seconds} s, ${size.width}x${size.height}, of ${source}`);
  await runFfmpeg(settings.ffmpeg, [
    ...['-v', 'info', '-y', ...inputs, '-filter_complex'],
    // The last moving picture is held: the scene stops where it is.
    `${filters};[street]trim=end_frame=${movingFrames},tpad=stop=-1:stop_mode=clone,scale=${size.width}:${size.height}:flags=bicubic,noise=c0s=${GRAIN}:c0f=t,format=yuv420p[out]`,
    ...['-map', '[out]', '-frames:v', String(Math.round(seconds * framesPerSecond))],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-bf', '0', '-crf', '25'],
    ...['-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-f', 'mp4', file],
  ]);
  return { file, source: `${source}, ${movingSeconds} of ${seconds} s moving, grain ${GRAIN}` };
}
