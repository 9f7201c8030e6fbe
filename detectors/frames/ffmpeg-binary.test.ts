import { expect, test } from 'vitest';
import { findFfmpeg, parseLibavformat } from './ffmpeg-binary.js';

test.each([
  [
    'ffmpeg version 5.1.9-0+deb12u1\nlibavcodec     59. 37.100 / 59. 37.100\nlibavformat    59. 27.100 / 59. 27.100\n',
    [59, 27],
  ],
  ['ffmpeg version N-47683-g0e8eb07980-static\nlibavformat    58. 24.101 / 58. 24.101\n', [58, 24]],
  ['bash: no such thing', null],
])('%j has libavformat %j', (output, version) => {
  expect(parseLibavformat(output)).toEqual(version);
});

test('a configured path that cannot be started is named in the error', async () => {
  await expect(findFfmpeg('/nowhere/ffmpeg')).rejects.toThrow('/nowhere/ffmpeg');
});
