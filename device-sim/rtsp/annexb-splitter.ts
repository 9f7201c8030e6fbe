import { NalType, beginsAccessUnit, isSlice, nalTypeOf } from './nal-unit.js';

/** One picture cut out of a byte stream. */
export interface SplitAccessUnit {
  /** NAL units without start codes, copies of their own. */
  readonly nalUnits: readonly Buffer[];
  readonly isKeyframe: boolean;
  /** When its first start code arrived, in the caller's time. */
  readonly arrivedAtMs: number;
}

/** More than this without a start code is no camera's picture: it is thrown away and counted. */
export const MAX_NAL_UNIT_BYTES = 8 * 1024 * 1024;

const START_CODE = Buffer.from([0, 0, 1]);

function withoutTrailingZeros(nalUnit: Buffer): Buffer {
  let end = nalUnit.length;
  // Annex B: zero bytes before the next start code belong to no NAL unit, and none ends with one (7.4.1).
  while (end > 0 && nalUnit[end - 1] === 0) end -= 1;
  return nalUnit.subarray(0, end);
}

/** Bytes of a NAL unit that tell whether an access unit begins with it: its header, and the first of a slice header. */
const TELLING_BYTES = 2;

/** Cuts an H.264 byte stream (Annex B) into access units. A unit is known to be whole when the next one begins, or at {@link flush}. */
export class AnnexBSplitter {
  #buffered = Buffer.alloc(0);
  #isInsideNalUnit = false;
  #isBeginningChecked = false;
  /** Up to where `#buffered` is known to hold no start code. */
  #searchedTo = 0;
  #nalUnits: Buffer[] = [];
  #hasSlice = false;
  #nalUnitArrivedAtMs = 0;
  #arrivedAtMs = 0;
  #bytesDiscarded = 0;

  /** Bytes that belonged to no access unit: before the first start code, or too many without one. */
  get bytesDiscarded(): number {
    return this.#bytesDiscarded;
  }

  /** Takes the next bytes of the stream and returns the access units that became whole. */
  push(chunk: Uint8Array, nowMs: number): SplitAccessUnit[] {
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    const whole: SplitAccessUnit[] = [];
    for (;;) {
      this.#finishIfNextBegins(whole);
      const at = this.#buffered.indexOf(START_CODE, this.#searchedTo);
      if (at === -1) break;
      if (this.#isInsideNalUnit) this.#takeNalUnit(this.#buffered.subarray(0, at));
      else this.#bytesDiscarded += withoutTrailingZeros(this.#buffered.subarray(0, at)).length;
      this.#isInsideNalUnit = true;
      this.#isBeginningChecked = false;
      this.#nalUnitArrivedAtMs = nowMs;
      this.#buffered = this.#buffered.subarray(at + START_CODE.length);
      this.#searchedTo = 0;
    }
    // A start code may lie across two chunks.
    this.#searchedTo = Math.max(0, this.#buffered.length - (START_CODE.length - 1));
    if (this.#buffered.length > MAX_NAL_UNIT_BYTES) this.#discard();
    return whole;
  }

  /** Ends the stream: what is left is the last access unit, if it holds a picture. */
  flush(): SplitAccessUnit[] {
    const whole: SplitAccessUnit[] = [];
    if (this.#isInsideNalUnit) {
      this.#finishIfNextBegins(whole);
      this.#takeNalUnit(this.#buffered);
    }
    if (this.#hasSlice) this.#finish(whole);
    this.#buffered = Buffer.alloc(0);
    this.#searchedTo = 0;
    this.#isInsideNalUnit = false;
    this.#nalUnits = [];
    return whole;
  }

  #finishIfNextBegins(whole: SplitAccessUnit[]): void {
    if (!this.#isInsideNalUnit || this.#isBeginningChecked || this.#buffered.length < TELLING_BYTES) return;
    this.#isBeginningChecked = true;
    if (this.#hasSlice && beginsAccessUnit(this.#buffered)) this.#finish(whole);
  }

  #takeNalUnit(bytes: Buffer): void {
    const nalUnit = withoutTrailingZeros(bytes);
    if (nalUnit.length === 0) return;
    if (this.#nalUnits.length === 0) this.#arrivedAtMs = this.#nalUnitArrivedAtMs;
    this.#nalUnits.push(Buffer.from(nalUnit));
    this.#hasSlice ||= isSlice(nalUnit);
  }

  #finish(whole: SplitAccessUnit[]): void {
    const nalUnits = this.#nalUnits;
    whole.push({
      nalUnits,
      isKeyframe: nalUnits.some((nalUnit) => nalTypeOf(nalUnit) === NalType.idr),
      arrivedAtMs: this.#arrivedAtMs,
    });
    this.#nalUnits = [];
    this.#hasSlice = false;
  }

  #discard(): void {
    this.#bytesDiscarded += this.#buffered.length;
    this.#buffered = Buffer.alloc(0);
    this.#searchedTo = 0;
    this.#isInsideNalUnit = false;
    this.#nalUnits = [];
    this.#hasSlice = false;
  }
}
