import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { Logger } from 'pino';
import type {
  CheckedDraft,
  CheckedRules,
  DraftRequest,
  NamedSource,
  RulesNow,
  RuleVersion,
  RuleVersionSummary,
} from '../console-shapes/rule-desk.js';
import type { Clock } from '../clock.js';
import { hashText } from '../rollout/assignment-store.js';
import { type RulesRead, readRules } from '../rules/document/read-rules.js';
import { writeDurably } from '../spool/durable-file.js';
import type { RunningRules } from '../start-rules.js';
import { editRules } from './edit/edit-rules.js';
import { describeChanges } from './history/describe-changes.js';
import type { RuleHistory } from './history/rule-history.js';

/** Options of {@link RuleDesk}. */
export interface RuleDeskOptions {
  /** The rule file. */
  readonly file: string;
  /** Its name in logs and in evidence. */
  readonly name: string;
  readonly rules: Pick<RunningRules, 'live' | 'isAssigned' | 'reload'>;
  readonly history: RuleHistory;
  /** Cameras and monitors that the gateway has now. */
  readonly sources: () => { readonly cameras: readonly NamedSource[]; readonly sensors: readonly NamedSource[] };
  readonly clock: Clock;
  readonly log: Logger;
}

/** A text that somebody wants judged by. */
export interface Publication {
  readonly text: string;
  readonly who: string;
  readonly reason: string;
  /** Hash of the text that it was made from. */
  readonly ifMatch: string;
  /** The version that is gone back to; null for a new text. */
  readonly restores: number | null;
}

/** What became of it. */
export type PublishResult =
  | { readonly status: 'published'; readonly version: RuleVersionSummary }
  /** Somebody was faster: this is what holds. */
  | { readonly status: 'overtaken'; readonly newest: RuleVersionSummary | null }
  | { readonly status: 'refused'; readonly checked: Extract<CheckedRules, { status: 'refused' }> }
  | { readonly status: 'unchanged' }
  | { readonly status: 'assigned' }
  | { readonly status: 'not-writable'; readonly reason: string };

/** What became of edits of a text. */
export type DraftResult =
  | { readonly status: 'drafted'; readonly draft: CheckedDraft }
  | { readonly status: 'impossible'; readonly reason: 'not-yaml' | 'no-such-place' | 'written-otherwise' };

/** Errors of a disk that does not let the file be exchanged. */
const NOT_WRITABLE = new Set(['EACCES', 'EROFS', 'EPERM', 'EBUSY', 'ENOSPC', 'EXDEV']);

/** The rules of a gateway as people change them: looked at, tried on, published, gone back to. */
export class RuleDesk {
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RuleDeskOptions) {}

  /** The rules of now. What was changed on the disk meanwhile is noted in the history first. */
  async now(): Promise<RulesNow> {
    await this.#inTurn(() => this.#noteText());
    const { rules, name, sources, history, clock } = this.options;
    const isAssigned = rules.isAssigned();
    const text = this.#text();
    const { sha256, version, sinceMs } = rules.live.status();
    return {
      text,
      etag: hashText(text),
      checked: checkedOf(readRules(text, clock.nowMs())),
      live: { sha256, version, sinceMs },
      source: isAssigned ? { kind: 'cloud', name: rules.live.decidedBy().name } : { kind: 'file', name },
      ...sources(),
      newest: history.newest(),
    };
  }

  /** Makes edits on a text, and says what it comes to. */
  draft({ text, edits = [] }: DraftRequest): DraftResult {
    const edited = editRules(text, edits);
    if (edited.status === 'impossible' && edits.length > 0) return edited;
    const drafted = edited.status === 'edited' ? edited.text : text;
    const read = readRules(drafted, this.options.clock.nowMs());
    const changes =
      read.status === 'taken' ? describeChanges(this.options.rules.live.now().document, read.document) : null;
    return { status: 'drafted', draft: { text: drafted, checked: checkedOf(read), changes } };
  }

  /** Publishes a text: it is checked, written in the place of the file's at once and for good, noted, and judged by from the next event on. */
  async publish(publication: Publication): Promise<PublishResult> {
    return this.#inTurn(async () => this.#publish(publication));
  }

  /** Versions that were judged by, the newest first. */
  async versions(): Promise<readonly RuleVersionSummary[]> {
    await this.#inTurn(() => this.#noteText());
    return this.options.history.list();
  }

  /** One version with its text; null when it is not kept. */
  version(number: number): RuleVersion | null {
    return this.options.history.find(number);
  }

  async #publish({ text, who, reason, ifMatch, restores }: Publication): Promise<PublishResult> {
    const { rules, file, history, clock, log } = this.options;
    if (rules.isAssigned()) return { status: 'assigned' };
    await this.#noteText();
    const old = this.#text();
    if (hashText(old) !== ifMatch) return { status: 'overtaken', newest: history.newest() };
    const checked = readRules(text, clock.nowMs());
    if (checked.status === 'refused') return { status: 'refused', checked };
    if (text === old) return { status: 'unchanged' };
    const before = rules.live.now().document;
    try {
      const path = realpathSync(file);
      await writeDurably({ path, bytes: Buffer.from(text, 'utf8'), mode: statSync(path).mode & 0o777 });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!NOT_WRITABLE.has(code)) throw error;
      log.warn({ err: error }, 'rules could not be written; the old ones stay');
      return { status: 'not-writable', reason: code };
    }
    rules.reload();
    const version = await history.add({
      atMs: clock.nowMs(),
      kind: restores === null ? 'published' : 'rolled-back',
      ...{ who, reason, restores, text, sha256: checked.sha256 },
      version: versionOf(checked.document.version),
      changes: describeChanges(before, checked.document),
    });
    log.info({ number: version.number, sha256: version.sha256, who, restores }, 'rules published');
    return { status: 'published', version };
  }

  /** What was put in the place of the last version otherwise than by this desk becomes a version too, once it is judged by. */
  async #noteText(): Promise<void> {
    const { rules, history, clock } = this.options;
    const { text, document, sha256 } = rules.live.now();
    const newest = history.newest();
    if (newest?.textSha256 === hashText(text)) return;
    const before = newest === null ? null : history.find(newest.number);
    const read = before === null ? null : readRules(before.text, clock.nowMs());
    await history.add({
      atMs: rules.live.status().sinceMs,
      kind: rules.isAssigned() ? 'cloud' : 'file',
      ...{ who: null, reason: null, restores: null, text, sha256 },
      version: versionOf(document.version),
      changes: read?.status === 'taken' ? describeChanges(read.document, document) : [],
    });
  }

  /** Of the file, be it refused; of what is judged by where the cloud assigns it, or the file cannot be read. */
  #text(): string {
    const { rules, file } = this.options;
    if (rules.isAssigned()) return rules.live.now().text;
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return rules.live.now().text;
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work, work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

function versionOf(version: string | number | null): string | null {
  return version === null ? null : String(version);
}

function checkedOf(read: RulesRead): CheckedRules {
  if (read.status === 'refused') return read;
  const { status, document, sha256, warnings } = read;
  return { status, document, sha256, warnings };
}
