/** Most frames that may wait for their time stamp, which comes on another pipe. */
const MAX_WAITING = 8;

/** Puts ffmpeg's raw frames together from the pieces that a pipe delivers, and each with its time stamp. */
export class FrameAssembler {
  private frame: Uint8Array;
  private filled = 0;
  private readonly frames: Uint8Array[] = [];
  private readonly stamps: (number | null)[] = [];

  constructor(
    private readonly frameBytes: number,
    private readonly onFrame: (data: Uint8Array, pts: number | null) => void,
  ) {
    this.frame = new Uint8Array(frameBytes);
  }

  /** Takes bytes of standard output. */
  addBytes(chunk: Uint8Array): void {
    let offset = 0;
    while (offset < chunk.length) {
      const take = Math.min(chunk.length - offset, this.frameBytes - this.filled);
      this.frame.set(chunk.subarray(offset, offset + take), this.filled);
      offset += take;
      this.filled += take;
      if (this.filled < this.frameBytes) return;
      this.frames.push(this.frame);
      this.frame = new Uint8Array(this.frameBytes);
      this.filled = 0;
      this.deliver();
    }
  }

  /** Takes the time stamp of the next frame; null when the stream gave none. */
  addStamp(pts: number | null): void {
    this.stamps.push(pts);
    this.deliver();
  }

  private deliver(): void {
    while (this.frames.length > 0 && this.stamps.length > 0) {
      const data = this.frames.shift();
      const pts = this.stamps.shift();
      if (data !== undefined && pts !== undefined) this.onFrame(data, pts);
    }
    // Out of step beyond repair: the time stamps would no longer belong to the pictures.
    if (this.frames.length > MAX_WAITING) throw new Error('ffmpeg sent frames without time stamps');
  }
}
