import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

const HEAD = '// Made from docs/openapi.json by `npm run openapi`; do not edit.\n';

/** The same without the answers that are problems: one type serves all of them. */
function withoutProblems(description: OpenAPI3): OpenAPI3 {
  const slim = structuredClone(description);
  for (const operations of Object.values(slim.paths ?? {}))
    for (const operation of Object.values(operations) as { responses?: Record<string, unknown> }[])
      for (const status of Object.keys(operation.responses ?? {}))
        if (Number(status) >= 300) Reflect.deleteProperty(operation.responses ?? {}, status);
  return slim;
}

/** A description of an interface (OpenAPI 3.1) as TypeScript, which the typed client is made of. */
export async function describeInTypeScript(description: object): Promise<string> {
  const nodes = await openapiTS(withoutProblems(description as OpenAPI3), { silent: true });
  const text = astToString(nodes);
  // What is not there needs no line, and headers are read from the answer itself.
  return HEAD + text.replaceAll(/^ *\w+?\?: never;\n/gm, '').replaceAll(/^ *headers: \{\n.*\n *\};\n/gm, '');
}
