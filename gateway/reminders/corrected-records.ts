import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Violation } from '@lamppost/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.js';
import { extractStill } from '../footage/extract-still.js';
import type { FootageRings } from '../footage/footage-rings.js';
import type { Outcome } from '../rules/outcome.js';
import { writeDurably } from '../spool/durable-file.js';
import type { StateStore } from '../spool/state-store.js';

const STATE_KEY = 'corrected';
/** How far from the wanted moment a still may lie. */
const TOLERANCE_MS = 5_000;
/** How long footage is waited for in one attempt. */
const REACH_MS = 15_000;
/** After this time the record stays without the stills that are missing. */
const GIVE_UP_MS = 120_000;
/** Records kept; the oldest make room. */
const MAX_RECORDS = 1_000;
const MAX_WAITING = 64;

const Corrected = z.strictObject({ violation: Violation, correctedAtMs: z.number(), recordedAtMs: z.number() });
type Corrected = z.infer<typeof Corrected>;

/** Options of {@link CorrectedRecords}. */
export interface CorrectedRecordsOptions {
  /** Made when it is missing; a folder for each record. */
  readonly directory: string;
  readonly rings: Pick<FootageRings, 'of'>;
  readonly ffmpegPath: string;
  readonly states: StateStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Keeps what was corrected after a reminder: `record.json`, and stills from before and after. It stays on the box: there is no lead. */
export class CorrectedRecords {
  private waiting: Corrected[];
  private readonly abort = new AbortController();
  private running: Promise<void> | null = null;

  constructor(private readonly options: CorrectedRecordsOptions) {
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    const saved = z.array(Corrected).safeParse(options.states.loadState(STATE_KEY));
    this.waiting = saved.success ? saved.data : [];
  }

  /** Takes a correction; it is durable when this returns, its files follow. */
  add({ violation, correctedAtMs }: Extract<Outcome, { kind: 'corrected' }>): void {
    const { violationId, ruleId, matter } = violation;
    this.options.log.info({ violationId, ruleId, matter, correctedAtMs }, 'violation corrected after a reminder');
    if (this.waiting.some((one) => one.violation.violationId === violationId)) return;
    const corrected = { violation, correctedAtMs, recordedAtMs: this.options.clock.nowMs() };
    this.save([...this.waiting, corrected].slice(-MAX_WAITING));
    this.wake();
  }

  /** Works off what waits; to be called now and then. */
  wake(): void {
    if (this.waiting.length === 0 || this.abort.signal.aborted) return;
    this.running ??= this.workOff().finally(() => {
      this.running = null;
    });
  }

  /** Stops after the record in hand. */
  async close(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async workOff(): Promise<void> {
    for (const corrected of this.waiting) {
      if (this.abort.signal.aborted) return;
      try {
        if (await this.write(corrected)) this.save(this.waiting.filter((one) => one !== corrected));
      } catch (error) {
        const { violationId } = corrected.violation;
        this.options.log.error(
          { err: error, violationId },
          'corrected violation could not be recorded; it will be tried again',
        );
      }
    }
    this.prune();
  }

  /** @returns whether the record is complete, or will not become so */
  private async write({ violation, correctedAtMs, recordedAtMs }: Corrected): Promise<boolean> {
    const directory = join(this.options.directory, `${correctedAtMs}-${violation.violationId}`);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const wanted =
      violation.cameraId === null
        ? []
        : [
            { name: 'before', atMs: violation.triggeredAtMs },
            { name: 'after', atMs: correctedAtMs },
          ];
    const stills: { name: string; capturedAtMs: number }[] = [];
    for (const { name, atMs } of wanted) {
      const still = await this.take(violation.cameraId ?? '', atMs);
      if (still === null) continue;
      await writeFile(join(directory, `${name}.jpg`), still.jpeg);
      stills.push({ name: `${name}.jpg`, capturedAtMs: still.capturedAtMs });
    }
    const isComplete = stills.length === wanted.length;
    if (!isComplete && this.options.clock.nowMs() - recordedAtMs < GIVE_UP_MS) return false;
    const record = { schema: 'lamppost.corrected/1', violation, correctedAtMs, stills };
    const bytes = Buffer.from(JSON.stringify(record));
    await writeDurably({ path: join(directory, 'record.json'), bytes, mode: 0o600 });
    return true;
  }

  private async take(cameraId: string, atMs: number) {
    const ring = this.options.rings.of(cameraId);
    await ring.reach(atMs + 300, AbortSignal.any([this.abort.signal, AbortSignal.timeout(REACH_MS)]));
    return extractStill(atMs, { ring, ffmpegPath: this.options.ffmpegPath, toleranceMs: TOLERANCE_MS });
  }

  private prune(): void {
    const { directory } = this.options;
    // Their names begin with their time.
    const names = readdirSync(directory).sort();
    for (const name of names.slice(0, Math.max(0, names.length - MAX_RECORDS)))
      rmSync(join(directory, name), { recursive: true });
  }

  private save(waiting: Corrected[]): void {
    this.options.states.saveState(STATE_KEY, waiting);
    this.waiting = waiting;
  }
}
