/** Most frames that may wait for their time stamp, which comes on another pipe. */
const MAX_WAITING = 8;

/** Most buffers kept for frames to come: one that is filled, one that waits for its look and one that is looked at. */
const MAX_FREE = 3;

/**
 * Puts ffmpeg's raw frames together from the pieces that a pipe delivers, and each with its time stamp. Their bytes lie in shared memory,
 * so that a worker thread can look at them without a copy, and are written on again once they are given back.
 */
export class FrameAssembler {
  private frame: Uint8Array;
  private filled = 0;
  private readonly free: Uint8Array[] = [];
  private readonly frames: Uint8Array[] = [];
  private readonly stamps: (number | null)[] = [];

  constructor(
    private readonly frameBytes: number,
    private readonly onFrame: (bytes: Uint8Array, ptsUs: number | null) => void,
  ) {
    this.frame = this.buffer();
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
      this.frame = this.buffer();
      this.filled = 0;
      this.deliver();
    }
  }

  /** Takes the time stamp of the next frame, in microseconds; null when the stream gave none. */
  addStamp(ptsUs: number | null): void {
    this.stamps.push(ptsUs);
    this.deliver();
  }

  /** Gives a frame's bytes back, when nobody reads them any more. */
  release(bytes: Uint8Array): void {
    if (this.free.length < MAX_FREE) this.free.push(bytes);
  }

  private buffer(): Uint8Array {
    return this.free.pop() ?? new Uint8Array(new SharedArrayBuffer(this.frameBytes));
  }

  private deliver(): void {
    while (this.frames.length > 0 && this.stamps.length > 0) {
      const data = this.frames.shift();
      const ptsUs = this.stamps.shift();
      if (data !== undefined && ptsUs !== undefined) this.onFrame(data, ptsUs);
    }
    // Out of step beyond repair: the time stamps would no longer belong to the pictures.
    if (this.frames.length > MAX_WAITING) throw new Error('ffmpeg sent frames without time stamps');
  }
}
