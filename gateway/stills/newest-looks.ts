import { type Detection, type Frame, LABELS } from '@lamppost/detectors';
import { planMask } from '../evidence/mask-plan.js';
import { maskPicture } from '../evidence/mask-picture.js';
import { type RawPicture, sharpOf, toShownJpeg } from '../evidence/raw-picture.js';
import { pixelBox } from '../evidence/pixel-box.js';
import type { Seen } from '../evidence/see-picture.js';
import type { CameraLook } from '../rules/camera-look.js';

/** A frame is kept at most so often: it is copied, and shown to people. */
const EVERY_MS = 1_000;

interface NewestLook {
  readonly atMs: number;
  readonly frame: Pick<Frame, 'width' | 'height' | 'letterbox'>;
  /** A copy: `bgr24`. */
  readonly data: Buffer;
  readonly seen: readonly Seen[];
  jpeg: Promise<Buffer> | null;
}

/** The newest frame that was judged of each camera, as a small still in which heads and plates are masked. */
export class NewestLooks {
  private readonly looks = new Map<string, NewestLook>();

  /** Takes a frame with what was seen in it. */
  note(frame: Frame, { tracks }: CameraLook, detections: readonly Detection[] | null): void {
    const { cameraId, capturedAtMs: atMs, width, height, letterbox } = frame;
    const before = this.looks.get(cameraId);
    if (before !== undefined && Math.abs(atMs - before.atMs) < EVERY_MS) return;
    const data =
      before?.data.length === frame.data.length && before.jpeg === null ? before.data : Buffer.from(frame.data);
    if (data === before?.data) data.set(frame.data);
    const followed = tracks.flatMap(({ label: name, score, box }) => {
      const label = LABELS.find((known) => known === name);
      return label === undefined ? [] : [{ label, score, box }];
    });
    this.looks.set(cameraId, {
      ...{ atMs, frame: { width, height, letterbox }, data, jpeg: null },
      seen: [...followed, ...(detections ?? [])],
    });
  }

  /** Capture time of a camera's newest still; null while there is none. */
  atMs(cameraId: string): number | null {
    return this.looks.get(cameraId)?.atMs ?? null;
  }

  /** The still as JPEG; null while there is none. */
  async jpeg(cameraId: string): Promise<Buffer | null> {
    const look = this.looks.get(cameraId);
    if (look === undefined) return null;
    look.jpeg ??= toMaskedJpeg(look);
    return look.jpeg;
  }

  /** Forgets a camera that was withdrawn. */
  forget(cameraId: string): void {
    this.looks.delete(cameraId);
  }
}

async function toMaskedJpeg({ frame, data, seen }: NewestLook): Promise<Buffer> {
  const rgb = Buffer.allocUnsafe(data.length);
  for (let at = 0; at < data.length; at += 3) {
    rgb[at] = data[at + 2] ?? 0;
    rgb[at + 1] = data[at + 1] ?? 0;
    rgb[at + 2] = data[at] ?? 0;
  }
  const whole: RawPicture = { data: rgb, width: frame.width, height: frame.height };
  const region = pixelBox(frame.letterbox, whole);
  const cut = await sharpOf(whole).extract(region).raw().toBuffer();
  const picture = { data: cut, width: region.width, height: region.height };
  return toShownJpeg(await maskPicture(picture, planMask(seen, null, region.width / region.height)));
}
