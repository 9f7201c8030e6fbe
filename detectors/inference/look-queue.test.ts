import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LookQueue } from './look-queue.js';

const terms = (atMs: number, withinMs = 5_000) => ({ atMs, withinMs });

test('a newer item takes the place of the waiting one, and none overtakes the one in work', () => {
  const queue = new LookQueue<number>();
  expect(queue.offer('a', 1, terms(0))).toBeNull();
  expect(queue.take()).toBe(1);
  expect(queue.offer('a', 2, terms(200))).toBeNull();
  expect(queue.offer('a', 3, terms(400))).toBe(2);
  expect(queue.take()).toBeNull();
  queue.finish('a');
  expect(queue.take()).toBe(3);
});

test('who may wait least goes first, until another is due before', () => {
  const queue = new LookQueue<string>();
  const serve = (atMs: number) => {
    queue.offer('dwell', 'dwell', terms(atMs, 1_000));
    queue.offer('moving', 'moving', terms(atMs, 5_000));
    const cameraId = queue.take();
    if (cameraId !== null) queue.finish(cameraId);
    return cameraId;
  };
  const served = Array.from({ length: 12 }, (_, turn) => serve(turn * 500));
  // The first look at each is due at once.
  expect(served.slice(0, 2)).toEqual(['dwell', 'moving']);
  expect(served.indexOf('moving', 2)).toBeGreaterThan(8);
  expect(served.filter((cameraId) => cameraId === 'moving')).toHaveLength(2);
});

test('a camera that is new is not put off by those that wait for longer than they should', () => {
  const queue = new LookQueue<string>();
  const served = Array.from({ length: 12 }, (_, turn) => {
    for (const cameraId of turn < 6 ? ['a', 'b', 'c'] : ['a', 'b', 'c', 'new'])
      queue.offer(cameraId, cameraId, terms(turn * 4_000, cameraId === 'new' ? 20_000 : 1_000));
    const cameraId = queue.take() ?? '';
    queue.finish(cameraId);
    return cameraId;
  });
  expect(served.indexOf('new')).toBeGreaterThan(0);
  expect(served.indexOf('new')).toBeLessThanOrEqual(9);
});

test('no camera waits longer than it may and one look at each of the others takes', () => {
  const camera = fc.record({
    withinMs: fc.constantFrom(1_000, 5_000, 15_000),
    frameMs: fc.integer({ min: 40, max: 2_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(camera, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 5, max: 900 }),
      (cameras, lookMs) => {
        const queue = new LookQueue<number>();
        const nextFrameAt = cameras.map(() => 0);
        const lastAt = new Map<number, number>();
        const longestMs = Math.max(...cameras.map(({ frameMs }) => frameMs));
        // One look after the other; while each lasts, frames come in.
        for (let nowMs = 0; nowMs < 60_000; nowMs += lookMs) {
          cameras.forEach(({ withinMs, frameMs }, index) => {
            for (; (nextFrameAt[index] ?? 0) <= nowMs; nextFrameAt[index] = (nextFrameAt[index] ?? 0) + frameMs)
              queue.offer(String(index), index, { atMs: nextFrameAt[index] ?? 0, withinMs });
          });
          const taken = queue.take();
          if (taken === null) continue;
          const mayWaitMs = (cameras[taken]?.withinMs ?? 0) + (cameras.length + 1) * lookMs + 2 * longestMs;
          expect(nowMs - (lastAt.get(taken) ?? 0)).toBeLessThanOrEqual(mayWaitMs);
          lastAt.set(taken, nowMs);
          queue.finish(String(taken));
        }
        expect(lastAt.size).toBe(cameras.length);
      },
    ),
  );
});

test('where all cannot be served, dwell in progress keeps its second and the others share the rest evenly', () => {
  const queue = new LookQueue<string>();
  const cameras = [
    ...[...Array(3).keys()].map((index) => ({ id: `dwell-${index}`, withinMs: 1_000 })),
    ...[...Array(9).keys()].map((index) => ({ id: `moving-${index}`, withinMs: 5_000 })),
  ];
  const looks = new Map<string, number[]>();
  // Twelve cameras at five frames a second ask for sixty looks a second, and get six.
  for (let nowMs = 0; nowMs < 120_000; nowMs += 167) {
    for (const { id, withinMs } of cameras) queue.offer(id, id, { atMs: Math.floor(nowMs / 200) * 200, withinMs });
    const id = queue.take() ?? '';
    looks.set(id, [...(looks.get(id) ?? []), nowMs]);
    queue.finish(id);
  }
  // All are new at the start, and due at once.
  const longestGap = (times: readonly number[]) =>
    Math.max(...times.filter((at) => at > 5_000).map((at, index, later) => at - (later[index - 1] ?? at)));
  for (const { id, withinMs } of cameras) expect(longestGap(looks.get(id) ?? [])).toBeLessThan(withinMs + 600);
  const moving = cameras.flatMap(({ id, withinMs }) => (withinMs > 1_000 ? [looks.get(id)?.length ?? 0] : []));
  expect(Math.max(...moving) - Math.min(...moving)).toBeLessThanOrEqual(1);
});

test('every item is taken, replaced or drained exactly once, and a camera never has two in work', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('offer' as const),
      cameraId: fc.constantFrom('a', 'b', 'c'),
      atMs: fc.integer({ min: 0, max: 200_000 }),
    }),
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
            const item = { cameraId: action.cameraId, number: offered };
            const replaced = queue.offer(action.cameraId, item, terms(action.atMs));
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
