import { expect, test } from 'vitest';
import { LastPicture, type PictureGround } from './last-picture.js';

function listingGround(): PictureGround & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    resize: (width, height) => calls.push(`resize ${width}x${height}`),
    render: (y) => calls.push(`render ${y[0] ?? 'nothing'}`),
  };
}
const plane = (value: number) => new Uint8ClampedArray([value]);
const give = (last: LastPicture, value: number) => {
  last.render(plane(value), plane(0), plane(0));
};

test('of the pictures that were decoded since, the last is put on the screen, once', () => {
  const ground = listingGround();
  const last = new LastPicture(ground);
  last.resize(640, 360);
  for (const value of [1, 2, 3]) give(last, value);
  expect([last.show(), last.show()]).toEqual([true, false]);
  expect(ground.calls).toEqual(['resize 640x360', 'render 3']);
});

test('a stream that begins anew does not empty the screen; one of another size has it fitted with its first picture', () => {
  const ground = listingGround();
  const last = new LastPicture(ground);
  for (const [width, value] of [
    [640, 1],
    [640, 2],
    [320, 3],
  ] as const) {
    last.resize(width, 360);
    expect(last.show()).toBe(false);
    give(last, value);
    last.show();
  }
  expect(ground.calls).toEqual(['resize 640x360', 'render 1', 'render 2', 'resize 320x360', 'render 3']);
});
