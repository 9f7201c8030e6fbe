import { isEntry, type WaitingPicture } from './waiting-picture.js';

/** Pictures that wait, from which on more than one is decoded each time the screen is drawn: so a burst is caught up with. */
const HURRY_FROM = 3;
/** Pictures that are decoded each time the screen is drawn, at most. */
const MOST_AT_ONCE = 8;
/** No further picture is begun after so long: the page has the rest of the time until the screen is drawn again, 1/60 s. */
const BUDGET_MS = 10;
/** With more than two seconds of pictures waiting, those before the newest whole one are left out: decoding cannot keep up. */
const MOST_WAITING = 50;

/** Pictures of a live stream that wait to be decoded, oldest first; those that a slow machine can never show are left out. */
export class PictureQueue {
  private waiting: WaitingPicture[] = [];

  /** Pictures that wait. */
  get size(): number {
    return this.waiting.length;
  }

  /** Takes a picture, or a further part of the one that came last. */
  push(pts: number, parts: readonly Uint8Array[]): void {
    const last = this.waiting.at(-1);
    if (last?.pts === pts) this.waiting[this.waiting.length - 1] = { pts, parts: [...last.parts, ...parts] };
    else this.waiting.push({ pts, parts });
  }

  /** Forgets all that waits. */
  clear(): void {
    this.waiting = [];
  }

  /**
   * Has as many pictures decoded as one drawing of the screen has time for, at least one if one waits.
   *
   * @param nowMs - a clock that only goes forward
   * @returns time stamp of the last picture that `decode` made, in seconds; null where it made none
   */
  drain(decode: (picture: WaitingPicture) => boolean, nowMs: () => number): number | null {
    this.leaveOut();
    const most = this.size < HURRY_FROM ? 1 : Math.min(MOST_AT_ONCE, Math.ceil(this.size / 2));
    const beganMs = nowMs();
    let pts: number | null = null;
    for (let count = 0; count < most; count += 1) {
      const picture = this.waiting.shift();
      if (picture === undefined) break;
      if (decode(picture)) ({ pts } = picture);
      if (nowMs() - beganMs >= BUDGET_MS) break;
    }
    return pts;
  }

  private leaveOut(): void {
    if (this.size <= MOST_WAITING) return;
    const newest = this.waiting.findLastIndex(isEntry);
    if (newest > 0) this.waiting = this.waiting.slice(newest);
  }
}
