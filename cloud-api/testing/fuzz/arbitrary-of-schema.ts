import fc from 'fast-check';
import { NASTY_VALUES } from './nasties.js';

/** A JSON schema as far as descriptions of our interface use it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** Longest text and list that is made, whatever a schema allows. */
const MOST_CHARACTERS = 40;
const MOST_ITEMS = 3;

function textOf({ pattern, format, minLength = 0, maxLength = MOST_CHARACTERS }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'byte')
    return fc.uint8Array({ minLength: 1, maxLength: 64 }).map((a) => Buffer.from(a).toString('base64'));
  if (format === 'uri')
    return fc.constantFrom('https://hooks.lamppost.invalid/a', 'http://127.0.0.1/', 'https://[::1]/');
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, MOST_CHARACTERS)) });
}

function numberOf(schema: JsonSchema, isWhole: boolean): fc.Arbitrary<number> {
  const { minimum = schema.exclusiveMinimum ?? -1_000, maximum = schema.exclusiveMaximum ?? 1e9 } = schema;
  const [min, max] = [minimum, Math.max(minimum, maximum)];
  return isWhole
    ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
    : fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
}

function valid(schema: JsonSchema, inner: (part: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(inner));
  const [type] = Array.isArray(schema.type) ? (schema.type as string[]) : [schema.type as string | undefined];
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return numberOf(schema, true);
    case 'number':
      return numberOf(schema, false);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const { minItems = 0, maxItems = MOST_ITEMS, prefixItems, items } = schema;
      if (prefixItems !== undefined) return fc.tuple(...prefixItems.map(inner));
      const of = items === undefined || items === false ? fc.constant(null) : inner(items);
      return fc.array(of, { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, MOST_ITEMS)) });
    }
    case 'object': {
      const { properties = {}, required = [], additionalProperties: others } = schema;
      // Of a record, a description names the keys and the one schema of their values.
      const ofOthers = typeof others === 'object' ? others : {};
      const names = new Set([...Object.keys(properties), ...required]);
      const parts = Object.fromEntries([...names].map((name) => [name, inner(properties[name] ?? ofOthers)]));
      return fc.record(parts, { requiredKeys: [...required] });
    }
    case undefined:
    default:
      return fc.constantFrom(...NASTY_VALUES);
  }
}

/** Values that fit a schema. */
export function validOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  return valid(schema, validOf);
}

/** Values that fit a schema but for some of their parts, which are anything. */
export function nearlyValidOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 8, arbitrary: valid(schema, nearlyValidOf) },
    { weight: 1, arbitrary: fc.constantFrom(...NASTY_VALUES) },
  );
}
