import { type Document, LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';

/** A place in a text, both counted from 1. */
export interface YamlPlace {
  readonly line: number;
  readonly column: number;
}

/** A place at which a text is not YAML, and why. */
export interface YamlFault extends YamlPlace {
  readonly message: string;
}

/** A YAML text as plain values that know where they stand; or what keeps it from being YAML. */
export type LocatedYaml =
  | {
      readonly status: 'read';
      readonly value: unknown;
      /** Where a value begins, or the deepest one on its path that is there. */
      placeOf(path: readonly PropertyKey[]): YamlPlace;
      /** Where the key of a value stands; where its parent begins when it has none. */
      placeOfKey(path: readonly PropertyKey[]): YamlPlace;
    }
  | { readonly status: 'faulty'; readonly faults: readonly YamlFault[] };

const START: YamlPlace = { line: 1, column: 1 };

/** Reads YAML 1.2 text. It never throws: what is not YAML, or is nested or repeated without measure, is told as a fault. */
export function readLocatedYaml(text: string): LocatedYaml {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
    if (document.errors.length > 0) return { status: 'faulty', faults: document.errors.map(toFault) };
    return {
      status: 'read',
      value: document.toJS(),
      placeOf: (path) => placeOf(document, lines, path),
      placeOfKey: (path) => keyPlace(document, lines, path) ?? placeOf(document, lines, path.slice(0, -1)),
    };
  } catch (error) {
    // The reader itself gives up on too many aliases, and on nesting that exhausts the stack.
    const message = error instanceof Error ? error.message : String(error);
    return { status: 'faulty', faults: [{ ...START, message }] };
  }
}

function toFault(error: { readonly message: string; readonly linePos?: readonly { line: number; col: number }[] }) {
  const at = error.linePos?.[0];
  return { line: at?.line ?? 1, column: at?.col ?? 1, message: error.message.split('\n')[0] ?? '' };
}

function placeOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): YamlPlace {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const place = placeOfNode(document.getIn(path.slice(0, depth), true), lines);
    if (place !== null) return place;
  }
  return START;
}

function keyPlace(document: Document, lines: LineCounter, path: readonly PropertyKey[]): YamlPlace | null {
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  const key = String(path.at(-1));
  const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return placeOfNode(pair?.key, lines);
}

function placeOfNode(node: unknown, lines: LineCounter): YamlPlace | null {
  if (!isNode(node) || node.range == null) return null;
  const { line, col } = lines.linePos(node.range[0]);
  return { line, column: col };
}
