import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { AccessUnit } from './access-unit.js';
import { encodeBye, encodeSenderReport } from './rtcp.js';
import { RTP_HEADER_BYTES, packetiseAccessUnit, type RtpStreamState } from './rtp-packetiser.js';
import type { RtpTransport } from './rtp-transport.js';
import { H264_PAYLOAD_TYPE } from './sdp.js';

/** RFC 3550, 6.2: five seconds between reports is the recommended minimum. */
const SENDER_REPORT_INTERVAL_MS = 5_000;

/** One client's view of one stream. A client that is slow misses pictures up to the next keyframe; nothing piles up. */
export class PlaySession {
  readonly id = randomBytes(8).toString('hex');
  readonly #rtp: RtpStreamState = {
    payloadType: H264_PAYLOAD_TYPE,
    // RFC 3550, 5.1: random, so that streams can't be taken for one another.
    ssrc: randomBytes(4).readUInt32BE(0),
    nextSequence: randomBytes(2).readUInt16BE(0),
  };
  readonly #timestampOffset = randomBytes(4).readUInt32BE(0);
  readonly #transport: RtpTransport;
  readonly #clock: Clock;
  readonly #canonicalName: string;
  #isPlaying = false;
  #isWaitingForKeyframe = true;
  #isBehind = false;
  #lastReportAtMs: number | null = null;
  #packetCount = 0;
  #octetCount = 0;
  #droppedAccessUnits = 0;

  constructor(options: { readonly transport: RtpTransport; readonly clock: Clock; readonly canonicalName: string }) {
    this.#transport = options.transport;
    this.#clock = options.clock;
    this.#canonicalName = options.canonicalName;
  }

  get ssrc(): number {
    return this.#rtp.ssrc;
  }

  /** Sequence number that the next RTP packet will have. */
  get nextSequence(): number {
    return this.#rtp.nextSequence;
  }

  /** Pictures that this client missed because it read too slowly. */
  get droppedAccessUnits(): number {
    return this.#droppedAccessUnits;
  }

  /** Sends from the next keyframe on. */
  play(): void {
    if (this.#isPlaying) return;
    this.#isPlaying = true;
    this.#isWaitingForKeyframe = true;
    this.#isBehind = false;
  }

  /** Sends nothing until {@link play}. */
  pause(): void {
    this.#isPlaying = false;
  }

  /** Sends the picture, or leaves it out when the client is behind. */
  send(unit: AccessUnit): void {
    if (!this.#isPlaying) return;
    if (this.#transport.isCongested()) this.#isBehind = this.#isWaitingForKeyframe = true;
    else if (unit.isKeyframe) this.#isBehind = this.#isWaitingForKeyframe = false;
    if (this.#isWaitingForKeyframe) {
      if (this.#isBehind) this.#droppedAccessUnits += 1;
      return;
    }
    const packets = packetiseAccessUnit(this.#rtp, unit.nalUnits, this.#rtpTimestamp(unit.pts90k));
    this.#reportIfDue();
    this.#transport.sendRtp(packets);
    this.#packetCount += packets.length;
    for (const packet of packets) this.#octetCount += packet.length - RTP_HEADER_BYTES;
  }

  /** Says goodbye; the session sends nothing more. */
  end(): void {
    if (this.#isPlaying) this.#transport.sendRtcp(encodeBye(this.#rtp.ssrc));
    this.#isPlaying = false;
    this.#transport.close();
  }

  #rtpTimestamp(pts90k: number): number {
    return (pts90k + this.#timestampOffset) % 2 ** 32;
  }

  #reportIfDue(): void {
    const nowMs = this.#clock.nowMs();
    if (this.#lastReportAtMs !== null && nowMs - this.#lastReportAtMs < SENDER_REPORT_INTERVAL_MS) return;
    this.#lastReportAtMs = nowMs;
    const report = encodeSenderReport({
      ssrc: this.#rtp.ssrc,
      nowMs,
      // A picture's time stamp is its wall-clock time on a 90 kHz clock, so the two run together by construction.
      rtpTimestamp: this.#rtpTimestamp(Math.round(nowMs * 90)),
      packetCount: this.#packetCount,
      octetCount: this.#octetCount,
      canonicalName: this.#canonicalName,
    });
    this.#transport.sendRtcp(report);
  }
}
