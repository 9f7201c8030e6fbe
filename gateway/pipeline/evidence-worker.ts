import type { Logger } from 'pino';
import type { ClockStatus, DecidedBy, Violation } from '@lamppost/contracts';
import type { Clock } from '../clock.js';
import { clipsLast } from '../evidence/clips-last.js';
import { type PackageMedia, type SealRequest, sealPackage } from '../evidence/seal-package.js';
import type { PendingViolation } from '../spool/pending-table.js';
import type { Spool } from '../spool/spool.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { FootageRings } from '../footage/footage-rings.js';
import { type CollectMediaOptions, collectMedia } from './collect-media.js';
import type { EvidenceLooks } from './evidence-looks.js';
import type { EvidenceReading } from './evidence-readings.js';
import { type ReadPlateOptions, readPlate } from './read-plate.js';
import { type ShownMediaOptions, showMedia } from './shown-media.js';

/** Stills that a violation seen by a camera needs: GA/T 832 asks two panoramas at different times. */
const SEEN_STILLS = 2;
/** Stills of the place of a violation that was measured: they show the site, the readings prove it. */
const MEASURED_STILLS = 1;
/** Used where {@link EvidenceWorkerOptions.reachMs} says nothing; segments close every few seconds. */
const DEFAULT_REACH_MS = 15_000;
const RETRY_MS = 5_000;
/** After this long without footage the package is sealed with what there is: the lead must not be lost with the picture. */
const GIVE_UP_MS = 120_000;

/** Options of {@link EvidenceWorker}. */
export interface EvidenceWorkerOptions
  extends
    Pick<SealRequest, 'gatewayId' | 'models' | 'software' | 'key'>,
    Pick<CollectMediaOptions, 'ffmpegPath' | 'sight'>,
    Pick<ReadPlateOptions, 'plates'> {
  /** Rules that are judged by now: used for what a version before this one recorded. */
  readonly rules: () => DecidedBy;
  /** Document of the rules that found a violation, or of those now where that one is not known any more. */
  readonly documentOf: (rules: DecidedBy) => RuleDocument;
  /** What a violation was judged by, for one that was measured. */
  readonly readings: (violation: Violation, document: RuleDocument) => readonly EvidenceReading[];
  /** What the rules were given of a violation that was seen; null where nothing is known of it any more. */
  readonly looks: (violation: Violation) => Promise<EvidenceLooks | null>;
  /** Models that `plates` reads with. */
  readonly plateModels: SealRequest['models'];
  /** How far the clock can be trusted by now. */
  readonly clockStatus: () => Promise<ClockStatus>;
  readonly spool: Spool;
  readonly rings: FootageRings;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long footage is waited for in one attempt, milliseconds. */
  readonly reachMs?: number;
  /** Called with what was found, and the copies that people see of it. Must not throw. */
  readonly onSealed: (violation: Violation, shown: readonly PackageMedia[]) => void;
}

/** Turns recorded violations into sealed packages, one after another, so that the chain has no fork. Restarted, it goes on where it was. */
export class EvidenceWorker {
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isWoken = false;

  constructor(private readonly options: EvidenceWorkerOptions) {}

  /** Works off what is pending; called at the start and after each violation. */
  wake(): void {
    this.isWoken = true;
    if (this.running !== null || this.abort.signal.aborted) return;
    this.running = this.workOff().finally(() => {
      this.running = null;
      if (this.isWoken) this.wake();
    });
  }

