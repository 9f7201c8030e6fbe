import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { ClockReading } from '@lamppost/contracts';
import type { Clock } from '../clock.js';
import { ntpQuestion, readNtpAnswer } from './ntp-packet.js';

/** Where a time server is. */
export interface NtpServer {
  readonly host: string;
  readonly port: number;
}

/** Our clock counts in whole milliseconds. */
const CLOCK_STEP_MS = 1;

/**
 * Asks a time server once how far our clock is off (RFC 5905, section 8).
 *
 * @param signal breaks the wait off
 * @returns null when no good answer came before that
 */
export async function askNtp(server: NtpServer, clock: Clock, signal: AbortSignal): Promise<ClockReading | null> {
  if (signal.aborted) return null;
  const cookie = randomBytes(8);
  const socket = createSocket(server.host.includes(':') ? 'udp6' : 'udp4');
  try {
    return await new Promise((resolve) => {
      let askedMs = 0;
      const giveUp = () => {
        resolve(null);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      socket.on('error', giveUp);
      socket.on('message', (packet) => {
        const nowMs = clock.nowMs();
        const answer = readNtpAnswer(packet, cookie);
        if (answer === null) return;
        const { receivedMs, sentMs, rootDelayMs, rootDispersionMs } = answer;
        const wayMs = Math.max(0, nowMs - askedMs - (sentMs - receivedMs));
        resolve({
          server: server.host,
          offsetMs: round((receivedMs - askedMs + (sentMs - nowMs)) / 2),
          uncertaintyMs: round(wayMs / 2 + rootDelayMs / 2 + rootDispersionMs + CLOCK_STEP_MS),
          measuredAtMs: nowMs,
        });
      });
      askedMs = clock.nowMs();
      socket.send(ntpQuestion(cookie), server.port, server.host, (error) => {
        if (error !== null) giveUp();
      });
    });
  } finally {
    socket.close();
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
