import JSMpeg from '@cycjimmy/jsmpeg-player';
import { LastPicture } from './last-picture.js';
import { PictureQueue } from './picture-queue.js';
import { SizedDecoder } from './sized-decoder.js';

/** Stream of the pictures in what comes: ISO/IEC 13818-1, table 2-22. */
const VIDEO_STREAM = 0xe0;
/** Room for the picture that is decoded. */
const BUFFER_BYTES = 2 * 2 ** 20;

/** Paints a live stream on a canvas, a picture each time the screen is drawn, and tells which one stands there. */
export class LivePicture {
  private renderer;
  private readonly last;
  private readonly queue = new PictureQueue();
  private decoder;
  private demuxer;
  private anchorMs: number | null = null;
  private frame: number;

  /** @param onPainted is told of the capture time of each picture */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onPainted: (capturedAtMs: number) => void,
  ) {
    this.renderer = this.freshRenderer();
    this.last = new LastPicture({
      // A renderer keeps the room of its first picture, and cannot draw one that is larger.
      resize: (width, height) => {
        this.renderer.destroy();
        this.renderer = this.freshRenderer();
        this.renderer.resize(width, height);
      },
      render: (...planes) => {
        this.renderer.render(...planes);
      },
    });
    [this.decoder, this.demuxer] = this.fresh();
    this.frame = requestAnimationFrame(this.paint);
  }

  /** Begins anew: the first picture that follows was captured at `anchorMs`, or came later. */
  begin(anchorMs: number): void {
    this.queue.clear();
    [this.decoder, this.demuxer] = this.fresh();
    this.anchorMs = anchorMs;
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

  private freshRenderer() {
    const { WebGL, Canvas2D } = JSMpeg.Renderer;
    const { canvas } = this;
    return WebGL.IsSupported() ? new WebGL({ canvas }) : new Canvas2D({ canvas });
  }

  private fresh() {
    const decoder = new SizedDecoder(() => {
      const made = new JSMpeg.Decoder.MPEG1Video({
        streaming: true,
        videoBufferSize: BUFFER_BYTES,
        decodeFirstFrame: false,
      });
      made.connect(this.last);
      return made;
    });
    const demuxer = new JSMpeg.Demuxer.TS({});
    demuxer.connect(VIDEO_STREAM, {
      write: (pts, buffers) => {
        this.queue.push(pts, buffers);
      },
    });
    return [decoder, demuxer] as const;
  }

  private readonly paint = (): void => {
    this.frame = requestAnimationFrame(this.paint);
    const pts = this.queue.drain(
      (picture) => this.decoder.decode(picture),
      () => performance.now(),
    );
    if (!this.last.show() || pts === null || this.anchorMs === null) return;
    this.canvas.dataset.painted = 'yes';
    this.onPainted(this.anchorMs + pts * 1000);
  };
}