  /** Stops after the package in hand. */
  async close(): Promise<void> {
    this.abort.abort();
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  private async workOff(): Promise<void> {
    this.isWoken = false;
    for (const pending of this.options.spool.pendingViolations()) {
      // What came meanwhile goes before what was tried in vain: a camera that is gone holds up nothing but its own.
      if (this.abort.signal.aborted || (pending.attempts > 0 && this.hasNews())) return;
      try {
        if (!(await this.seal(pending))) this.wakeLater();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.options.log.error(
          { violationId: pending.violation.violationId, reason },
          'package could not be sealed; it will be tried again',
        );
        this.wakeLater();
      }
    }
  }

  private hasNews(): boolean {
    return this.isWoken;
  }

  private async seal({ violation, device, rules: foundBy, recordedAtMs }: PendingViolation): Promise<boolean> {
    const { spool, clock, log } = this.options;
    spool.countAttempt(violation.violationId);
    const ring = violation.cameraId === null ? null : this.options.rings.of(violation.cameraId);
    const rules = foundBy ?? this.options.rules();
    const document = this.options.documentOf(rules);
    const wantedStills = document.rules.find(({ id }) => id === violation.ruleId)?.stills ?? null;
    const readings = this.options.readings(violation, document);
    const { media, seen } = await collectMedia(violation, {
      ring,
      sight: this.options.sight,
      stills: wantedStills,
      ffmpegPath: this.options.ffmpegPath,
      readings: () => readings,
      log,
      signal: AbortSignal.any([this.abort.signal, AbortSignal.timeout(this.options.reachMs ?? DEFAULT_REACH_MS)]),
    });
    const stills = media.filter((file) => file.role === 'still').length;
    const wanted = Math.min(
      violation.subject === null ? MEASURED_STILLS : SEEN_STILLS,
      wantedStills?.count ?? Infinity,
    );
    const isComplete = violation.cameraId === null || stills >= wanted;
    if (!isComplete && clock.nowMs() - recordedAtMs < GIVE_UP_MS) return false;
    const plate = await readPlate(violation, media, { plates: this.options.plates, log });
    // What was cut short is read again after a restart.
    if (this.abort.signal.aborted) return false;
    const originals = clipsLast([...media, ...(await this.lookBack(violation)), ...plate.media]);
    const shown = await this.show(violation, {
      device,
      document,
      media: originals,
      seen,
      readings,
      plate: plate.finding,
    });
    const sealed = await sealPackage({
      gatewayId: this.options.gatewayId,
      models: [...this.options.models, ...(plate.isRead ? this.options.plateModels : [])],
      rules,
      software: this.options.software,
      key: this.options.key,
      link: spool.nextLink(),
      violation,
      plate: plate.finding,
      device,
      media: clipsLast([...originals, ...shown]),
      clock: await this.options.clockStatus(),
      nowMs: clock.nowMs(),
    });
    await spool.commitPackage({
      violationId: violation.violationId,
      digest: sealed.digest,
      sequence: sealed.manifest.sequence,
      zip: sealed.zip,
      severity: violation.severity,
    });
    log.info(
      logged(violation, {
        digest: sealed.digest,
        sequence: sealed.manifest.sequence,
        stills,
        bytes: sealed.zip.length,
      }),
      'package sealed',
    );
    this.options.onSealed(violation, shown);
    return true;
  }

  /** The looks that a violation was judged by. Where they can't be read, the package goes without them: its explanation says what held. */
  private async lookBack(violation: Violation): Promise<PackageMedia[]> {
    try {
      const looks = await this.options.looks(violation);
      if (looks === null) return [];
      const bytes = Buffer.from(JSON.stringify(looks), 'utf8');
      const file = { name: 'looks.json', role: 'looks', mediaType: 'application/json' } as const;
      return [{ ...file, bytes, capturedAtMs: null, derivedFrom: null }];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { violationId } = violation;
      this.options.log.warn({ violationId, reason }, 'looks can not be read; the package goes without them');
      return [];
    }
  }

  /** Nothing that goes wrong in drawing holds the package up: what proves is in the originals. */
  private async show(violation: Violation, options: ShownMediaOptions): Promise<PackageMedia[]> {
    try {
      return await showMedia(violation, options);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { violationId } = violation;
      this.options.log.error(
        { violationId, reason },
        'pictures could not be drawn; the package goes with its originals',
      );
      return [];
    }
  }

  private wakeLater(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.wake();
    }, RETRY_MS);
  }
}

function logged(violation: Violation, more: object): object {
  return { violationId: violation.violationId, ruleId: violation.ruleId, matter: violation.matter, ...more };
}
