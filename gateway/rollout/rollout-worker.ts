import type { PublicKey, SignedAssignment } from '@lamppost/contracts';
import { ExponentialBackoff, fullJitterGenerator, type IBackoff } from 'cockatiel';
import type { Logger } from 'pino';
import { pause } from '../uplink/alarm.js';
import type { AssignedKind } from './assigned-kind.js';
import { findAssignmentFault } from './find-assignment-fault.js';
import type { NotNow, RolloutClient } from './rollout-client.js';

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 300_000;
/** Gateways that started together ask apart: each pause is up to this share longer or shorter. */
const JITTER = 0.2;

/** Options of {@link RolloutWorker}. */
export interface RolloutWorkerOptions {
  readonly client: RolloutClient;
  readonly gatewayId: string;
  /** The cloud's key that was pinned; null as long as the gateway is not enrolled. */
  readonly receiptKey: () => PublicKey | null;
  /** The kinds that the gateway takes from the cloud. */
  readonly kinds: readonly AssignedKind[];
  readonly pollMs: number;
  /** Called each time that the cloud answered as it should. */
  readonly onReached: () => Promise<void>;
  readonly log: Logger;
  /** 0 to 1; Math.random unless a test says otherwise. */
  readonly random?: () => number;
}

/**
 * Asks the cloud now and then what the gateway is to go by, and tells what became of it. It is no part of the uplink, which goes on whatever
 * happens here.
 */
export class RolloutWorker {
  readonly #options: RolloutWorkerOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #backoff: IBackoff<unknown> = newBackoff();
  #etag: string | null = null;
  /** Serials of assignments that were found not to be trusted: each is told of once. */
  #doubted = '';

  constructor(options: RolloutWorkerOptions) {
    this.#options = options;
  }

  /** Starts to ask; a second time does nothing. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Stops at once; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Asks once. @returns null when all went well, else what did not */
  async poll(signal: AbortSignal = this.#stop.signal): Promise<NotNow | null> {
    const { client, kinds, receiptKey } = this.#options;
    const key = receiptKey();
    if (key === null) return { status: 'unauthorised', detail: 'this gateway is not enrolled yet' };
    const serials = Object.fromEntries(kinds.map((one) => [one.kind, one.serial()]));
    const given = await client.ask(serials, this.#etag, signal);
    if (given.status !== 'assigned' && given.status !== 'unchanged') return given;
    await this.#options.onReached();
    if (given.status === 'assigned') {
      for (const signed of given.assignments) {
        const failure = await this.#consider(signed, key, signal);
        if (failure !== null) return failure;
      }
      this.#etag = given.etag;
    }
    return await this.#tell(signal);
  }

  async #consider(signed: SignedAssignment, receiptKey: PublicKey, signal: AbortSignal): Promise<NotNow | null> {
    const { client, kinds, gatewayId, log } = this.#options;
    const { kind, serial, document } = signed.assignment;
    const assigned = kinds.find((one) => one.kind === kind);
    if (assigned === undefined) return null;
    const fault = findAssignmentFault(signed, { receiptKey, gatewayId });
    if (fault !== null) {
      this.#doubt(`${kind} ${serial}`, () => {
        log.error({ kind, serial, fault }, 'assignment is not to be trusted; nothing changes');
      });
      return null;
    }
    const known = assigned.serial();
    if (serial <= known) {
      if (serial < known)
        this.#doubt(`${kind} ${serial}`, () => {
          log.warn({ kind, serial, known }, 'an assignment older than the last came; nothing changes');
        });
      return null;
    }
    if (document === null) {
      await assigned.take(signed.assignment, null);
      return null;
    }
    const fetched = await client.fetchText(document, signal);
    if (fetched.status !== 'fetched') return fetched;
    await assigned.take(signed.assignment, fetched.text);
    return null;
  }

  #doubt(which: string, tell: () => void): void {
    if (this.#doubted !== which) tell();
    this.#doubted = which;
  }

  async #tell(signal: AbortSignal): Promise<NotNow | null> {
    for (const one of this.#options.kinds) {
      const outcome = one.outcome();
      if (outcome === null) continue;
      const told = await this.#options.client.tell(outcome, signal);
      if (told.status !== 'told') return told;
      await one.told(outcome);
    }
    return null;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { pollMs, log, random = Math.random } = this.#options;
    while (!signal.aborted) {
      let waitMs = pollMs * (1 - JITTER + 2 * JITTER * random());
      try {
        const failure = await this.poll(signal);
        if (failure === null) this.#backoff = newBackoff();
        else {
          const atLeastMs = failure.status === 'retryable' ? (failure.retryAfterMs ?? 0) : 0;
          waitMs = Math.max(this.#next(), atLeastMs);
          const reason = failure.status === 'retryable' ? failure.cause.message : failure.detail;
          log.debug({ reason, waitMs }, 'assignments could not be asked for; it will be tried again');
        }
      } catch (error) {
        waitMs = this.#next();
        log.error({ err: error, waitMs }, 'an assignment could not be taken; it will be tried again');
      }
      await pause(waitMs, signal);
    }
  }

  #next(): number {
    const { duration } = this.#backoff;
    this.#backoff = this.#backoff.next(undefined);
    return duration;
  }
}

function newBackoff(): IBackoff<unknown> {
  return new ExponentialBackoff({
    initialDelay: FIRST_BACKOFF_MS,
    maxDelay: LONGEST_BACKOFF_MS,
    generator: fullJitterGenerator,
  }).next();
}
