import { PREROLL_SECONDS } from './motion-expression.js';
import type { RenderedScene } from './render-scene.js';

/** Strength of the sensor's grain, in steps of luma. */
const GRAIN = 3;

/**
 * Input and filter arguments with which ffmpeg plays a scene. Its time is the wall clock's, whenever ffmpeg was started and however late
 * it is: a restarted camera shows what it would have shown.
 *
 * @param startedAtMs wall-clock time of the scenario's second 0
 */
export function drawnArguments(scene: RenderedScene, framesPerSecond: number, startedAtMs: number): string[] {
  const clockZeroUs = `${Math.round(startedAtMs - PREROLL_SECONDS * 1000)}000`;
  const clockMs = `(RTCTIME-${clockZeroUs})/1000`;
  return sceneArguments(scene, framesPerSecond, [
    `setpts=N*${1000 / framesPerSecond}`,
    // Paces the frames. A gap is not caught up with: a camera does not show later what it missed.
    'realtime=limit=0.3',
    `setpts='if(isnan(PREV_OUTPTS),${clockMs},max(${clockMs},PREV_OUTPTS+1))'`,
  ]);
}

/** The same for a clip of the scene, as fast as it can be made: its first frame shows the scenario's second 0. */
export function drawnClipArguments(scene: RenderedScene, framesPerSecond: number): string[] {
  return sceneArguments(scene, framesPerSecond, [`setpts=N*${1000 / framesPerSecond}+${PREROLL_SECONDS * 1000}`]);
}

function sceneArguments(scene: RenderedScene, framesPerSecond: number, timing: readonly string[]): string[] {
  const background = ['loop=loop=-1:size=1:start=0', 'settb=1/1000', ...timing, 'format=yuv420p'].join(',');
  const overlays = scene.layers.map(
    ({ x, y, enable }, index) =>
      `[v${index}][${index + 1}:v]overlay=x='${x}':y='${y}':enable='${enable}'[v${index + 1}]`,
  );
  // The encoder gets a plain frame count: with the wall clock's uneven times it would announce a wrong frame rate.
  const grain = `[v${scene.layers.length}]noise=c0s=${GRAIN}:c0f=t,format=yuv420p,settb=1/${framesPerSecond},setpts=N[out]`;
  return [
    ...['-framerate', String(framesPerSecond), '-i', scene.backgroundFile],
    ...scene.layers.flatMap(({ file }) => ['-i', file]),
    ...['-filter_complex', [`[0:v]${background}[v0]`, ...overlays, grain].join(';'), '-map', '[out]'],
  ];
}
