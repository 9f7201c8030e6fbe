import { readElementHead } from './element-head.js';
import { MatroskaError } from './matroska-error.js';

/** An element with its body, which is a view. */
export interface Element {
  readonly id: number;
  readonly body: Buffer;
}

/** Elements that stand one after another in a body. @throws MatroskaError when they do not fill it */
export function* childElements(body: Buffer): Generator<Element, void, void> {
  for (let at = 0; at < body.length;) {
    const head = readElementHead(body, at);
    const end = head === null ? Infinity : head.bodyAt + (head.size ?? Infinity);
    if (head === null || end > body.length)
      throw new MatroskaError('matroska.no-size', 'an element ends behind the one that holds it');
    yield { id: head.id, body: body.subarray(head.bodyAt, end) };
    at = end;
  }
}
