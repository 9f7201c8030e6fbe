import { expect, test } from 'vitest';
import { SizedDecoder } from './sized-decoder.js';

/** A picture that needs no other, of a size: 0x280 x 0x168 is written 28 01 68. */
const whole = (...size: number[]) => new Uint8Array([0x00, 0x00, 0x01, 0xb3, ...size, 0x13]);
const CHANGE = new Uint8Array([0x00, 0x00, 0x01, 0x00, 0x50]);
const LARGE = whole(0x28, 0x01, 0x68);
const SMALL = whole(0x14, 0x00, 0xb4);

/** Which decoder, by number, each of the pictures went to. */
function decodersOf(pictures: readonly Uint8Array[]): number[] {
  let made = 0;
  const used: number[] = [];
  const decoder = new SizedDecoder(() => {
    made += 1;
    const number = made;
    return {
      write: () => {
        used.push(number);
      },
      decode: () => true,
    };
  });
  for (const [pts, part] of pictures.entries()) expect(decoder.decode({ pts, parts: [part] })).toBe(true);
  return used;
}

test('a picture of another size, and those that follow it, go to a decoder of their own', () => {
  expect(decodersOf([LARGE, CHANGE, LARGE, SMALL, CHANGE, SMALL, LARGE])).toEqual([1, 1, 1, 2, 2, 2, 3]);
});
