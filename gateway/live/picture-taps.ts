import type { StreamPicture } from '../sources/rtsp/picture-sieve.js';

/** A picture of a camera's own bitstream. */
export interface TappedPicture extends StreamPicture {
  readonly capturedAtMs: number;
}

/** Who is told of a camera's bitstream while it comes. */
export interface TapListener {
  readonly onPicture: (picture: TappedPicture, head: Buffer) => void;
  /** The connection to the camera ended; another one begins with another head. */
  readonly onEnd: () => void;
}

/** What a camera's connection tells of itself. */
export interface CameraTap {
  /** What stands in front of the pictures in their Matroska. */
  begin(head: Buffer): void;
  picture(picture: TappedPicture): void;
  end(): void;
}

/** Hands on the bitstreams that the gateway receives anyhow, to whoever listens; with nobody there it costs nothing. */
export class PictureTaps {
  private readonly listeners = new Map<string, Set<TapListener>>();
  private readonly heads = new Map<string, Buffer>();

  /** The tap of one camera. */
  of(cameraId: string): CameraTap {
    return {
      begin: (head) => {
        this.heads.set(cameraId, head);
      },
      picture: (picture) => {
        const head = this.heads.get(cameraId);
        if (head === undefined) return;
        for (const { onPicture } of this.listeners.get(cameraId) ?? []) onPicture(picture, head);
      },
      end: () => {
        this.heads.delete(cameraId);
        for (const { onEnd } of this.listeners.get(cameraId) ?? []) onEnd();
      },
    };
  }

  /** Listens to a camera until what comes back is called. */
  listen(cameraId: string, listener: TapListener): () => void {
    const known = this.listeners.get(cameraId) ?? new Set();
    this.listeners.set(cameraId, known.add(listener));
    return () => {
      known.delete(listener);
      if (known.size === 0) this.listeners.delete(cameraId);
    };
  }
}
