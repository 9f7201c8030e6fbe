import type { LinkStatus } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { FootageRings } from '../footage/footage-rings.js';
import type { PictureTaps } from '../live/picture-taps.js';
import { CameraStream, type CameraStreamOptions } from './rtsp/camera-stream.js';

/** Options of {@link CameraSet}. */
export interface CameraSetOptions extends Omit<
  CameraStreamOptions,
  'cameraId' | 'rtspUrl' | 'ring' | 'onStatus' | 'mayRest' | 'tap'
> {
  readonly rings: FootageRings;
  /** Hand on the bitstreams of the cameras; left out where nobody could listen. */
  readonly taps?: PictureTaps;
  /** Cameras at most: one more than the box was planned for is refused, so that memory and disk stay bounded. */
  readonly maxCameras: number;
  readonly log: Logger;
  /** Whether, by the frames so far, a frame of a camera every few seconds will do. */
  readonly mayRest: (cameraId: string) => boolean;
  /** Told at each change; null when the camera was closed. */
  readonly onStatus: (cameraId: string, status: LinkStatus | null) => void;
}

/** The open cameras. Orders for one camera are carried out one after another. */
export class CameraSet {
  private readonly streams = new Map<string, CameraStream>();
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: CameraSetOptions) {}

  /** Opens a camera, or opens it anew at another address. */
  open(cameraId: string, rtspUrl: string): void {
    this.inTurn(async () => {
      await this.end(cameraId);
      const { rings, taps, maxCameras, log, mayRest, onStatus, ...stream } = this.options;
      if (this.streams.size >= maxCameras) {
        log.error({ cameraId, maxCameras }, 'camera refused: the gateway has as many as it may');
        return;
      }
      const options: CameraStreamOptions = {
        ...stream,
        cameraId,
        rtspUrl,
        ring: rings.of(cameraId),
        ...(taps === undefined ? {} : { tap: taps.of(cameraId) }),
        log: log.child({ cameraId }),
        mayRest: () => mayRest(cameraId),
        onStatus: (status) => {
          onStatus(cameraId, status);
        },
      };
      this.streams.set(cameraId, new CameraStream(options));
    });
  }

  /** Closes a camera; its footage stays. */
  close(cameraId: string): void {
    this.inTurn(async () => {
      await this.end(cameraId);
      this.options.onStatus(cameraId, null);
    });
  }

  /** Closes all cameras. */
  async closeAll(): Promise<void> {
    await this.turn;
    await Promise.all([...this.streams.keys()].map((cameraId) => this.end(cameraId)));
  }

  private async end(cameraId: string): Promise<void> {
    const stream = this.streams.get(cameraId);
    this.streams.delete(cameraId);
    await stream?.close();
  }

  private inTurn(order: () => Promise<void>): void {
    this.turn = this.turn.then(order).catch((error: unknown) => {
      this.options.log.error({ err: error }, 'camera could not be opened or closed');
    });
  }
}
