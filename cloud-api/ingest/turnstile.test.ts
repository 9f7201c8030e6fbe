import { expect, test } from 'vitest';
import { ProblemError } from '../errors/problem-error.js';
import { createTurnstile } from './turnstile.js';

test('lets two in, keeps one waiting, and turns the fourth away', async () => {
  const turnstile = createTurnstile({ maxInside: 2, maxWaiting: 1 });
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const enter = (id: number) =>
    turnstile.pass(async () => {
      begun.push(id);
      await new Promise<void>((resolve) => (finish[id] = resolve));
      return id;
    });
  const passes = [enter(0), enter(1), enter(2)];
  await expect(enter(3)).rejects.toThrow(ProblemError);
  expect(begun).toEqual([0, 1]);
  finish[1]?.();
  expect(await passes[1]).toBe(1);
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  finish[0]?.();
  finish[2]?.();
  expect(await Promise.all(passes)).toEqual([0, 1, 2]);
});

test('work that fails makes its place free', async () => {
  const turnstile = createTurnstile({ maxInside: 1, maxWaiting: 0 });
  await expect(turnstile.pass(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await turnstile.pass(() => Promise.resolve('next'))).toBe('next');
});
