import { expect, test } from 'vitest';
import { hideCredentials, parseFfmpegLog } from './ffmpeg-log.js';

test.each([
  [
    '[Parsed_blackframe_15 @ 0x562e] frame:1 pblack:0 pts:40000 t:0.040000 type:? last_keyframe:1',
    { kind: 'frame', ptsUs: 40_000 },
  ],
  [
    '[Parsed_blackframe_15 @ 0x562e] frame:1 pblack:0 pts:-9223372036854775808 t:-nan type:? last_keyframe:1',
    { kind: 'frame', ptsUs: null },
  ],
  ['[Parsed_showinfo_4 @ 0x1a07a640] config in time_base: 1/1000000, frame_rate: 10/1', { kind: 'noise' }],
  [
    '[Parsed_showinfo_4 @ 0x1a] n:   3 pts:   6144 pts_time:0.6     pos:    38934 fmt:bgr24 sar:1/1 s:416x256',
    { kind: 'frame', ptsUs: 6144 },
  ],
  ['[Parsed_showinfo_4 @ 0x1a] color_range:tv color_space:unknown', { kind: 'noise' }],
  [
    '    Stream #0:0: Video: h264 (Constrained Baseline), yuv420p(progressive), 1280x720 [SAR 1:1 DAR 16:9], 10 fps',
    { kind: 'source-size', width: 1280, height: 720 },
  ],
  [
    '  Stream #0:0: Video: rawvideo (BGR[24] / 0x18524742), bgr24(pc, progressive), 416x272 [SAR 1:1 DAR 26:17], q=2-31',
    { kind: 'noise' },
  ],
  ['Output #0, segment, to ring/%09d.mkv:', { kind: 'noise' }],
])('%j', (line, meaning) => {
  expect(parseFfmpegLog(line)).toEqual(meaning);
});

test('an error message is kept, without the password', () => {
  const line = 'rtsp://camera:s3cret-word@10.0.0.9:554/main: Connection refused';
  expect(parseFfmpegLog(line)).toEqual({ kind: 'message', text: line });
  expect(hideCredentials(line)).toBe('rtsp://***@10.0.0.9:554/main: Connection refused');
});
