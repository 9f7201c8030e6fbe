import type { DecidedBy, RulesStatus } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { Metrics } from '../http/metrics.js';
import type { RulesRead, TakenRules } from '../rules/document/read-rules.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import { noteLine } from './note-line.js';

/** Problems that are logged of one refusal, at most. */
const MOST_LOGGED = 10;
/** Documents that are remembered, at most. */
const MOST_KNOWN = 8;

/** Options of {@link LiveRules}. */
export interface LiveRulesOptions {
  /** Name of the first rules in logs and in evidence: that of the file, or of the cloud's document. */
  readonly name: string;
  readonly first: TakenRules;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Brings other rules to all who judge by them. Must not throw. */
  readonly onChange: (rules: TakenRules) => void;
  /** Called after each change of {@link LiveRules.status}. */
  readonly onStatus: (status: RulesStatus) => void;
}

/** The rules that are judged by now, and what became of the last attempt to change them. */
export class LiveRules {
  private rules: TakenRules;
  private name: string;
  private sinceMs: number;
  /** The newest documents by hash: what they found may still wait for its package. */
  private readonly known = new Map<string, RuleDocument>();
  private refused: RulesStatus['refused'] = null;

  constructor(private readonly options: LiveRulesOptions) {
    this.rules = options.first;
    this.name = options.name;
    this.sinceMs = options.clock.nowMs();
    this.remember(options.first);
    this.warn(options.first, options.name);
    this.tell();
  }

  /** What evidence names as the rules that decided. */
  decidedBy(): DecidedBy {
    const { sha256, document } = this.rules;
    const { version } = document;
    return { name: this.name, sha256, ...(version === null ? {} : { version: String(version) }) };
  }

  /** What is judged by now. */
  now(): TakenRules {
    return this.rules;
  }

  /** The document of rules that decided; that of now where they are not known any more. */
  documentOf({ sha256 }: DecidedBy): RuleDocument {
    return this.known.get(sha256) ?? this.rules.document;
  }

  /** State for the gateway's status. */
  status(): RulesStatus {
    const { version, sha256 } = this.decidedBy();
    return { sha256, version: version ?? null, sinceMs: this.sinceMs, refused: this.refused };
  }

  /**
   * Takes what a new content of the file, or of the cloud's document, came to: good rules are gone over to, bad ones are refused and the old stay.
   *
   * @param name of the file or document; left out, it is that of the rules of now
   */
  take(read: RulesRead, name = this.name): void {
    const { log, metrics } = this.options;
    if (read.status === 'refused') {
      this.refuse(read.problems.map((problem) => noteLine(name, problem)));
      return;
    }
    this.warn(read, name);
    this.name = name;
    const { sha256: before } = this.rules;
    const isSame = read.sha256 === before;
    // Of the same document the text may be another.
    if (isSame) this.rules = read;
    else {
      // First of all: what is found while they are brought in is found by them.
      this.rules = read;
      this.sinceMs = this.options.clock.nowMs();
      this.remember(read);
      this.options.onChange(read);
      const { version, rules } = read.document;
      log.info({ sha256: read.sha256, before, version, rules: rules.length }, 'rules taken up');
    }
    this.refused = null;
    metrics.ruleReads.inc({ result: isSame ? 'unchanged' : 'taken' });
    this.tell();
  }

  private remember({ sha256, document }: TakenRules): void {
    this.known.delete(sha256);
    this.known.set(sha256, document);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
  }

  private refuse(lines: readonly string[]): void {
    const { log, metrics, clock } = this.options;
    this.refused = { atMs: clock.nowMs(), problem: (lines[0] ?? '').slice(0, 500), problems: lines.length };
    log.error(
      { problems: lines.slice(0, MOST_LOGGED), count: lines.length, keeps: this.rules.sha256 },
      'rules refused; the old ones stay',
    );
    metrics.ruleReads.inc({ result: 'refused' });
    this.tell();
  }

  private warn({ warnings }: TakenRules, name: string): void {
    const lines = warnings.slice(0, MOST_LOGGED).map((warning) => noteLine(name, warning));
    if (lines.length > 0)
      this.options.log.warn({ warnings: lines, count: warnings.length }, 'rules ask to be looked at');
  }

  private tell(): void {
    const { metrics } = this.options;
    const { sha256, version } = this.status();
    metrics.rulesInfo.reset();
    metrics.rulesInfo.set({ sha256, version: version ?? '' }, 1);
    metrics.rulesRefused.set(this.refused === null ? 0 : 1);
    this.options.onStatus(this.status());
  }
}
