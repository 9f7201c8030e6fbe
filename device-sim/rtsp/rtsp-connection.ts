import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { createNonce, digestChallenge, isAuthorised, type Credentials } from './digest.js';
import type { MediaStream } from './media-stream.js';
import { PlaySession } from './play-session.js';
import { createInterleavedTransport, type RtpTransport } from './rtp-transport.js';
import { RtspParser, type RtspInput, type RtspRequest } from './rtsp-parser.js';
import { formatResponse, type RtspResponse } from './rtsp-response.js';
import { TRACK_CONTROL } from './sdp.js';
import { parseTransportHeader } from './transport-header.js';
import type { UdpPorts } from './udp-ports.js';

/** What a connection needs of its server. */
export interface RtspConnectionOptions {
  readonly socket: Socket;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly log: Logger;
  readonly udp: UdpPorts;
  readonly sessionTimeoutMs: number;
  readonly findStream: (path: string) => MediaStream | undefined;
  readonly onDropped: (accessUnits: number) => void;
}

interface OpenSession {
  readonly session: PlaySession;
  readonly stream: MediaStream;
  readonly release: () => void;
}

const REALM = 'Lamppost device simulator';
const METHODS = 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN';
const MAX_SESSIONS_A_CONNECTION = 8;
/** After so many wrong answers to a challenge the client must connect anew, which slows down guessing. */
const MAX_FAILED_LOGINS = 5;
/** More than this waits only for a client that asks and never reads. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

function pathOf(uri: string): string {
  const [, path = ''] = /^rtsps?:\/\/[^/?]*\/?([^?]*)/i.exec(uri) ?? [];
  return path.replace(new RegExp(`/?(?:${TRACK_CONTROL})?/?$`), '');
}

/** One client's connection: answers its requests and owns its sessions, which end with it. */
export class RtspConnection {
  readonly #options: RtspConnectionOptions;
  readonly #parser = new RtspParser();
  readonly #nonce = createNonce();
  readonly #sessions = new Map<string, OpenSession>();
  #failedLogins = 0;
  #lastHeardAtMs: number;

