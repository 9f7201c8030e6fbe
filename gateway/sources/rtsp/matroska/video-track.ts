import { ELEMENT, readElementHead } from './element-head.js';
import { type Element, childElements } from './child-elements.js';
import { MatroskaError } from './matroska-error.js';

/** How the pictures of a track are encoded. */
export interface VideoTrack {
  readonly codec: 'h264' | 'h265' | 'other';
  /** Bytes in front of each NAL unit of a picture that say how long it is. */
  readonly lengthBytes: number;
}

/** Where the length of lengths stands: ISO/IEC 14496-15, 5.3.3.1 (`avcC`) and 8.3.3.1 (`hvcC`), in the lowest two bits. */
const CODECS: ReadonlyMap<string, { readonly codec: 'h264' | 'h265'; readonly lengthAt: number }> = new Map([
  ['V_MPEG4/ISO/AVC', { codec: 'h264', lengthAt: 4 }],
  ['V_MPEGH/ISO/HEVC', { codec: 'h265', lengthAt: 21 }],
]);

/** Finds out, from what stands in front of the first cluster, how its first track is encoded. @throws MatroskaError when there is none */
export function videoTrackOf(head: Buffer): VideoTrack {
  const tracks = segmentElements(head).find(({ id }) => id === ELEMENT.tracks);
  const entry = childrenOf(tracks).find(({ id }) => id === ELEMENT.trackEntry);
  if (entry === undefined) throw new MatroskaError('matroska.no-track', 'it names no track');
  const parts = childrenOf(entry);
  const name = parts.find(({ id }) => id === ELEMENT.codecId)?.body.toString('latin1') ?? '';
  const known = CODECS.get(name);
  if (known === undefined) return { codec: 'other', lengthBytes: 0 };
  const { codec, lengthAt } = known;
  const privateBytes = parts.find(({ id }) => id === ELEMENT.codecPrivate)?.body;
  return { codec, lengthBytes: ((privateBytes?.[lengthAt] ?? 3) & 3) + 1 };
}

/** The elements of a segment that has no end yet. */
function segmentElements(head: Buffer): readonly Element[] {
  const ebml = readElementHead(head, 0);
  const segment = ebml?.size == null ? null : readElementHead(head, ebml.bodyAt + ebml.size);
  return segment === null ? [] : [...childElements(head.subarray(segment.bodyAt))];
}

function childrenOf(element: Element | undefined): readonly Element[] {
  return element === undefined ? [] : [...childElements(element.body)];
}
