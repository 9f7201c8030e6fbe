import fc from 'fast-check';
import { type JsonSchema, nearlyValidOf, validOf } from './arbitrary-of-schema.js';
import { NASTY_BODIES, NASTY_STRINGS } from './nasties.js';
import type { Operation } from './read-operations.js';

/** A request to an operation. */
export interface FuzzedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is there: IDs by the name of their parameter. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

const nastyText = fc.constantFrom(...NASTY_STRINGS);
const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function fittingOf(name: string, schema: JsonSchema, ids: KnownIds): fc.Arbitrary<string> {
  const known = ids[name] ?? [];
  return known.length === 0 ? validOf(schema).map(asText) : fc.constantFrom(...known);
}

/** None, one or several values of a parameter. */
function wildOf(name: string, schema: JsonSchema, isInPath: boolean, ids: KnownIds): fc.Arbitrary<string[]> {
  const value = fc.oneof(
    { weight: 4, arbitrary: fittingOf(name, schema, ids) },
    { weight: 2, arbitrary: validOf(schema).map(asText) },
    { weight: 1, arbitrary: nastyText },
  );
  return fc.array(value, { minLength: isInPath ? 1 : 0, maxLength: isInPath ? 1 : 2 });
}

/** Whoever asks takes dots out of an address before it is sent: it would be another route's. */
function encodePlace(text: string): string {
  return /^\.{1,2}$/.test(text) ? `${text}..` : encode(text);
}

/** Lone halves of pairs can't be in an address. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

interface Body {
  readonly type: string;
  readonly bytes: string;
}
function asJson(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Body> {
  return arbitrary.map((value) => ({ type: 'application/json', bytes: JSON.stringify(value) }));
}
function jsonSchemaOf({ requestBody }: Operation): JsonSchema | undefined {
  return requestBody?.content['application/json']?.schema;
}
function wildBodyOf(operation: Operation): fc.Arbitrary<Body | null> {
  const nasty = fc.constantFrom(...NASTY_BODIES);
  const schema = jsonSchemaOf(operation);
  if (schema === undefined) return operation.method === 'GET' ? fc.constant(null) : fc.option(nasty);
  return fc.oneof(
    { weight: 3, arbitrary: asJson(nearlyValidOf(schema)) },
    { weight: 1, arbitrary: asJson(validOf(schema)) },
    { weight: 1, arbitrary: nasty },
  );
}

/** What a request is made of: values of each parameter, the body, and a parameter that nobody knows. */
type Parts = readonly [values: string[][], body: Body | null, odd: [string, string] | null];

function fittingPartsOf(operation: Operation, ids: KnownIds): fc.Arbitrary<Parts> {
  const given = operation.parameters.map(({ name, schema, in: place, required }) => {
    const one = fittingOf(name, schema, ids).map((value) => [value]);
    const none = fc.constant<string[]>([]);
    return place === 'path' || required ? one : fc.oneof({ weight: 3, arbitrary: none }, one);
  });
  const schema = jsonSchemaOf(operation);
  const body = schema === undefined ? fc.constant(null) : asJson(validOf(schema));
  return fc.tuple(fc.tuple(...given), body, fc.constant(null));
}
function wildPartsOf(operation: Operation, ids: KnownIds): fc.Arbitrary<Parts> {
  const given = operation.parameters.map(({ name, schema, in: place }) => wildOf(name, schema, place === 'path', ids));
  const odd = fc.option(fc.tuple(nastyText, nastyText), { freq: 6 });
  return fc.tuple(fc.tuple(...given), wildBodyOf(operation), odd);
}

/** Requests to an operation: as it is described, nearly so, and as nobody would send them. */
export function requestOf(operation: Operation, ids: KnownIds): fc.Arbitrary<FuzzedRequest> {
  const { parameters, template } = operation;
  const parts = fc.oneof(fittingPartsOf(operation, ids), wildPartsOf(operation, ids));
  return parts.map(([values, body, odd]) => {
    const query: string[] = odd === null ? [] : [`${encode(odd[0])}=${encode(odd[1])}`];
    const headers: Record<string, string> = { 'tus-resumable': '1.0.0' };
    let path = template;
    parameters.forEach(({ name, in: place }, index) => {
      const sent = values[index] ?? [];
      if (place === 'path') path = path.replace(`{${name}}`, encodePlace(sent[0] ?? ''));
      else if (place === 'query') query.push(...sent.map((one) => `${encode(name)}=${encode(one)}`));
      // What no header can hold never reaches a server.
      else if (sent[0] !== undefined) headers[name] = sent[0].replaceAll(/[^\u0020-\u007e]/g, '').slice(0, 1_000);
    });
    const address = query.length === 0 ? path : `${path}?${query.join('&')}`;
    if (body === null) return { path: address, headers };
    return { path: address, headers: { ...headers, 'content-type': body.type }, body: body.bytes };
  });
}
