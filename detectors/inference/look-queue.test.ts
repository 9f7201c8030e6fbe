import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LookQueue } from './look-queue.js';

test('a newer item takes the place of the waiting one, and none overtakes the one in work', () => {
  const queue = new LookQueue<number>();
  expect(queue.offer('a', 1)).toBeNull();
  expect(queue.take()).toBe(1);
  expect(queue.offer('a', 2)).toBeNull();
  expect(queue.offer('a', 3)).toBe(2);
  expect(queue.take()).toBeNull();
  queue.finish('a');
  expect(queue.take()).toBe(3);
});

test('a fast camera does not starve the others', () => {
  const queue = new LookQueue<string>();
  for (const cameraId of ['slow', 'fast', 'other']) queue.offer(cameraId, cameraId);
  const served: (string | null)[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    queue.offer('fast', 'fast');
    const cameraId = queue.take();
    served.push(cameraId);
    if (cameraId === null) continue;
    queue.finish(cameraId);
    queue.offer(cameraId, cameraId);
  }
  expect(served).toEqual(['slow', 'fast', 'other', 'slow', 'fast', 'other']);
});

test('every item is taken, replaced or drained exactly once, and a camera never has two in work', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('offer' as const), cameraId: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ kind: fc.constantFrom('take' as const, 'finish' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new LookQueue<{ cameraId: string; number: number }>();
      const inWork: { cameraId: string; number: number }[] = [];
      const settled: number[] = [];
      let offered = 0;
      for (const action of steps)
        switch (action.kind) {
          case 'offer': {
            const replaced = queue.offer(action.cameraId, { cameraId: action.cameraId, number: offered });
            offered += 1;
            if (replaced !== null) settled.push(replaced.number);
            break;
          }
          case 'take': {
            const item = queue.take();
            if (item === null) break;
            expect(inWork.map(({ cameraId }) => cameraId)).not.toContain(item.cameraId);
            inWork.push(item);
            settled.push(item.number);
            break;
          }
          case 'finish': {
            const done = inWork.shift();
            if (done !== undefined) queue.finish(done.cameraId);
            break;
          }
        }
      expect(queue.waiting).toBeLessThanOrEqual(3);
      settled.push(...queue.drain().map(({ number }) => number));
      expect(settled.sort((a, b) => a - b)).toEqual([...Array(offered).keys()]);
    }),
  );
});
