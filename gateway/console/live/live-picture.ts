import JSMpeg from '@cycjimmy/jsmpeg-player';

/** Stream of the pictures in what comes: ISO/IEC 13818-1, table 2-22. */
const VIDEO_STREAM = 0xe0;
const BUFFER_BYTES = 2 * 2 ** 20;
/** Pictures that wait, from which on two are decoded at a time: so a burst is caught up with, and a picture is not late for long. */
const HURRY_FROM = 3;
/** Pictures that are decoded at a time, at most. */
const MOST_AT_ONCE = 8;

/** Paints a live stream on a canvas, a picture each time the screen is drawn, and tells which one stands there. */
export class LivePicture {
  private readonly renderer;
  private decoder;
  private demuxer;
  /** Time stamps of the pictures that wait, seconds. */
  private waiting: number[] = [];
  private anchorMs: number | null = null;
  private paintedPts: number | null = null;
  private frame: number;

  /** @param onPainted is told of the capture time of each picture */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onPainted: (capturedAtMs: number) => void,
  ) {
    const { WebGL, Canvas2D } = JSMpeg.Renderer;
    this.renderer = WebGL.IsSupported() ? new WebGL({ canvas }) : new Canvas2D({ canvas });
    [this.decoder, this.demuxer] = this.fresh();
    this.frame = requestAnimationFrame(this.paint);
  }

  /** Begins anew: the first picture that follows was captured at `anchorMs`, or came later. */
  begin(anchorMs: number): void {
    [this.decoder, this.demuxer] = this.fresh();
    this.anchorMs = anchorMs;
    this.waiting = [];
  }

  /** Takes the next part of the stream. */
  push(data: ArrayBuffer): void {
    this.demuxer.write(data);
  }

  /** Ends painting, and gives the canvas free. */
  close(): void {
    cancelAnimationFrame(this.frame);
    this.renderer.destroy();
  }

  private fresh() {
    const decoder = new JSMpeg.Decoder.MPEG1Video({
      streaming: true,
      videoBufferSize: BUFFER_BYTES,
      decodeFirstFrame: false,
    });
    decoder.connect(this.renderer);
    const demuxer = new JSMpeg.Demuxer.TS({});
    demuxer.connect(VIDEO_STREAM, {
      write: (pts, buffers) => {
        if (this.waiting.at(-1) !== pts) this.waiting.push(pts);
        decoder.write(pts, buffers);
      },
    });
    return [decoder, demuxer] as const;
  }

  private readonly paint = (): void => {
    this.frame = requestAnimationFrame(this.paint);
    const most = this.waiting.length < HURRY_FROM ? 1 : Math.min(MOST_AT_ONCE, Math.ceil(this.waiting.length / 2));
    for (let count = 0; count < most; count += 1) {
      if (this.decoder.decode() !== true) break;
      this.paintedPts = this.waiting.shift() ?? this.paintedPts;
      if (this.paintedPts === null || this.anchorMs === null) continue;
      this.canvas.dataset.painted = 'yes';
      this.onPainted(this.anchorMs + this.paintedPts * 1000);
    }
  };
}
