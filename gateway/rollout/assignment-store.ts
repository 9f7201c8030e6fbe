import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assignment, AssignmentOutcome, type DocumentKind } from '@lamppost/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import { writeDurably } from '../spool/durable-file.js';

/** SHA-256 of a text in UTF-8, in lower-case hex. */
export function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** An assignment with the text that it names; null where it names none, and the file on the box holds. */
export const HeldDocument = z
  .strictObject({ assignment: Assignment, text: z.string().nullable() })
  .refine(
    ({ assignment, text }) => (assignment.document?.sha256 ?? null) === (text === null ? null : hashText(text)),
    'the text is not the one that was assigned',
  );
export type HeldDocument = z.infer<typeof HeldDocument>;

/** What a gateway keeps of the assignments of one kind. */
export const RolloutState = z.strictObject({
  schema: z.literal('lamppost.rollout-state/1'),
  /** Of the newest assignment that was decided on, taken or refused; 0: none was. */
  serial: z.int().min(0),
  /** What holds; null: none was ever taken. */
  current: HeldDocument.nullable(),
  /** What is being tried, and how often the gateway began with it; what holds takes over again when it does not prove itself. */
  trial: z.strictObject({ held: HeldDocument, starts: z.int().min(0) }).nullable(),
  /** What the cloud does not know yet. */
  outcome: AssignmentOutcome.nullable(),
});
export type RolloutState = z.infer<typeof RolloutState>;

const NOTHING: RolloutState = {
  schema: 'lamppost.rollout-state/1',
  serial: 0,
  current: null,
  trial: null,
  outcome: null,
};

/**
 * Keeps the state of one kind in one file, so that a document and all that is known of it change together: after a loss of power at any moment the
 * one or the other state is there, whole.
 */
export class AssignmentStore {
  #state: RolloutState;
  readonly #file: string;
  readonly #directory: string;

  /** Reads what is kept. What cannot be read is told of, and counts as nothing: the cloud gives it again. */
  constructor(options: { readonly dataDirectory: string; readonly kind: DocumentKind; readonly log: Logger }) {
    const { dataDirectory, kind, log } = options;
    this.#directory = join(dataDirectory, 'rollout');
    this.#file = join(this.#directory, `${kind}.json`);
    this.#state = load(this.#file, log);
  }

  /** As it was last kept. */
  get state(): RolloutState {
    return this.#state;
  }

  /** Changes parts of the state; durable when it resolves. */
  async change(part: Partial<Omit<RolloutState, 'schema'>>): Promise<void> {
    const state = { ...this.#state, ...part };
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    await writeDurably({ path: this.#file, bytes: Buffer.from(JSON.stringify(state)), mode: 0o600 });
    this.#state = state;
  }
}

function load(file: string, log: Logger): RolloutState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      log.error({ err: error, file }, 'what the cloud assigned cannot be read; the file on the box holds meanwhile');
    return NOTHING;
  }
  try {
    return RolloutState.parse(JSON.parse(text));
  } catch (error) {
    log.error({ err: error, file }, 'what the cloud assigned is damaged; the file on the box holds meanwhile');
    return NOTHING;
  }
}
