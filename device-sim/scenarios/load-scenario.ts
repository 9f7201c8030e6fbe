import { readFile } from 'node:fs/promises';
import { LineCounter, isNode, parseDocument, type Document } from 'yaml';
import { Scenario } from './scenario.js';

/** A scenario that can't be played: every fault with file, line and mend, one a line in the message. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** Line of the node at a path, or of the nearest node above it that is written in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/**
 * Reads a scenario out of YAML text.
 *
 * @param file name to give in errors
 * @throws ScenarioError
 */
export function parseScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const faults = document.errors.map(
      (error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0] ?? ''}`,
    );
    throw new ScenarioError(faults.join('\n'));
  }
  const result = Scenario.safeParse(document.toJS());
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    (issue) =>
      `${file}:${lineOf(document, lines, issue.path)}: ${issue.path.join('.') || 'the file'}: ${issue.message}`,
  );
  throw new ScenarioError(faults.join('\n'));
}

/** Reads a scenario file. @throws ScenarioError when it can't be read or is not a scenario */
export async function loadScenario(file: string): Promise<Scenario> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ScenarioError(`${file}: can't be read (${cause instanceof Error ? cause.message : String(cause)})`, {
      cause,
    });
  }
  return parseScenario(text, file);
}
