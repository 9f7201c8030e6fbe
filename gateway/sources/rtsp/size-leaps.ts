/** Pictures are weighed together over so long a time, ms: single ones differ, above all with pictures between others. */
const SPAN_MS = 200;
/** Spans that must be known before anything is said. */
const LEAST_SPANS = 15;
/** Spans over which what is usual is learnt: about ten seconds. */
const USUAL_SPANS = 50;
/** A leap is this many times as far from the usual size as is usual, and at least this share of it. */
const UNUSUAL_TIMES = 6;
const UNUSUAL_SHARE = 0.25;

/**
 * Tells when the encoded pictures of a still scene suddenly grow: what begins to move costs bits. It sees no more than a hint, at once: a
 * camera that sends so many bits a second whatever it shows gives none, and rain gives some for nothing.
 */
export class SizeLeaps {
  private fromMs: number | null = null;
  private bytes = 0;
  private pictures = 0;
  private spans = 0;
  private usual = 0;
  private spread = 0;

  /** Takes the size of a picture that stands on others, of a scene that is thought to be still. Returns whether sizes leap. */
  add(ptsMs: number, bytes: number): boolean {
    this.fromMs ??= ptsMs;
    this.bytes += bytes;
    this.pictures += 1;
    if (Math.abs(ptsMs - this.fromMs) < SPAN_MS) return false;
    const size = this.bytes / this.pictures;
    this.fromMs = ptsMs;
    this.bytes = 0;
    this.pictures = 0;
    return this.addSpan(size);
  }

  private addSpan(size: number): boolean {
    this.spans = Math.min(this.spans + 1, USUAL_SPANS);
    const off = size - this.usual;
    const isLeap = this.spans > LEAST_SPANS && off > Math.max(UNUSUAL_TIMES * this.spread, UNUSUAL_SHARE * this.usual);
    this.usual += off / this.spans;
    // The first says nothing of how far apart they lie.
    if (this.spans > 1) this.spread += (Math.abs(off) - this.spread) / this.spans;
    return isLeap;
  }
}
