import type { LiveMessage } from '@lamppost/gateway/console-shapes';
import { addressOf } from '../box/ask.js';

/** How a live picture stands. */
export type LiveState =
  | { readonly kind: 'connecting' | 'waiting' | 'playing' | 'gone' | 'lost' | 'full' | 'over' | 'hidden' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Closes of the socket that the gateway tells apart. */
const SESSION_OVER = 4401;
const ROOM_FULL = 4429;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

/** What a {@link LiveLink} tells. */
export interface LiveListener {
  readonly onState: (state: LiveState) => void;
  readonly onMessage: (message: LiveMessage) => void;
  readonly onData: (data: ArrayBuffer) => void;
}

/** The socket of a live picture: it connects again by itself, and only while the page is seen. */
export class LiveLink {
  private socket: WebSocket | null = null;
  private retryMs = FIRST_RETRY_MS;
  private timer: number | null = null;

  constructor(
    private readonly cameraId: string,
    private readonly listener: LiveListener,
  ) {
    document.addEventListener('visibilitychange', this.onVisibility);
    this.open();
  }

  /** Connects at once. */
  again(): void {
    this.shut();
    this.open();
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.onVisibility);
    this.shut();
  }

  private readonly onVisibility = (): void => {
    if (document.visibilityState === 'visible') this.again();
    else {
      this.shut();
      this.listener.onState({ kind: 'hidden' });
    }
  };

  private open(): void {
    const { onState, onMessage, onData } = this.listener;
    onState({ kind: 'connecting' });
    const address = new URL(addressOf(`/cameras/${this.cameraId}/live`), window.location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    address.hash = '';
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') {
        onData(data);
        return;
      }
      const message = JSON.parse(data) as LiveMessage;
      if (message.kind === 'zones') {
        this.retryMs = FIRST_RETRY_MS;
        onState({ kind: 'waiting' });
      } else if (message.kind === 'gone') onState({ kind: 'gone' });
      else if (message.kind === 'failed') onState({ kind: 'failed', reason: message.reason });
      onMessage(message);
    };
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (code === SESSION_OVER) onState({ kind: 'over' });
      else if (code === ROOM_FULL) onState({ kind: 'full' });
      else {
        onState({ kind: 'lost' });
        this.timer = window.setTimeout(() => {
          this.open();
        }, this.retryMs);
        this.retryMs = Math.min(LONGEST_RETRY_MS, this.retryMs * 2);
      }
    };
    this.socket = socket;
  }

  private shut(): void {
    if (this.timer !== null) window.clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}
