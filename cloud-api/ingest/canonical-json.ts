import { createRequire } from 'node:module';

// Its types describe an ES module, which it is not; importing it would give a type that can't be called.
const require = createRequire(import.meta.url);
const canonicalize = require('canonicalize') as (input: unknown) => string | undefined;

/**
 * Canonical JSON (RFC 8785) of a value, as UTF-8 bytes.
 *
 * @throws Error when JSON can't express the value
 */
export function toCanonicalJson(value: unknown): Buffer {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('JSON has no form for this value');
  return Buffer.from(text, 'utf8');
}
