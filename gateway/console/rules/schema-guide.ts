/** A part of a JSON Schema. */
export interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: string | number | boolean | null;
  readonly type?: string;
}

/** Where something is written: the keys on the way, `*` for an entry of a list, and the key itself, or the value behind it. */
export interface YamlSpot {
  readonly path: readonly string[];
  /** Null while a key is written. */
  readonly key: string | null;
  /** Fields that stand beside it, with their values, where they are plain. */
  readonly siblings: Readonly<Record<string, string>>;
}

const KEY = /^(\s*)((?:- +)*)(?:(['"]?)([A-Za-z_][\w-]*)\3\s*:(?:\s+(.*))?)?/;

interface Line {
  readonly indent: number;
  readonly dashes: number;
  readonly key: string | null;
  readonly value: string;
}

function parseLine(text: string): Line {
  const [, space = '', dashes = '', , key, value = ''] = KEY.exec(text) ?? [];
  return { indent: space.length + dashes.length, dashes: dashes.split('-').length - 1, key: key ?? null, value };
}

/** Where in a document a place of its text is, by indentation, and by brackets on the line: also of a text that is just being typed. */
export function spotAt(lines: readonly string[], line: number, column: number): YamlSpot {
  const text = lines[line] ?? '';
  const before = text.slice(0, column);
  const base = blockPath(lines, line, before);
  const open = openBraces(before);
  if (open === null) {
    const here = parseLine(before);
    return { path: base, key: here.key, siblings: siblingsOf(lines, line) };
  }
  // Within brackets on one line: what stands before the first of them is on the way.
  const here = parseLine(before.slice(0, open[0]?.at ?? 0));
  const path = [
    ...base,
    ...(here.key === null ? [] : [here.key]),
    ...open.flatMap(({ key, isList }) => [...(key === null ? [] : [key]), ...(isList ? ['*'] : [])]),
  ];
  const inside = before.slice((open.at(-1)?.at ?? 0) + 1);
  const [, key = null] = /(?:^|[,{])\s*([A-Za-z_][\w-]*)\s*:\s*[^,{}]*$/.exec(inside) ?? [];
  const siblings = Object.fromEntries(
    [...text.slice((open.at(-1)?.at ?? 0) + 1).matchAll(/([A-Za-z_][\w-]*)\s*:\s*([^,{}\[\]]+)/g)].map(
      ([, name = '', value = '']) => [name, value.trim()],
    ),
  );
  return { path, key, siblings };
}

function openBraces(
  before: string,
): { readonly at: number; readonly key: string | null; readonly isList: boolean }[] | null {
  const open: { at: number; key: string | null; isList: boolean }[] = [];
  let quote = '';
  for (let at = 0; at < before.length; at += 1) {
    const char = before[at] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && /\s|^$/.test(before[at - 1] ?? '')) break;
    else if (char === '{' || char === '[') {
      const last = open.at(-1);
      const [, key = null] =
        last === undefined ? [] : (/([A-Za-z_][\w-]*)\s*:\s*$/.exec(before.slice(last.at + 1, at)) ?? []);
      open.push({ at, key, isList: char === '[' });
    } else if (char === '}' || char === ']') open.pop();
  }
  return open.length === 0 ? null : open;
}

/** Keys of the lines above that this one stands within. */
function blockPath(lines: readonly string[], line: number, before: string): string[] {
  const path: string[] = [];
  const own = parseLine(before);
  let indent = own.key === null && before.trim() === '' ? before.length : own.indent;
  if (own.dashes > 0) {
    path.unshift('*');
    indent = before.length - before.trimStart().length;
  }
  for (let at = line - 1; at >= 0 && (indent > 0 || path[0] === '*'); at -= 1) {
    const text = lines[at] ?? '';
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue;
    const above = parseLine(text);
    const outer = text.length - text.trimStart().length;
    if (path[0] === '*' && above.dashes === 0 && above.key !== null && outer <= indent) {
      path.unshift(above.key);
      indent = outer;
    } else if (
      above.key !== null &&
      above.indent < indent &&
      above.value.replace(/#.*/, '').trim() === '' &&
      path[0] !== '*'
    ) {
      path.unshift(above.key);
      indent = above.indent;
      if (above.dashes > 0) {
        path.unshift('*');
        indent = outer;
      }
    } else if (above.dashes > 0 && above.indent === indent && path[0] !== '*') {
      path.unshift('*');
      indent = outer;
    }
  }
  return path;
}

function siblingsOf(lines: readonly string[], line: number): Record<string, string> {
  const { indent } = parseLine(lines[line] ?? '');
  const found: Record<string, string> = {};
  const look = (step: number) => {
    for (let at = line; at >= 0 && at < lines.length; at += step) {
      const text = lines[at] ?? '';
      if (text.trim() === '') continue;
      const parsed = parseLine(text);
      if (parsed.indent < indent) return;
      if (parsed.indent === indent && parsed.key !== null)
        found[parsed.key] ??= parsed.value.replace(/\s+#.*/, '').trim();
      if (parsed.dashes > 0 && parsed.indent === indent && (step < 0 || at > line)) return;
    }
  };
  look(-1);
  look(1);
  return found;
}

/** All schemas that may hold at a place; of a choice those that what stands beside allows. */
export function schemasAt(
  schema: Schema,
  path: readonly string[],
  siblings: Readonly<Record<string, string>>,
): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (schemas, key) =>
      schemas.flatMap((one) => {
        const next = key === '*' ? one.items : one.properties?.[key];
        return next === undefined ? [] : optionsOf(next, siblings);
      }),
    optionsOf(schema, siblings),
  );
}

function optionsOf(schema: Schema, siblings: Readonly<Record<string, string>>): readonly Schema[] {
  const options = schema.anyOf ?? schema.oneOf;
  if (options === undefined) return [schema];
  const all = options.flatMap((option) => optionsOf(option, siblings));
  const fitting = all.filter(({ properties }) =>
    Object.entries(properties ?? {}).every(
      ([key, { const: wanted }]) =>
        wanted === undefined || siblings[key] === undefined || siblings[key] === String(wanted),
    ),
  );
  const chosen = fitting.length > 0 ? fitting : all;
  return schema.description === undefined
    ? chosen
    : chosen.map((one) => ({ description: schema.description ?? '', ...one }));
}

/** Values that a schema names. */
export function valuesOf(schemas: readonly Schema[]): readonly string[] {
  const values = schemas.flatMap(({ enum: list, const: one, type }) => [
    ...(list ?? []),
    ...(one === undefined ? [] : [one]),
    ...(type === 'boolean' ? [true, false] : []),
  ]);
  return [...new Set(values.map(String))];
}
