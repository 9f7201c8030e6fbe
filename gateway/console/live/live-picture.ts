import JSMpeg from '@cycjimmy/jsmpeg-player';
import { LastPicture } from './last-picture.js';
import { PictureQueue } from './picture-queue.js';

/** Stream of the pictures in what comes: ISO/IEC 13818-1, table 2-22. */
const VIDEO_STREAM = 0xe0;
/** Room for the picture that is decoded. */
const BUFFER_BYTES = 2 * 2 ** 20;

/** Paints a live stream on a canvas, a picture each time the screen is drawn, and tells which one stands there. */
export class LivePicture {
  private readonly renderer;
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
    const { WebGL, Canvas2D } = JSMpeg.Renderer;
    this.renderer = WebGL.IsSupported() ? new WebGL({ canvas }) : new Canvas2D({ canvas });
    this.last = new LastPicture(this.renderer);
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

  private fresh() {
    const decoder = new JSMpeg.Decoder.MPEG1Video({
      streaming: true,
      videoBufferSize: BUFFER_BYTES,
      decodeFirstFrame: false,
    });
    decoder.connect(this.last);
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
      (picture) => {
        this.decoder.write(picture.pts, picture.parts);
        return this.decoder.decode() === true;
      },
      () => performance.now(),
    );
    if (!this.last.show() || pts === null || this.anchorMs === null) return;
    this.canvas.dataset.painted = 'yes';
    this.onPainted(this.anchorMs + pts * 1000);
  };
}
