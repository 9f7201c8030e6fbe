import type { LinkStatus } from '@lamppost/contracts';
import { ConsecutiveBreaker, ExponentialBackoff, type IBackoff, fullJitterGenerator } from 'cockatiel';
import type { EntryRow } from '../spool/entry-table.js';
import type { PackageRow } from '../spool/package-table.js';
import { Alarm, pause } from './alarm.js';
import type { Retryable } from './cloud-result.js';
import { deliverPackage, type Delivery } from './deliver-package.js';
import { EntrySender } from './entry-sender.js';
import { loadEnrolment, saveEnrolment, type Enrolment } from './enrolment.js';
import { LinkMonitor } from './link-monitor.js';
import { SendingOrder, type Turn } from './sending-order.js';
import { DEFAULT_UPLINK_TIMES, type UplinkOptions, type UplinkTimes } from './uplink-options.js';

/** Questions for a receipt before a package that is being verified makes room for the next. */
const POLLS = 30;
/** Failures in a row after which nothing is uploaded until a small question is answered. */
const BREAK_AFTER = 5;
/** SHA-256 that no package has: asking for its receipt shows that cloud and token are good. */
const PROBE_DIGEST = '0'.repeat(64);

/**
 * Brings what the spool holds to the cloud, for as long as it runs: tombstones and other entries of the chain first, then packages one at a
 * time, the gravest first. Only a verified receipt makes the spool delete anything.
 */
