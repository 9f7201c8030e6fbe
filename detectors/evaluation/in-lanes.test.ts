import { expect, test } from 'vitest';
import { inLanes } from './in-lanes.js';

test('never more at a time than there are lanes, and the results in order', async () => {
  let running = 0;
  let most = 0;
  const results = await inLanes([30, 10, 20, 0, 5], 2, async (delay) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < delay; turn += 1) await Promise.resolve();
    running -= 1;
    return delay * 2;
  });
  expect(results).toEqual([60, 20, 40, 0, 10]);
  expect(most).toBe(2);
});

test('after a failure no lane begins anything new', async () => {
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await Promise.resolve();
    if (item === 1) throw new Error('broken');
    return item;
  };
  await expect(inLanes([0, 1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow('broken');
  expect(begun.length).toBeLessThan(5);
});
