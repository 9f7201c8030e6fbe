import { type FfmpegBinary, type Frame, unpackFrame } from '@lamppost/detectors';
import type { Clock } from '../../clock.js';
import type { FootageRing } from '../../footage/footage-ring.js';
import type { Metrics } from '../../http/metrics.js';
import type { CameraTap } from '../../live/picture-taps.js';
import { type ClosedSegment, startReader } from './camera-reader.js';
import { CaptureClock } from './capture-clock.js';
import type { FrameRequest } from './ffmpeg-arguments.js';
import type { RunningFfmpeg } from './ffmpeg-child.js';
import { type DecodedFrame, FrameDecoder } from './frame-decoder.js';
import { LONGEST_REST_GAP_MS } from './longest-rest-gap.js';
import { isRefreshPicture } from './matroska/is-refresh-picture.js';
import type { PictureBlock } from './matroska/picture-block.js';
import { type VideoTrack, videoTrackOf } from './matroska/video-track.js';
import { PictureSieve, type StreamPicture } from './picture-sieve.js';

const SEGMENT_SECONDS = 2;
/** At rest no more frames are wanted than this, however often refresh pictures come. */
const REST_FRAME_MS = 900;

/** Options of {@link runCameraSession}. */
export interface CameraSessionOptions extends FrameRequest {
  readonly cameraId: string;
  readonly rtspUrl: string;
  readonly ring: FootageRing;
  readonly ffmpeg: FfmpegBinary;
  readonly clock: Clock;
  /** A stalled camera can keep ffmpeg waiting for ever: it is killed when no picture, or no frame of what it was given, came for this long. */
  readonly stallMs: number;
  /** Settled when the frame is done with, never rejected: its bytes are then written on again. */
  readonly onFrame: (frame: Frame) => Promise<void>;
  /** Whether, by the frames so far, a frame every few seconds will do. Asked after each frame, and when it is done with. */
  readonly mayRest: () => boolean;
  readonly metrics: Pick<Metrics, 'pictures' | 'cameraResting'>;
  /** Told of the bitstream; left out where nobody could listen. */
  readonly tap?: CameraTap;
  readonly signal: AbortSignal;
}

/** How a session ended. */
export interface SessionEnd {
  readonly frames: number;
  /** In words, without credentials. */
  readonly reason: string;
}

/** Opens a camera once and delivers its frames until the stream ends, stalls, or `signal` ends it. Resolves; never throws. */
export async function runCameraSession(options: CameraSessionOptions): Promise<SessionEnd> {
  return new CameraSession(options).run();
}

/** One connection to a camera: a reader, and behind it a decoder of those of its pictures that are needed. */
class CameraSession {
  private readonly captureClock = new CaptureClock();
  private readonly sieve: PictureSieve;
  private readonly pictureWatch: NodeJS.Timeout;
  private readonly frameWatch: NodeJS.Timeout;
  private readonly endings: string[] = [];
  private reader: RunningFfmpeg | null = null;
  private decoder: FrameDecoder | null = null;
  private track: VideoTrack | null = null;
  private isOver = false;
  private frames = 0;
  private counted = { left: 0, dropped: 0 };

  constructor(private readonly options: CameraSessionOptions) {
    const { stallMs, looksPerSecond } = options;
    this.sieve = new PictureSieve({
      // At rest, too, frames must come before the camera is taken for stalled.
      longestGapMs: Math.min(LONGEST_REST_GAP_MS, stallMs / 2),
      frameEveryMs: 1000 / looksPerSecond,
      askEveryMs: Math.max(REST_FRAME_MS, 1000 / looksPerSecond),
    });
    const end = (reason: string) => {
      this.end(reason);
    };
    this.pictureWatch = setTimeout(end, stallMs, `no picture for ${stallMs / 1000} s`);
    this.frameWatch = setTimeout(end, stallMs, `no frame for ${stallMs / 1000} s`);
  }

