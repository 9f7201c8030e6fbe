import type { PictureBlock } from './matroska/picture-block.js';
import { SizeLeaps } from './size-leaps.js';

/** Key pictures whose distance tells how far apart they come. */
const GAPS = 3;
/** Pictures that wait at rest, in bytes, at most: then the camera wakes. */
const MOST_WAITING_BYTES = 8 * 2 ** 20;
/** Most pictures by which a decoder is taken to lag behind. */
const MOST_COPIES = 5;

/** A picture of the stream. */
export interface StreamPicture extends PictureBlock {
  /** Whether it, and all that follow, can be decoded without anything before it. */
  readonly isRefresh: boolean;
}

/** Options of {@link PictureSieve}. */
export interface PictureSieveOptions {
  /** A camera rests only when its refresh pictures come at most this far apart. */
  readonly longestGapMs: number;
  /** Frames are chosen from what is decoded at most this often. */
  readonly frameEveryMs: number;
  /** At rest, a refresh picture that comes sooner than this after the last one that was decoded is not asked for; more than the above. */
  readonly askEveryMs: number;
}

/**
 * Chooses which pictures of a camera are decoded: all of them, or, at rest, only those that need no other. What has come since the last
 * one is kept, so that on waking the decoder goes on where it stopped, and nothing is lost. At rest each is given to the decoder only
 * when the frame of the one before has been judged: one that lags (it waits for pictures between others) only delays. It is then given
 * copies, which push the frame out. Time stamps are those of the stream.
 */
export class PictureSieve {
  private readonly leaps = new SizeLeaps();
  private gaps: number[] = [];
  private lastRefreshMs: number | null = null;
  private wantsRest = false;
  private resting = false;
  /** Pictures that directly follow what the decoder was given, or begin with a refresh picture. */
  private waiting: StreamPicture[] = [];
  private waitingBytes = 0;
  /** The picture whose frame has not come yet, and the least time stamp that a frame has which stands for it. */
  private asked: { readonly picture: StreamPicture; readonly fromMs: number } | null = null;
  private judgedMs = -Infinity;
  /** The last refresh picture that the decoder was given. */
  private givenMs = -Infinity;
  private copies = 1;

  /** Pictures that were never decoded, so far. */
  left = 0;

  constructor(private readonly options: PictureSieveOptions) {}

  get isResting(): boolean {
    return this.resting;
  }

  /** Takes the next picture of the stream. Returns those that the decoder is to be given now. */
  take(picture: StreamPicture): readonly StreamPicture[] {
    const { ptsMs, isRefresh, body } = picture;
    const hasLeapt = !isRefresh && this.wantsRest && this.leaps.add(ptsMs, body.length);
    if (isRefresh) this.noteRefresh(ptsMs);
    if (!this.resting) {
      if (isRefresh) this.givenMs = ptsMs;
      if (isRefresh && this.wantsRest && this.comesOften) this.rest(picture);
      return [picture];
    }
    this.waiting.push(picture);
    this.waitingBytes += body.length;
    const isLate = Math.abs(ptsMs - (this.lastRefreshMs ?? 0)) > this.options.longestGapMs;
    if (hasLeapt || isLate || this.waitingBytes > MOST_WAITING_BYTES) return this.wake();
    return isRefresh ? this.ask() : [];
  }

  /** Takes what was made of a frame: whether there is nothing to be seen until the next refresh picture. Returns as {@link take}. */
  judged(ptsMs: number, mayRest: boolean): readonly StreamPicture[] {
    this.judgedMs = ptsMs;
    if (!mayRest) return this.wake();
    this.wantsRest = true;
    if (this.asked === null || ptsMs < this.asked.fromMs) return [];
    this.asked = null;
    return this.waiting.some(({ isRefresh }) => isRefresh) ? this.ask() : [];
  }

  /** Has all pictures decoded again. Returns those that wait. */
  wake(): readonly StreamPicture[] {
    const pictures = this.waiting;
    this.givenMs = pictures.findLast(({ isRefresh }) => isRefresh)?.ptsMs ?? this.givenMs;
    this.keepWaiting([]);
    this.asked = null;
    this.wantsRest = false;
    this.resting = false;
    return pictures;
  }

  /** Begins with a refresh picture that the decoder is given: from there it can go on with what waits. */
  private rest(picture: StreamPicture): void {
    this.resting = true;
    // Its own frame is not chosen when one just before it was.
    const fromMs = picture.ptsMs - this.options.frameEveryMs;
    this.asked = this.judgedMs > fromMs ? null : { picture, fromMs };
  }

  /** Gives the decoder the newest refresh picture, and forgets what came before it; or a copy of the one that it owes the frame of. */
  private ask(): readonly StreamPicture[] {
    if (this.asked !== null) {
      const { picture } = this.asked;
      const given = this.copies;
      if (given === MOST_COPIES) return this.wake();
      // Found out within two refresh pictures: a frame must come before the camera is taken for stalled.
      this.copies = Math.min(MOST_COPIES, 2 * given + 1);
      return Array.from({ length: this.copies - given }, (_, index) => copyOf(picture, given + index));
    }
    const at = this.waiting.findLastIndex(({ isRefresh }) => isRefresh);
    const picture = this.waiting[at];
    if (picture === undefined) return [];
    const isDue = Math.abs(picture.ptsMs - this.givenMs) >= this.options.askEveryMs;
    this.left += at;
    this.keepWaiting(this.waiting.slice(isDue ? at + 1 : at));
    if (!isDue) return [];
    this.asked = { picture, fromMs: picture.ptsMs };
    this.givenMs = picture.ptsMs;
    return Array.from({ length: this.copies }, (_, copy) => copyOf(picture, copy));
  }

  private get comesOften(): boolean {
    return this.gaps.length === GAPS && this.gaps.every((gapMs) => gapMs > 0 && gapMs <= this.options.longestGapMs);
  }

  private noteRefresh(ptsMs: number): void {
    if (this.lastRefreshMs !== null) this.gaps = [...this.gaps, ptsMs - this.lastRefreshMs].slice(-GAPS);
    this.lastRefreshMs = ptsMs;
  }

  private keepWaiting(pictures: StreamPicture[]): void {
    this.waiting = pictures;
    this.waitingBytes = pictures.reduce((sum, { body }) => sum + body.length, 0);
  }
}

/** The same picture, so many milliseconds later: too few for it to be chosen for a look. */
function copyOf(picture: StreamPicture, copy: number): StreamPicture {
  return copy === 0 ? picture : { ...picture, ptsMs: picture.ptsMs + copy, clusterMs: picture.clusterMs + copy };
}
