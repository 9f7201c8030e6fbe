import { z } from 'zod';

/** Keys that may stand at a place of a value, by its schema; none where no fixed ones are known. */
export function keysAt(schema: z.core.$ZodType, value: unknown, path: readonly PropertyKey[]): string[] {
  const plain = unwrap(schema, value);
  const [key, ...rest] = path;
  if (key === undefined) return plain instanceof z.ZodObject ? Object.keys(plain.shape) : [];
  const below: unknown = isRecord(value) ? value[key] : undefined;
  if (plain instanceof z.ZodArray) return keysAt(plain.element, below, rest);
  const member = plain instanceof z.ZodObject ? (plain.shape as Record<PropertyKey, z.core.$ZodType>)[key] : undefined;
  return member === undefined ? [] : keysAt(member, below, rest);
}

/** The schema inside of defaults, nulls, transforms and choices; of a choice, that which the value names. */
function unwrap(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional
  )
    return unwrap(schema.unwrap(), value);
  if (schema instanceof z.ZodPipe) return unwrap(schema.in, value);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const { discriminator } = schema.def;
  const named = isRecord(value) ? value[discriminator] : undefined;
  const chosen = schema.options.find((option) => {
    const plain = unwrap(option, value);
    const choice =
      plain instanceof z.ZodObject ? (plain.shape as Record<string, z.core.$ZodType>)[discriminator] : null;
    return choice instanceof z.ZodLiteral && choice.values.has(named as string);
  });
  return chosen === undefined ? schema : unwrap(chosen, value);
}

function isRecord(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === 'object' && value !== null;
}
