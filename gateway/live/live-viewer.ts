import type { LiveMessage } from '../console-shapes/live.js';
import type { PacketRun } from './transport-packets.js';

/** Bytes on the way to one viewer: above the first, it is dropped to the newest; it goes on below the second. */
const MOST_ON_WAY = 1_500_000;
const FEW_ON_WAY = 200_000;

/** The WebSocket of a viewer, as far as it is used. */
export interface ViewerSocket {
  readonly bufferedAmount: number;
  readonly readyState: number;
  readonly OPEN: number;
  send(data: Buffer | string): void;
}

/** One who watches a live picture. */
export class LiveViewer {
  /** It begins where a decoder can. */
  private isBehind = true;
  /** Runs that were left out, because the line was too slow. */
  dropped = 0;

  constructor(private readonly socket: ViewerSocket) {}

  /** Sends part of the stream, if the line keeps up. */
  show({ bytes, isEntry }: PacketRun): void {
    const { bufferedAmount } = this.socket;
    if (bufferedAmount > MOST_ON_WAY) this.isBehind = true;
    else if (this.isBehind && isEntry && bufferedAmount < FEW_ON_WAY) this.isBehind = false;
    if (this.isBehind) {
      this.dropped += 1;
      return;
    }
    this.send(bytes);
  }

  /** Has it begin anew: another stream follows. */
  begin(anchorMs: number): void {
    this.isBehind = true;
    this.say({ kind: 'start', anchorMs });
  }

  /** Says something about the picture; a look is left out where the line is too slow, as the next one takes its place. */
  say(message: LiveMessage): void {
    if (message.kind === 'look' && this.socket.bufferedAmount > MOST_ON_WAY) return;
    this.send(JSON.stringify(message));
  }

  private send(data: Buffer | string): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(data);
  }
}
