import { z } from 'zod';
import { fieldWords } from './field-words.js';
import { RuleDocument } from './rule-document.js';
import { bothOf } from './two-languages.js';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const ABOUT = {
  title: 'Lamppost: rule document / 规则文件',
  description: 'docs/rules.md explains it. 说明见 docs/rules.md。',
};

/** The JSON Schema of a rule document as it is written, so that editors complete it and explain each field. */
export function rulesJsonSchema(): JsonSchema {
  // Draft 7 is what the language servers of editors know best.
  const schema = z.toJSONSchema(RuleDocument, { io: 'input', target: 'draft-7' });
  return { ...(describeFields(schema, []) as JsonSchema), ...ABOUT };
}

function describeFields(node: unknown, path: readonly string[]): unknown {
  if (Array.isArray(node)) return node.map((entry) => describeFields(entry, path));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]: [string, unknown]) => [
      key,
      key === 'properties' ? describeProperties(value as JsonSchema, path) : describeFields(value, path),
    ]),
  );
}

function describeProperties(properties: JsonSchema, path: readonly string[]): JsonSchema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const words = fieldWords([...path, name]);
      const inner = describeFields(schema, [...path, name]) as JsonSchema;
      return [name, words === null ? inner : { description: bothOf(words), ...inner }];
    }),
  );
}
