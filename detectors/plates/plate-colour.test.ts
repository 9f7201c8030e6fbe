import { expect, test } from 'vitest';
import { namePlateColour } from './plate-colour.js';

test.each([
  [70, 100, 190, 'blue'],
  [200, 160, 40, 'yellow'],
  [150, 200, 160, 'green'],
  [210, 212, 208, 'white'],
  [40, 42, 41, 'black'],
  [110, 112, 108, 'unknown'],
  [0, 0, 0, 'black'],
] as const)('%i, %i, %i is %s', (red, green, blue, colour) => {
  expect(namePlateColour(red, green, blue)).toBe(colour);
});
