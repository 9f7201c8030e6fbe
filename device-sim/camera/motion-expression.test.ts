import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFfmpeg } from '@lamppost/detectors/ffmpeg';
import { expect, test } from 'vitest';
import { PREROLL_SECONDS, alongPath, isMoving, pathTime, presence } from './motion-expression.js';

const execute = promisify(execFile);

/** Lets ffmpeg itself work out expressions of `t`: they become time stamps of one frame, which it prints. */
async function evaluate(expressions: readonly string[], seconds: number): Promise<number[]> {
  const { path } = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  const values: number[] = [];
  for (const expression of expressions) {
    const withTime = expression.replaceAll('(t-', `(${seconds + PREROLL_SECONDS}-`);
    const filter = `settb=1/1000,setpts='1000000+1000*(${withTime})',showinfo`;
    const args = [
      '-hide_banner',
      '-nostdin',
      '-f',
      'lavfi',
      '-i',
      'color=s=16x16:r=1:d=1',
      '-vf',
      filter,
      '-f',
      'null',
      '-',
    ];
    const { stderr } = await execute(path, args);
    values.push((Number(/ pts:\s*(\d+)/.exec(stderr)?.[1]) - 1_000_000) / 1000);
  }
  return values;
}

const path = [
  { at: 2, x: 1, y: 0.5 },
  { at: 6, x: 0.2, y: 0.5 },
  { at: 8, x: 0.2, y: 0.5 },
];

test.each([
  [0, [0, 1, 0]],
  [2, [1, 1, 1]],
  [4, [1, 0.6, 1]],
  [7, [1, 0.2, 0]],
  [500, [1, 0.2, 0]],
])('at second %d presence, place and motion are %j', async (seconds, expected) => {
  const time = pathTime({ path });
  const found = await evaluate([presence({ path }), alongPath(path, 'x', time), isMoving(path, time)], seconds);
  expect(found).toEqual(expected);
});

test.each([
  [1, 0, 1],
  [4, 1, 0.6],
  [9, 0, 0.2],
  [24, 1, 0.6],
  [1004, 1, 0.6],
])('a way that repeats every 20 s is at second %d as in its period', async (seconds, isPresent, x) => {
  const actor = { path, everySeconds: 20 };
  const [present, place] = await evaluate([presence(actor), alongPath(path, 'x', pathTime(actor))], seconds);
  expect(present).toBe(isPresent);
  if (isPresent === 1) expect(place).toBe(x);
});
