import canonicalizeModule from 'canonicalize';

// The package is CommonJS that exports the function itself; its types describe a default export inside it.
const canonicalize = canonicalizeModule as unknown as typeof canonicalizeModule.default;

/**
 * Canonical JSON (RFC 8785) as UTF-8 bytes: the same value always gives the same bytes, which is what is hashed and signed.
 *
 * @throws Error when the value has no JSON form: `undefined`, a function, NaN or an infinity
 */
export function canonicalJson(value: unknown): Buffer {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('canonical JSON: the value has no JSON form');
  return Buffer.from(text, 'utf8');
}
