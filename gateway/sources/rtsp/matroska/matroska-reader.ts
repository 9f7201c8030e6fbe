import { ELEMENT, type ElementHead, hexadecimal, readElementHead } from './element-head.js';
import { MatroskaError } from './matroska-error.js';
import { type PictureBlock, readBlockGroup, readSimpleBlock } from './picture-block.js';

/** Largest element that is put together: four times a key frame of an 8K camera. */
const MOST_ELEMENT_BYTES = 32 * 2 ** 20;
/** Bytes in front of the first cluster, at most. */
const MOST_HEAD_BYTES = 2 ** 20;
/** Bytes of a time stamp that a number holds exactly: two hundred thousand years of milliseconds. */
const LONGEST_TIME = 6;

/** Elements whose children are read in their stead; they may leave their size open. */
const OPENED: ReadonlySet<number> = new Set([ELEMENT.segment, ELEMENT.cluster]);
const KNOWN: ReadonlySet<number> = new Set([
  ...[ELEMENT.ebml, ELEMENT.void, ELEMENT.crc32, ELEMENT.segment, ELEMENT.seekHead, ELEMENT.info, ELEMENT.tracks],
  ...[ELEMENT.tags, ELEMENT.cues, ELEMENT.cluster, ELEMENT.timestamp, ELEMENT.position, ELEMENT.prevSize],
  ...[ELEMENT.simpleBlock, ELEMENT.blockGroup],
]);

/** What a {@link MatroskaReader} tells. */
export interface MatroskaListener {
  /** Told once: all that stands in front of the first cluster, byte for byte. */
  readonly onHead: (head: Buffer) => void;
  readonly onBlock: (block: PictureBlock) => void;
}

/** Reads live Matroska of one video track from the pieces that a pipe delivers. Holds one element at most, whatever comes. */
export class MatroskaReader {
  /** The beginning of an element whose head has not come whole. */
  private held: Buffer = Buffer.alloc(0);
  /** An element whose body has not come whole. */
  private open: { readonly id: number; readonly body: Buffer; filled: number } | null = null;
  /** What stands in front of the first cluster; null behind it. */
  private head: Buffer[] | null = [];
  private headBytes = 0;
  private clusterMs: number | null = null;

  constructor(private readonly listener: MatroskaListener) {}

  /** Takes the next bytes. @throws MatroskaError when they are not the Matroska of one video track; none may follow then */
  push(chunk: Buffer): void {
    const bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    let at = 0;
    while (at < bytes.length) {
      if (this.open !== null) {
        at += this.fill(this.open, bytes, at);
        continue;
      }
      const head = readElementHead(bytes, at);
      if (head === null) break;
      this.keep(head, bytes.subarray(at, head.bodyAt));
      at = head.bodyAt;
      if (OPENED.has(head.id)) continue;
      const size = head.size ?? 0;
      if (at + size <= bytes.length) {
        this.take(head.id, bytes.subarray(at, at + size));
        at += size;
      } else this.open = { id: head.id, body: Buffer.allocUnsafe(size), filled: 0 };
    }
    // A copy: what is held must not keep all the bytes it came with.
    this.held = Buffer.from(bytes.subarray(at));
  }

  /** Writes on at an open element, and returns how many bytes went to it. */
  private fill(open: NonNullable<MatroskaReader['open']>, bytes: Buffer, at: number): number {
    const copied = bytes.copy(open.body, open.filled, at);
    open.filled += copied;
    if (open.filled === open.body.length) {
      this.open = null;
      this.take(open.id, open.body);
    }
    return copied;
  }

  /** Checks the head of an element, and keeps it when it stands in front of the first cluster. */
  private keep({ id, size }: ElementHead, head: Buffer): void {
    const name = hexadecimal(id);
    if (!KNOWN.has(id)) throw new MatroskaError('matroska.unknown-element', `element ${name} has no place in it`);
    if (size === null && !OPENED.has(id)) throw new MatroskaError('matroska.no-size', `element ${name} has no size`);
    const bytes = OPENED.has(id) ? 0 : (size ?? 0);
    if (bytes > MOST_ELEMENT_BYTES) throw new MatroskaError('matroska.too-large', `element ${name} of ${bytes} bytes`);
    if (id === ELEMENT.cluster) {
      this.clusterMs = null;
      if (this.head !== null) this.listener.onHead(Buffer.concat(this.head));
      this.head = null;
    }
    if (this.head === null) return;
    this.headBytes += head.length + bytes;
    if (this.headBytes > MOST_HEAD_BYTES)
      throw new MatroskaError('matroska.too-large', `${this.headBytes} bytes and no picture yet`);
    this.head.push(Buffer.from(head));
  }

  private take(id: number, body: Buffer): void {
    switch (id) {
      case ELEMENT.timestamp:
        if (body.length > LONGEST_TIME) throw new MatroskaError('matroska.no-time', `a time of ${body.length} bytes`);
        this.clusterMs = body.length === 0 ? 0 : body.readUIntBE(0, body.length);
        return;
      case ELEMENT.simpleBlock:
        this.listener.onBlock(readSimpleBlock(body, this.time()));
        return;
      case ELEMENT.blockGroup:
        this.listener.onBlock(readBlockGroup(body, this.time()));
        return;
      default:
        this.head?.push(Buffer.from(body));
    }
  }

  private time(): number {
    if (this.clusterMs === null)
      throw new MatroskaError('matroska.no-time', 'a block came before the time it counts from');
    return this.clusterMs;
  }
}
