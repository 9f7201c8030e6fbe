import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';

/** How long a session lasts: a working day. */
export const SESSION_LIFE_MS = 8 * 3_600_000;
/** How long it lasts unused. */
const IDLE_LIFE_MS = 30 * 60_000;
/** Open sessions, at most; the oldest goes first. */
const MOST_SESSIONS = 100;

interface Session {
  readonly name: string;
  readonly endsAtMs: number;
  usedAtMs: number;
}

function hashOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('base64url');
}

/** Who is signed in. Memory holds hashes of the IDs alone; a restart of the gateway ends all sessions. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly clock: Clock) {}

  /** Begins a session and gives its ID. */
  begin(name: string): string {
    const sessionId = randomBytes(32).toString('base64url');
    const nowMs = this.clock.nowMs();
    this.sessions.set(hashOf(sessionId), { name, endsAtMs: nowMs + SESSION_LIFE_MS, usedAtMs: nowMs });
    const [oldest] = this.sessions.keys();
    if (this.sessions.size > MOST_SESSIONS && oldest !== undefined) this.sessions.delete(oldest);
    return sessionId;
  }

  /** The name that a session belongs to; null when it is not open. */
  use(sessionId: string): string | null {
    const key = hashOf(sessionId);
    const session = this.sessions.get(key);
    if (session === undefined) return null;
    const nowMs = this.clock.nowMs();
    if (nowMs >= session.endsAtMs || nowMs - session.usedAtMs >= IDLE_LIFE_MS) {
      this.sessions.delete(key);
      return null;
    }
    session.usedAtMs = nowMs;
    return session.name;
  }

  end(sessionId: string): void {
    this.sessions.delete(hashOf(sessionId));
  }

  /** Ends all sessions of a name. */
  endAllOf(name: string): void {
    for (const [key, session] of this.sessions) if (session.name === name) this.sessions.delete(key);
  }
}