  async run(): Promise<SessionEnd> {
    const { signal, ring } = this.options;
    this.reader = startReader({
      ...this.options,
      segmentDirectory: ring.openSession(),
      segmentSeconds: SEGMENT_SECONDS,
      onHead: (head) => {
        this.startDecoder(head);
      },
      onPicture: (picture) => {
        this.take(picture);
      },
      onSegment: (segment) => {
        this.keep(segment);
      },
      onError: this.fail,
    });
    const abort = () => {
      this.end('closed');
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const lastWords = await this.reader.ended;
    this.isOver = true;
    this.options.tap?.end();
    // What waits is decoded as well: it is the end of the stream.
    this.give(this.sieve.wake());
    this.decoder?.finish();
    await this.decoder?.ended;
    clearTimeout(this.pictureWatch);
    clearTimeout(this.frameWatch);
    signal.removeEventListener('abort', abort);
    return { frames: this.frames, reason: this.endings[0] ?? lastWords ?? 'the stream ended' };
  }

  private readonly fail = (error: unknown): void => {
    this.end(error instanceof Error ? error.message : String(error));
  };

  private end(reason: string): void {
    this.endings.push(reason);
    this.reader?.kill();
    this.decoder?.kill();
  }

  private startDecoder(head: Buffer): void {
    this.track = videoTrackOf(head);
    this.options.tap?.begin(head);
    const decoder = new FrameDecoder(head, {
      ...this.options,
      onFrame: (frame) => {
        this.deliver(frame);
      },
      onError: this.fail,
    });
    this.decoder = decoder;
    void decoder.ended.then((lastWords) => {
      if (!this.isOver) this.end(`decoding ended: ${lastWords ?? 'without a reason'}`);
    });
  }

  private take(picture: PictureBlock): void {
    this.pictureWatch.refresh();
    this.captureClock.arrived(picture.ptsMs, this.options.clock.nowMs());
    const { track } = this;
    const isRefresh = picture.isKey && track !== null && isRefreshPicture(picture.picture, track);
    const streamed = { ...picture, isRefresh };
    this.give(this.sieve.take(streamed));
    const capturedAtMs = this.captureClock.atPts(picture.ptsMs);
    if (capturedAtMs !== null) this.options.tap?.picture({ ...streamed, capturedAtMs });
  }

  private give(pictures: readonly StreamPicture[]): void {
    for (const picture of pictures) this.decoder?.give(picture);
    this.count(pictures.length);
  }

  private deliver({ bytes, ptsMs, letterbox }: DecodedFrame): void {
    const { cameraId, frameSize, clock, onFrame, mayRest } = this.options;
    this.frameWatch.refresh();
    this.frames += 1;
    const nowMs = clock.nowMs();
    const capturedAtMs = ptsMs === null ? nowMs : this.captureClock.capturedAt(ptsMs, nowMs);
    const done = onFrame({ cameraId, capturedAtMs, ...frameSize, ...unpackFrame(bytes, frameSize), letterbox });
    this.give(this.sieve.judged(ptsMs ?? -Infinity, mayRest()));
    void done.then(() => {
      this.decoder?.release(bytes);
      if (!mayRest()) this.give(this.sieve.wake());
    });
  }

  private keep({ file, startS, endS }: ClosedSegment): void {
    const startMs = this.captureClock.atPts(startS * 1000);
    const endMs = this.captureClock.atPts(endS * 1000);
    if (startMs === null || endMs === null || endMs <= startMs) return;
    this.options.ring.add(file, { startMs, endMs, startPtsUs: Math.round(startS * 1e6) });
  }

  /** Brings the metrics up to date. */
  private count(given: number): void {
    const { metrics, cameraId: camera } = this.options;
    const [left, dropped] = [this.sieve.left, this.decoder?.dropped ?? 0];
    metrics.pictures.inc({ camera, fate: 'decoded' }, given - (dropped - this.counted.dropped));
    metrics.pictures.inc({ camera, fate: 'left' }, left - this.counted.left);
    metrics.pictures.inc({ camera, fate: 'dropped' }, dropped - this.counted.dropped);
    this.counted = { left, dropped };
    metrics.cameraResting.set({ camera }, this.sieve.isResting ? 1 : 0);
  }
}
