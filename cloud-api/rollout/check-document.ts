import { MAX_DOCUMENT_BYTES, type DocumentKind } from '@lamppost/contracts';
import { isMap, LineCounter, parseDocument, visit } from 'yaml';

/** What stands in the field `schema` of a document. */
const SCHEMAS: Readonly<Record<DocumentKind, string>> = {
  rules: 'lamppost.rules/1',
  configuration: 'lamppost.configuration/1',
};
/** A name and a password in an address (RFC 3986, 3.2.1). */
const USER_INFO = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i;

/**
 * What keeps a text from being published as a document of a kind; null when nothing does. Whether gateways can go by it they find out themselves,
 * with the readers that they have; the first of them stop a roll-out that is no good.
 */
export function findDocumentFault(kind: DocumentKind, text: string): string | null {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DOCUMENT_BYTES) return `it has ${bytes} bytes, more than ${MAX_DOCUMENT_BYTES}; shorten it`;
  // What a text in JSON can hold and a file in UTF-8 cannot.
  if (/\p{Surrogate}/u.test(text)) return 'it holds half a character (a lone surrogate)';
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
    const [fault] = document.errors;
    if (fault !== undefined)
      return `line ${lines.linePos(fault.pos[0]).line}: it is not YAML: ${fault.message.split('\n')[0] ?? ''}`;
    const schema = isMap(document.contents) ? document.get('schema') : undefined;
    if (schema !== SCHEMAS[kind]) return `its schema is not ${SCHEMAS[kind]}: write schema: ${SCHEMAS[kind]}`;
    const secretLines: number[] = [];
    visit(document, {
      Scalar: (_key, { value, range }) => {
        if (typeof value !== 'string' || !USER_INFO.test(value)) return undefined;
        secretLines.push(lines.linePos(range?.[0] ?? 0).line);
        return visit.BREAK;
      },
    });
    const [secretLine] = secretLines;
    return secretLine === undefined
      ? null
      : `line ${secretLine}: an address with a name and a password: leave it out here, and keep it in gateway.yaml on the box`;
  } catch (error) {
    // The reader gives up on nesting that exhausts the stack.
    return `it is not YAML: ${error instanceof Error ? error.message : String(error)}`;
  }
}
