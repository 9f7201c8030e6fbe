import type { Logger } from 'pino';
import { z } from 'zod';
import { parseJson, parseProblem } from '../../uplink/read-answer.js';
import { pause } from '../../uplink/alarm.js';
import type { CloudClient } from '../../uplink/cloud-client.js';
import type { FoundStore } from './found-store.js';

/** Verdicts asked for at once. */
const PAGE = 1_000;
const MOST_BYTES = 1_000_000;
/** Pages of one round, at most: more violations than are remembered need no verdict. */
const MOST_PAGES = 50;

const Verdicts = z
  .array(
    z.object({
      violationId: z.string().regex(/^[0-9a-f]{32}$/),
      verdict: z.enum(['confirmed', 'rejected']),
      reason: z.string().max(2_000).optional(),
    }),
  )
  .max(PAGE);

/** Options of {@link VerdictFetch}. */
export interface VerdictFetchOptions {
  readonly client: Pick<CloudClient, 'request'>;
  readonly store: Pick<FoundStore, 'takeVerdicts'>;
  /** How often the cloud is asked. */
  readonly everyMs: number;
  readonly log: Logger;
}

interface KnownPage {
  readonly etag: string | null;
  readonly lastId: string | null;
}

/** Fetches what reviewers made of what this gateway found, now and then, and keeps it on the box. */
export class VerdictFetch {
  readonly #abort = new AbortController();
  readonly #known = new Map<string, KnownPage>();
  #running: Promise<void> | null = null;
  #lastOutcome = '';

  constructor(private readonly options: VerdictFetchOptions) {}

  /** Starts to ask; a second time does nothing. */
  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  /** Asks once for all of them. */
  async fetch(): Promise<void> {
    let afterId = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const lastId = await this.#fetchPage(afterId);
      if (lastId === null) return;
      afterId = lastId;
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        await this.fetch();
      } catch (error) {
        this.options.log.error({ err: error }, 'verdicts could not be kept; they will be asked for again');
      }
      await pause(this.options.everyMs, signal);
    }
  }

  /** Gives where the next page begins; null when there is none, or nothing came. */
  async #fetchPage(afterId: string): Promise<string | null> {
    const { client, store } = this.options;
    const known = this.#known.get(afterId);
    const headers = known?.etag == null ? {} : { 'if-none-match': known.etag };
    const after = afterId === '' ? '' : `&after=${afterId}`;
    const path = `api/v1/gateways/verdicts?limit=${PAGE}${after}`;
    const answer = await client.request(
      { path, headers, doing: 'asking for verdicts', maxBytes: MOST_BYTES },
      this.#abort.signal,
    );
    if (!('body' in answer)) return this.#note(answer.status);
    if (answer.status === 304 && known !== undefined) return known.lastId;
    // A cloud from before this question has no such place.
    if (answer.status === 404 && parseProblem(answer) !== null) return this.#note('none');
    const parsed = Verdicts.safeParse(parseJson(answer.body));
    if (answer.status !== 200 || !parsed.success) return this.#note('not understood');
    const lastId = parsed.data.length < PAGE ? null : (parsed.data.at(-1)?.violationId ?? null);
    store.takeVerdicts({
      afterId,
      lastId,
      verdicts: parsed.data.map(({ reason, ...verdict }) => ({
        ...verdict,
        ...(reason === undefined ? {} : { reason }),
      })),
    });
    this.#known.set(afterId, { etag: answer.etag ?? null, lastId });
    this.#note('taken');
    return lastId;
  }

  #note(outcome: string): null {
    if (outcome !== this.#lastOutcome && !this.#abort.signal.aborted)
      this.options.log.info({ outcome }, 'outcome of asking for verdicts changed');
    this.#lastOutcome = outcome;
    return null;
  }
}
