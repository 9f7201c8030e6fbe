import { z } from 'zod';
import type { JsonSchema } from './arbitrary-of-schema.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'options'] as const;
const Schema = z.custom<JsonSchema>((value) => typeof value === 'object');
const Content = z.record(z.string(), z.object({ schema: Schema.optional() }));
const Described = z.object({
  parameters: z
    .array(
      z.object({
        in: z.enum(['path', 'query', 'header', 'cookie']),
        name: z.string(),
        schema: Schema,
        required: z.boolean().default(false),
      }),
    )
    .default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content.optional() })),
});
const Description = z.object({ paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), Described)) });

/** A method of an address, as the description tells of it. */
export interface Operation extends z.infer<typeof Described> {
  readonly name: string;
  readonly method: string;
  readonly template: string;
}

/** All operations of a description (OpenAPI 3.1). */
export function readOperations(description: unknown): Operation[] {
  return Object.entries(Description.parse(description).paths).flatMap(([template, operations]) =>
    METHODS.flatMap((method) => {
      const described = operations[method];
      const name = `${method.toUpperCase()} ${template}`;
      return described === undefined ? [] : [{ ...described, name, method: method.toUpperCase(), template }];
    }),
  );
}
