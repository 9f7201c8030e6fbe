// Of this package the muxer alone is used: its server would listen on every interface, for everybody.
import Mpeg1Muxer from 'node-rtsp-stream/mpeg1muxer.js';
import { clusterHead } from '../sources/rtsp/matroska/picture-block.js';
import type { TappedPicture } from './picture-taps.js';
import { type PacketRun, TransportPackets } from './transport-packets.js';

/** Bytes that may wait for an encoder that is too slow; beyond it, it goes on at the next refresh picture that comes when they are fewer. */
const MOST_WAITING_BYTES = 8 * 2 ** 20;
/** MPEG-1 knows few frame rates; 25 suits what cameras send, and a picture that is shown twice costs next to nothing. */
const FRAMES_PER_SECOND = 25;
const WIDEST = 1280;
const FFMPEG_OPTIONS = {
  '-an': '',
  '-sn': '',
  '-vf': `fps=${FRAMES_PER_SECOND},scale='min(${WIDEST},iw)':-2`,
  // The player takes no pictures between others; a whole one each second is where a viewer can begin.
  '-bf': '0',
  '-g': String(FRAMES_PER_SECOND),
  '-q:v': '6',
  '-maxrate': '4M',
  '-bufsize': '4M',
  '-threads': '1',
  '-filter_threads': '1',
  // Time stamps begin with the first picture, and nothing waits to be sent together.
  '-muxdelay': '0',
  '-muxpreload': '0',
  '-flush_packets': '1',
} as const;

/** Options of {@link LiveEncoder}. */
export interface LiveEncoderOptions {
  readonly ffmpegPath: string;
  readonly onPackets: (run: PacketRun) => void;
  /** Told once, when it ended for whatever reason; in words where it failed. */
  readonly onEnd: (failure: string | null) => void;
}

/**
 * Turns a camera's own bitstream into MPEG-1 for a canvas. It is given pictures, not the camera's address: no second connection is opened, and the
 * arguments of its process tell nobody a password.
 */
export class LiveEncoder {
  private readonly muxer: Mpeg1Muxer;
  private readonly packets = new TransportPackets();
  private isBehind = false;
  private hasEnded = false;

  /** @param head - what stands in front of the pictures in their Matroska */
  constructor(
    head: Buffer,
    private readonly options: LiveEncoderOptions,
  ) {
    this.muxer = new Mpeg1Muxer({ url: 'pipe:0', ffmpegPath: options.ffmpegPath, ffmpegOptions: FFMPEG_OPTIONS });
    const { stream } = this.muxer;
    stream.on('error', (error) => {
      this.end(`ffmpeg cannot be started: ${error.message}`);
    });
    stream.on('close', (code) => {
      this.end(code === 0 || code === null ? null : `ffmpeg ended with code ${code}`);
    });
    stream.stdin.on('error', () => undefined);
    this.muxer.on('mpeg1data', (chunk) => {
      this.take(chunk);
    });
    stream.stdin.write(head);
  }

  /** Gives it the next picture; the first must be one that needs no other. */
  give(picture: TappedPicture): void {
    const { stdin } = this.muxer.stream;
    if (this.hasEnded || stdin.destroyed) return;
    const isFull = stdin.writableLength > MOST_WAITING_BYTES;
    this.isBehind = isFull || (this.isBehind && !picture.isRefresh);
    if (this.isBehind) return;
    stdin.cork();
    stdin.write(clusterHead(picture));
    stdin.write(picture.body);
    stdin.uncork();
  }

  /** Ends it at once. */
  kill(): void {
    this.hasEnded = true;
    this.muxer.stream.kill('SIGKILL');
  }

  private take(chunk: Buffer): void {
    if (this.hasEnded) return;
    try {
      for (const run of this.packets.push(chunk)) this.options.onPackets(run);
    } catch (error) {
      this.muxer.stream.kill('SIGKILL');
      this.end(error instanceof Error ? error.message : String(error));
    }
  }

  private end(failure: string | null): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.options.onEnd(failure);
  }
}
