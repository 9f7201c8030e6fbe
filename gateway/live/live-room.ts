import type { Logger } from 'pino';
import type { LiveMessage } from '../console-shapes/live.js';
import { LiveEncoder, type LiveEncoderOptions } from './live-encoder.js';
import type { LiveViewer } from './live-viewer.js';
import type { PictureTaps, TappedPicture } from './picture-taps.js';

/** An encoder that fails so often in a row is not started again for those who watch now. */
const MOST_FAILURES = 3;

/** Options of {@link LiveRoom}. */
export interface LiveRoomOptions {
  readonly cameraId: string;
  readonly taps: Pick<PictureTaps, 'listen'>;
  readonly ffmpegPath: string;
  readonly log: Logger;
  /** Makes the encoder; a test may give another. */
  readonly encode?: (head: Buffer, options: LiveEncoderOptions) => Pick<LiveEncoder, 'give' | 'kill'>;
}

function startEncoder(head: Buffer, options: LiveEncoderOptions): LiveEncoder {
  return new LiveEncoder(head, options);
}

/** Those who watch one camera, and the one encoder that works for them: from the first who comes until the last has gone. */
export class LiveRoom {
  private readonly viewers = new Set<LiveViewer>();
  private readonly unlisten: () => void;
  private encoder: Pick<LiveEncoder, 'give' | 'kill'> | null = null;
  private anchorMs: number | null = null;
  private failures = 0;

  constructor(private readonly options: LiveRoomOptions) {
    this.unlisten = options.taps.listen(options.cameraId, {
      onPicture: (picture, head) => {
        this.take(picture, head);
      },
      onEnd: () => {
        this.stop();
        this.say({ kind: 'gone' });
      },
    });
  }

  get size(): number {
    return this.viewers.size;
  }

  add(viewer: LiveViewer): void {
    this.viewers.add(viewer);
    if (this.anchorMs !== null) viewer.begin(this.anchorMs);
  }

  remove(viewer: LiveViewer): void {
    this.viewers.delete(viewer);
  }

  /** Says something to all. */
  say(message: LiveMessage): void {
    for (const viewer of this.viewers) viewer.say(message);
  }

  /** Ends the encoder, and listens no more. */
  close(): void {
    this.unlisten();
    this.stop();
  }

  private take(picture: TappedPicture, head: Buffer): void {
    if (this.encoder === null) {
      if (!picture.isRefresh || this.failures >= MOST_FAILURES) return;
      this.start(head, picture.capturedAtMs);
    }
    this.encoder?.give(picture);
  }

  private start(head: Buffer, anchorMs: number): void {
    const { ffmpegPath, encode = startEncoder } = this.options;
    this.anchorMs = anchorMs;
    for (const viewer of this.viewers) viewer.begin(anchorMs);
    const encoder = encode(head, {
      ffmpegPath,
      onPackets: (run) => {
        this.failures = 0;
        for (const viewer of this.viewers) viewer.show(run);
      },
      onEnd: (failure) => {
        if (this.encoder !== encoder) return;
        this.forget();
        this.failures += 1;
        if (failure === null) return;
        this.options.log.warn({ cameraId: this.options.cameraId, reason: failure }, 'live picture cannot be made');
        if (this.failures >= MOST_FAILURES) this.say({ kind: 'failed', reason: failure });
      },
    });
    this.encoder = encoder;
  }

  private stop(): void {
    const { encoder } = this;
    this.forget();
    encoder?.kill();
  }

  private forget(): void {
    this.encoder = null;
    this.anchorMs = null;
  }
}