  constructor(options: RtspConnectionOptions) {
    this.#options = options;
    this.#lastHeardAtMs = options.clock.nowMs();
    const { socket, log } = options;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#lastHeardAtMs = options.clock.nowMs();
      for (const input of this.#parser.push(chunk)) this.#take(input);
    });
    socket.on('error', (error) => {
      log.debug({ err: error }, 'RTSP connection failed');
    });
    socket.on('close', () => {
      for (const id of [...this.#sessions.keys()]) this.#endSession(id);
    });
  }

  /** Ends the connection when nothing was heard of the client for the session timeout: no request, and no RTCP. */
  closeIfSilent(nowMs: number): void {
    if (nowMs - this.#lastHeardAtMs <= this.#options.sessionTimeoutMs) return;
    this.#options.log.info({ sessions: this.#sessions.size }, 'RTSP client timed out');
    this.#options.socket.destroy();
  }

  /** Says goodbye to those who play the stream, and hangs up. */
  endStream(stream: MediaStream): void {
    const playing = [...this.#sessions.values()].filter((open) => open.stream === stream);
    if (playing.length === 0) return;
    for (const { session } of playing) this.#endSession(session.id);
    this.#options.socket.end();
  }

  #take(input: RtspInput): void {
    switch (input.kind) {
      case 'interleaved':
        return; // RTCP of the client: that it came is all that counts
      case 'malformed':
        this.#options.log.info({ reason: input.reason }, 'malformed RTSP request');
        this.#reply({ status: 400 }, input.cseq);
        this.#options.socket.end();
        return;
      case 'request':
        this.#reply(this.#answer(input), input.headers.get('cseq') ?? null);
        return;
      default:
        input satisfies never;
    }
  }

  #reply(response: RtspResponse, cseq: string | null): void {
    const { socket } = this.#options;
    if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy();
    else if (!socket.writableEnded) socket.write(formatResponse(response, cseq));
  }

  #answer(request: RtspRequest): RtspResponse {
    if (request.method === 'OPTIONS') return { status: 200, headers: { Public: METHODS } };
    if (!this.#isAllowed(request))
      return { status: 401, headers: { 'WWW-Authenticate': digestChallenge(REALM, this.#nonce) } };
    switch (request.method) {
      case 'DESCRIBE':
        return this.#describe(request);
      case 'SETUP':
        return this.#setup(request);
      case 'PLAY':
      case 'PAUSE':
      case 'TEARDOWN':
        return this.#control(request, request.method);
      case 'GET_PARAMETER':
      case 'SET_PARAMETER':
        return this.#keepAlive(request);
      default:
        return { status: 405, headers: { Allow: METHODS } };
    }
  }

  #isAllowed(request: RtspRequest): boolean {
    const header = request.headers.get('authorization');
    const { credentials, log, socket } = this.#options;
    const { method, uri } = request;
    if (isAuthorised(header, credentials, { realm: REALM, nonce: this.#nonce, method, uri })) return true;
    if (header !== undefined) {
      this.#failedLogins += 1;
      log.warn({ method, failedLogins: this.#failedLogins }, 'RTSP login refused');
      if (this.#failedLogins >= MAX_FAILED_LOGINS) setImmediate(() => socket.end());
    }
    return false;
  }

  #describe(request: RtspRequest): RtspResponse {
    const stream = this.#options.findStream(pathOf(request.uri));
    if (stream === undefined) return { status: 404 };
    const body = stream.describe();
    if (body === null) return { status: 503 };
    const headers = { 'Content-Type': 'application/sdp', 'Content-Base': `${request.uri.replace(/\/$/, '')}/` };
    return { status: 200, headers, body };
  }

  #setup(request: RtspRequest): RtspResponse {
    const stream = this.#options.findStream(pathOf(request.uri));
    if (stream === undefined) return { status: 404 };
    if (request.headers.has('session')) return { status: 455 }; // there is only one track to set up
    if (this.#sessions.size >= MAX_SESSIONS_A_CONNECTION) return { status: 453 };
    const way = this.#openTransport(request.headers.get('transport'));
    if (way === null) return { status: 461 };
    const { clock } = this.#options;
    const session = new PlaySession({ transport: way.transport, clock, canonicalName: stream.name });
    this.#sessions.set(session.id, { session, stream, release: way.release });
    stream.add(session);
    const ssrc = session.ssrc.toString(16).padStart(8, '0').toUpperCase();
    return {
      status: 200,
      headers: { Transport: `${way.header};ssrc=${ssrc}`, Session: this.#sessionHeader(session) },
    };
  }

  #openTransport(
    header: string | undefined,
  ): { readonly transport: RtpTransport; readonly header: string; readonly release: () => void } | null {
    const requested = parseTransportHeader(header);
    const { socket, udp } = this.#options;
    if (requested === null) return null;
    if (requested.kind === 'interleaved') {
      const { rtpChannel, rtcpChannel } = requested;
      return {
        transport: createInterleavedTransport(socket, { rtp: rtpChannel, rtcp: rtcpChannel }),
        header: `RTP/AVP/TCP;unicast;interleaved=${rtpChannel}-${rtcpChannel}`,
        release: () => undefined,
      };
    }
    // Always to the address that the client speaks from: a `destination` would let it aim the stream at others.
    const address = socket.remoteAddress;
    if (address === undefined) return null;
    const { rtpPort, rtcpPort } = requested;
    const opened = udp.open({ address, rtpPort, rtcpPort }, () => {
      this.#lastHeardAtMs = this.#options.clock.nowMs();
    });
    const header_ = `RTP/AVP;unicast;client_port=${rtpPort}-${rtcpPort};server_port=${udp.rtpPort}-${udp.rtcpPort}`;
    return { ...opened, header: header_ };
  }

  #control(request: RtspRequest, method: 'PLAY' | 'PAUSE' | 'TEARDOWN'): RtspResponse {
    const open = this.#sessionOf(request);
    if (open === undefined) return { status: 454 };
    const { session } = open;
    const headers = { Session: this.#sessionHeader(session) };
    if (method === 'TEARDOWN') {
      this.#endSession(session.id);
      return { status: 200, headers };
    }
    if (method === 'PAUSE') {
      session.pause();
      return { status: 200, headers };
    }
    session.play();
    const trackUrl = `${request.uri.replace(/\/$/, '')}/${TRACK_CONTROL}`;
    return {
      status: 200,
      headers: { ...headers, Range: 'npt=now-', 'RTP-Info': `url=${trackUrl};seq=${session.nextSequence}` },
    };
  }

  #keepAlive(request: RtspRequest): RtspResponse {
    if (!request.headers.has('session')) return { status: 200 };
    const open = this.#sessionOf(request);
    if (open === undefined) return { status: 454 };
    return { status: 200, headers: { Session: this.#sessionHeader(open.session) } };
  }

  #sessionOf(request: RtspRequest): OpenSession | undefined {
    const [id = ''] = request.headers.get('session')?.split(';') ?? [];
    return this.#sessions.get(id.trim());
  }

  #sessionHeader(session: PlaySession): string {
    return `${session.id};timeout=${Math.ceil(this.#options.sessionTimeoutMs / 1000)}`;
  }

  #endSession(id: string): void {
    const open = this.#sessions.get(id);
    if (open === undefined) return;
    this.#sessions.delete(id);
    open.stream.remove(open.session);
    open.session.end();
    open.release();
    if (open.session.droppedAccessUnits === 0) return;
    this.#options.onDropped(open.session.droppedAccessUnits);
    this.#options.log.warn({ droppedAccessUnits: open.session.droppedAccessUnits }, 'RTSP client was too slow');
  }
}
