import { expect, test, vi } from 'vitest';
import { plainHttpWarnings } from './plain-http.js';

test.each([
  ['https://cloud.example', 0],
  ['http://127.0.0.1:8080', 0],
  ['http://[::1]:8080', 0],
  ['http://localhost', 0],
  ['http://cloud.example', 1],
  ['http://10.0.0.5:8080', 1],
])('%s gives %i warnings', (url, count) => {
  const warn = vi.fn();
  expect(plainHttpWarnings(url, { warn })).toHaveLength(count);
  expect(warn).toHaveBeenCalledTimes(count);
});
