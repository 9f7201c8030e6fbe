import { expect, test } from 'vitest';
import { frameArguments, streamScript } from './ffmpeg-arguments.js';

const request = { looksPerSecond: 5, frameSize: { width: 416, height: 256 } };

test.each([
  ['rtsp://cam/live', "file 'rtsp://cam/live?tcp'"],
  ['rtsp://u:p@cam/live?channel=1&subtype=0', "file 'rtsp://u:p@cam/live?channel=1&subtype=0&tcp'"],
  ["rtsp://u:it's@cam/live", String.raw`file 'rtsp://u:it'\''s@cam/live?tcp'`],
])('the script for %s names one stream over TCP', (url, line) => {
  expect(streamScript(url)).toBe(`ffconcat version 1.0\n${line}\n`);
});

test.each([
  [[58, 24], '-vsync'],
  [[59, 16], '-vsync'],
  [[59, 27], '-fps_mode'],
  [[62, 3], '-fps_mode'],
] as const)('libavformat %j passes frames through by %s', (libavformat, flag) => {
  expect(frameArguments(request, libavformat)).toContain(flag);
});

test('looks may come a quarter of their interval early', () => {
  expect(frameArguments(request, [59, 27]).join(' ')).toContain('gte(t-prev_selected_t,0.1800)');
});
