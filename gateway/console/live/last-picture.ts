type Plane = Uint8ClampedArray;

/** What puts a picture on the screen. */
export interface PictureGround {
  resize(width: number, height: number): void;
  render(y: Plane, cb: Plane, cr: Plane, isClamped?: boolean): void;
}

/**
 * Stands between a decoder and the screen: it keeps the decoder's last picture, so that of many that are decoded at a time one is put on the screen. To
 * upload and draw a picture costs more than to decode it where a machine has no graphics processor.
 */
export class LastPicture implements PictureGround {
  private size: readonly [width: number, height: number] = [0, 0];
  private shownSize: readonly [width: number, height: number] = [0, 0];
  private planes: readonly [Plane, Plane, Plane] | null = null;

  constructor(private readonly ground: PictureGround) {}

  resize(width: number, height: number): void {
    this.size = [width, height];
    this.planes = null;
  }

  /** Keeps a picture. The planes belong to the decoder, which writes to them again at the second picture that follows. */
  render(y: Plane, cb: Plane, cr: Plane): void {
    this.planes = [y, cb, cr];
  }

  /** Shows the picture that was kept, once; whether there was one. */
  show(): boolean {
    if (this.planes === null) return false;
    const [width, height] = this.size;
    // To set the size of a canvas empties it.
    if (width !== this.shownSize[0] || height !== this.shownSize[1]) this.ground.resize(width, height);
    this.shownSize = this.size;
    this.ground.render(...this.planes, true);
    this.planes = null;
    return true;
  }
}