export class UplinkWorker {
  readonly #options: UplinkOptions;
  readonly #times: UplinkTimes;
  readonly #link: LinkMonitor;
  readonly #entries: EntrySender;
  readonly #order: SendingOrder;
  readonly #alarm = new Alarm();
  readonly #stop = new AbortController();
  readonly #newLinkBackoff: () => IBackoff<unknown>;
  readonly #newPackageBackoff: () => IBackoff<unknown>;
  #linkBackoff: IBackoff<unknown>;
  #packageBackoff: IBackoff<unknown>;
  readonly #breaker = new ConsecutiveBreaker(BREAK_AFTER);
  #isCircuitOpen = false;
  #enrolment: Enrolment | null;
  #lastAnswerMs = -Infinity;
  #running: Promise<void> | null = null;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#times = { ...DEFAULT_UPLINK_TIMES, ...options.times };
    this.#entries = new EntrySender(options, this.#times);
    const { clock, log, observer, spool, metered = null } = options;
    this.#order = new SendingOrder({ spool, metered, log });
    this.#link = new LinkMonitor({ clock, log, onChange: (status) => observer?.linkChanged?.(status) });
    const { firstBackoffMs, longestBackoffMs, firstPostponementMs, longestPostponementMs } = this.#times;
    const backoff = (initialDelay: number, maxDelay: number) => () =>
      new ExponentialBackoff({ initialDelay, maxDelay, generator: fullJitterGenerator }).next();
    this.#newLinkBackoff = backoff(firstBackoffMs, longestBackoffMs);
    this.#newPackageBackoff = backoff(firstPostponementMs, longestPostponementMs);
    this.#linkBackoff = this.#newLinkBackoff();
    this.#packageBackoff = this.#newPackageBackoff();
    this.#enrolment = loadEnrolment(spool.states, options);
  }

  /** Starts to send; a second time does nothing. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Stops at once; an upload under way goes on from where it is after the next start. Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Tells that a package was committed. It does not cut a backoff short. */
  wake(): void {
    this.#alarm.ring();
  }

  /** State of the link to the cloud. */
  status(): LinkStatus {
    return this.#link.status();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#step(signal);
      } catch (error) {
        this.#options.log.error({ err: error }, 'uplink step failed');
        await this.#backOff(signal);
      }
    }
  }

  async #step(signal: AbortSignal): Promise<void> {
    if (this.#enrolment === null) {
      await this.#enrol(signal);
      return;
    }
    if (this.#isCircuitOpen) {
      await this.#probe(signal);
      return;
    }
    const entry = this.#entries.next();
    if (entry !== null) {
      await this.#sendEntry(entry, this.#enrolment, signal);
      return;
    }
    const { clock } = this.#options;
    if (this.#order.mustAsk(clock.nowMs(), this.#times.probeMs) && !(await this.#askForWanted(signal))) return;
    const turn = this.#order.next();
    if (turn === null) await this.#idle(signal);
    else await this.#send(turn, this.#enrolment, signal);
  }

  /** @returns whether the cloud answered as it should */
  async #askForWanted(signal: AbortSignal): Promise<boolean> {
    const result = await this.#options.client.findWanted(signal);
    if (result.status === 'retryable') await this.#linkDown(result, signal);
    else if (result.status === 'unauthorised') await this.#unauthorised(result.detail, signal);
    else {
      this.#order.want(result.digests, this.#options.clock.nowMs());
      this.#answered();
      return true;
    }
    return false;
  }

  /** What holds packages back although the link is up, in words; empty when nothing does. */
  shortages(): string[] {
    return this.#order.isSpent ? ['cloud: the bytes of the metered line are spent for today; packages wait'] : [];
  }

  async #enrol(signal: AbortSignal): Promise<void> {
    const { client, enrolmentCode, gatewayId, keyId, cloudUrl, spool, log } = this.#options;
    if (enrolmentCode === null) {
      this.#link.down('this gateway is not enrolled: get a one-time code from the cloud and configure it');
      await pause(this.#times.longestBackoffMs, signal);
      return;
    }
    const result = await client.enrol(enrolmentCode, signal);
    if (signal.aborted) return;
    switch (result.status) {
      case 'enrolled': {
        const enrolment = { cloudUrl, gatewayId, keyId, receiptKey: result.response.receiptKey };
        saveEnrolment(spool.states, enrolment);
        this.#enrolment = enrolment;
        log.info({ gatewayId, keyId }, 'gateway enrolled');
        // Whether the link is up is for a request with a token to show: an enrolment granted again may still be of a revoked key.
        return;
      }
      case 'rejected':
        this.#link.down(`the cloud does not enrol this gateway (${result.code}): ${result.detail}`);
        // An enrolment that was good before may be good again: the cloud may have been restored.
        this.#enrolment = loadEnrolment(spool.states, this.#options);
        await this.#backOff(signal);
        return;
      case 'retryable':
        await this.#linkDown(result, signal);
        return;
      default:
        result satisfies never;
    }
  }

  /** Nothing to send: waits for the next package, and asks now and then whether the link is still up. */
  async #idle(signal: AbortSignal): Promise<void> {
    const { clock, spool } = this.#options;
    const silentMs = clock.nowMs() - this.#lastAnswerMs;
    if ((silentMs >= this.#times.probeMs || silentMs < 0) && !(await this.#probe(signal))) return;
    const dueInMs = this.#order.isSpent ? Infinity : (spool.nextSendAtMs() ?? Infinity) - clock.nowMs();
    await this.#alarm.wait(Math.max(1, Math.min(dueInMs, this.#times.probeMs)), signal);
  }

  /** Asks something small. @returns whether the cloud answered as it should */
  async #probe(signal: AbortSignal): Promise<boolean> {
    const result = await this.#options.client.findReceipt(PROBE_DIGEST, signal);
    if (result.status === 'retryable') await this.#linkDown(result, signal);
    else if (result.status === 'unauthorised') await this.#unauthorised(result.detail, signal);
    else {
      this.#answered();
      return true;
    }
    return false;
  }

  async #sendEntry(row: EntryRow, { receiptKey }: Enrolment, signal: AbortSignal): Promise<void> {
    const delivery = await this.#entries.send(row, receiptKey, signal);
    if (signal.aborted) return;
    if (delivery.status === 'unauthorised') await this.#unauthorised(delivery.detail, signal);
    else if (delivery.status === 'retryable') await this.#linkDown(delivery, signal);
    else this.#answered();
  }

  async #send({ row, isHeadOnly }: Turn, enrolment: Enrolment, signal: AbortSignal): Promise<void> {
    const { client, spool, gatewayId, observer, metered } = this.#options;
    const delivery = await deliverPackage(row, {
      client,
      spool,
      gatewayId,
      receiptKey: enrolment.receiptKey,
      pollMs: this.#times.pollMs,
      polls: POLLS,
      isLineSteady: this.#link.status().state === 'up',
      isHeadOnly,
      onBytes: (count) => {
        metered?.allowance.spend(count);
        observer?.bytesSent?.(count);
      },
      signal,
    });
    if (!signal.aborted || delivery.status === 'accepted') await this.#settle(row, delivery, signal);
  }

  async #settle(row: PackageRow, delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { spool, clock, log, observer } = this.#options;
    const { digest, sequence, violationId, triggeredAtMs } = row;
    switch (delivery.status) {
      case 'accepted': {
        await spool.markAccepted(digest, delivery.receipt);
        const { caseId } = delivery.receipt.receipt;
        const triggerToReceiptMs = clock.nowMs() - triggeredAtMs;
        log.info({ digest, sequence, caseId, triggerToReceiptMs }, 'package accepted by the cloud');
        observer?.packageAccepted?.({ digest, violationId, caseId, triggerToReceiptMs });
        this.#packageBackoff = this.#newPackageBackoff();
        this.#answered();
        return;
      }
      case 'rejected':
        await spool.markRefused(digest, delivery.code, delivery.detail);
        observer?.packageRefused?.(delivery.code);
        this.#answered();
        return;
      case 'untrusted':
        log.error({ digest, sequence, fault: delivery.fault }, 'receipt is not to be trusted, package kept');
        observer?.receiptRejected?.();
        this.#answered();
        this.#postpone(digest);
        return;
      case 'verifying':
        this.#answered();
        this.#postpone(digest);
        return;
      case 'paused':
        log.info({ digest, sequence }, 'part of a package before its clip is at the cloud');
        this.#answered();
        return;
      case 'lost':
        return;
      case 'unauthorised':
        await this.#unauthorised(delivery.detail, signal);
        return;
      case 'retryable':
        // It may be this package that the cloud stumbles over: the next one gets its turn before this one comes again.
        if (delivery.isReached) spool.postpone(digest, clock.nowMs() + 2 * this.#linkBackoff.duration);
        await this.#linkDown(delivery, signal);
        return;
      default:
        delivery satisfies never;
    }
  }

  #postpone(digest: string): void {
    this.#options.spool.postpone(digest, this.#options.clock.nowMs() + this.#packageBackoff.duration);
    this.#packageBackoff = this.#packageBackoff.next(undefined);
  }

  #answered(): void {
    this.#lastAnswerMs = this.#options.clock.nowMs();
    this.#linkBackoff = this.#newLinkBackoff();
    this.#link.up();
    this.#breaker.success();
    this.#setCircuit(false);
  }

  #setCircuit(isOpen: boolean): void {
    if (isOpen === this.#isCircuitOpen) return;
    this.#isCircuitOpen = isOpen;
    this.#options.log.info({ isOpen }, 'uplink circuit changed');
    this.#options.observer?.circuitChanged?.(isOpen);
  }

  async #unauthorised(detail: string, signal: AbortSignal): Promise<void> {
    this.#link.down(`the cloud does not take this gateway's token: ${detail}; check the clock, or enrol it anew`);
    // A cloud that was set up anew knows nobody; the code, where there is one, may still be good there.
    if (this.#options.enrolmentCode !== null) this.#enrolment = null;
    await this.#backOff(signal);
  }

  async #linkDown({ cause, retryAfterMs }: Retryable, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#link.down(cause.message);
    if (this.#breaker.failure()) this.#setCircuit(true);
    await this.#backOff(signal, retryAfterMs);
  }

  async #backOff(signal: AbortSignal, atLeastMs = 0): Promise<void> {
    const waitMs = Math.max(this.#linkBackoff.duration, atLeastMs);
    this.#linkBackoff = this.#linkBackoff.next(undefined);
    this.#options.log.debug({ waitMs }, 'uplink retry scheduled');
    await pause(waitMs, signal);
  }
}
