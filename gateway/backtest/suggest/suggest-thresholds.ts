import type { RuleDocument } from '../../rules/document/rule-document.js';
import type { Rule } from '../../rules/document/rule.js';
import type { Found } from '../found.js';
import { gatewayOfLog } from '../gateway-of-log.js';
import { type Label, LabelIndex, type Labels, resolveLabels } from '../label-found.js';
import type { LogFacts, PlayLogOptions } from '../play-log.js';
import { type Score, scoreFound } from '../score-found.js';
import type { Verdict } from '../verdicts.js';
import { leastToShow } from '../wilson-interval.js';
import { chooseBest, keepsRecall } from './choose-value.js';
import { THRESHOLDS, type Threshold } from './thresholds.js';
import { type Setting, type TriedVariant, type Variant, tryVariants } from './try-variants.js';

/** Values between a good one and the next worse that are tried in the second pass. */
const REFINED = [0.25, 0.5, 0.75];
/** Values of each threshold that are tried together with those of another, at most. */
const MOST_IN_PAIR = 4;
/** Fewest rejected verdicts from which it can be told that there will be fewer false leads. An own choice. */
const LEAST_REJECTED = 10;

/** What suggestions rest on. */
export interface SuggestOptions extends Omit<PlayLogOptions, 'players'> {
  readonly document: RuleDocument;
  readonly verdicts: readonly Verdict[];
  /** Share of the confirmed offences that must still be found, above 0 and below 1. */
  readonly recall: number;
}

/** A setting that was tried. */
export interface TriedSetting {
  readonly setting: Setting;
  readonly isPresent: boolean;
  readonly isBest: boolean;
  readonly score: Score;
}

/** Suggestion for one rule. */
export interface RuleSuggestion {
  readonly ruleId: string;
  readonly present: Setting;
  /** Verdicts that it rests on. */
  readonly confirmed: number;
  readonly rejected: number;
  /** What is wanted before a suggestion means much; see {@link leastToShow}. */
  readonly wanted: { readonly confirmed: number; readonly rejected: number };
  readonly hasEnough: boolean;
  /** Each threshold by itself, its values in order. */
  readonly thresholds: readonly { readonly name: string; readonly tried: readonly TriedSetting[] }[];
  /** The best of two thresholds together; null when no pair does better than the best single one. */
  readonly pair: TriedSetting | null;
  /** What would keep the recall with the fewest false leads; null when nothing that was tried keeps it. */
  readonly best: TriedSetting | null;
}

/** Suggestions for the rules of a document. */
export interface Suggestions {
  readonly recall: number;
  readonly log: LogFacts;
  readonly verdicts: {
    readonly given: number;
    readonly used: number;
    readonly unknown: number;
    readonly outside: number;
  };
  readonly rules: readonly RuleSuggestion[];
  /** Rules of which no verdict says anything. */
  readonly withoutVerdicts: readonly string[];
  /** Variants of rules that were played. */
  readonly variants: number;
}

function presentOf(rule: Rule): Setting {
  return Object.fromEntries(
    THRESHOLDS.flatMap((threshold) => {
      const value = threshold.read(rule);
      return value === null ? [] : [[threshold.name, value]];
    }),
  );
}

/** A rule with other values of its thresholds. */
export function withSetting(rule: Rule, setting: Setting): Variant {
  const changed = THRESHOLDS.reduce((so, threshold) => {
    const value = setting[threshold.name];
    return value === undefined ? so : threshold.write(so, value);
  }, rule);
  return { ruleId: rule.id, setting, rule: changed };
}

/** Each threshold of a rule by itself, at its present value and at those around it. */
function singleVariants(rule: Rule): Variant[] {
  return THRESHOLDS.flatMap((threshold) => {
    const present = threshold.read(rule);
    if (present === null) return [];
    const values = [...new Set([present, ...threshold.tries(present)])].sort((a, b) => a - b);
    return values.map((value) => withSetting(rule, { [threshold.name]: value }));
  });
}

/** A rule while suggestions for it are looked for. */
class RuleTrial {
  private tried: readonly (TriedVariant & { readonly score: Score })[] = [];
  private expected: readonly Label[] = [];

  constructor(
    readonly rule: Rule,
    private readonly document: RuleDocument,
    private readonly recall: number,
  ) {}

  /** Takes what variants of the rule found. */
  take(variants: readonly TriedVariant[], labels: readonly Label[], index: LabelIndex): void {
    const own = variants.filter(({ ruleId }) => ruleId === this.rule.id);
    if (this.tried.length === 0) this.expected = labels.filter((label) => this.isOwn(label, own, index));
    this.tried = [
      ...this.tried,
      ...own.map((variant) => ({ ...variant, score: scoreFound(variant.found, this.expected, index) })),
    ];
  }

  get confirmed(): number {
    return this.expected.filter(({ verdict }) => verdict === 'confirmed').length;
  }

  get rejected(): number {
    return this.expected.length - this.confirmed;
  }

  /** Settings between the best of each threshold and its neighbours, and pairs of those that keep the recall. */
  next(): Variant[] {
    if (this.confirmed === 0) return [];
    const names = this.names();
    const finer = names.flatMap((threshold) => this.finer(threshold));
    const pairs = names.flatMap((first, place) =>
      names.slice(place + 1).flatMap((second) => this.pairs(first, second)),
    );
    return [...finer, ...pairs].map((setting) => withSetting(this.rule, setting));
  }

  answer(): RuleSuggestion {
    const present = presentOf(this.rule);
    const wanted = { confirmed: leastToShow(this.recall), rejected: LEAST_REJECTED };
    const singles = this.names().map((threshold) => ({ name: threshold.name, tried: this.of(threshold) }));
    const bestOf = (of: readonly TriedVariant[]) =>
      chooseBest(of as typeof this.tried, this.recall, (one) => this.isPresent(one));
    const isPair = ({ setting }: Variant) => Object.keys(setting).length === 2;
    const single = bestOf(this.tried.filter((one) => !isPair(one)));
    const pair = bestOf(this.tried.filter(isPair));
    const isBetter = pair !== null && (single === null || falseLeads(pair) < falseLeads(single));
    const best = isBetter ? pair : single;
    const tell = (one: TriedVariant & { score: Score }, isBest: boolean): TriedSetting => ({
      setting: one.setting,
      isPresent: this.isPresent(one),
      isBest,
      score: one.score,
    });
    return {
      ruleId: this.rule.id,
      present,
      confirmed: this.confirmed,
      rejected: this.rejected,
      wanted,
      hasEnough: this.confirmed >= wanted.confirmed && this.rejected >= wanted.rejected,
      thresholds: singles.map(({ name, tried }) => {
        const own = bestOf(tried);
        return { name, tried: tried.map((one) => tell(one, one === own)) };
      }),
      pair: isBetter ? tell(pair, true) : null,
      best: best === null ? null : tell(best, true),
    };
  }

  private names(): Threshold[] {
    return THRESHOLDS.filter((threshold) => threshold.read(this.rule) !== null);
  }

  /** What was tried of one threshold alone, by value. */
  private of({ name }: Threshold) {
    return this.tried
      .filter(({ setting }) => name in setting && Object.keys(setting).length === 1)
      .sort((a, b) => (a.setting[name] ?? 0) - (b.setting[name] ?? 0));
  }

  private isPresent({ setting }: Variant): boolean {
    return Object.entries(setting).every(
      ([name, value]) => THRESHOLDS.find((threshold) => threshold.name === name)?.read(this.rule) === value,
    );
  }

  private finer(threshold: Threshold): Setting[] {
    const tried = this.of(threshold);
    const values = tried.map(({ setting }) => setting[threshold.name] ?? 0);
    // Where the recall begins to be lost lies the value that saves most false leads.
    const edges = tried.flatMap((one, place) => {
      const next = tried[place + 1];
      return next !== undefined && keepsRecall(one, this.recall) !== keepsRecall(next, this.recall) ? [place] : [];
    });
    const between = edges.flatMap((place) => {
      const [low = 0, high = 0] = values.slice(place, place + 2);
      return REFINED.map((share) => threshold.round(low + (high - low) * share));
    });
    return [...new Set(between)]
      .filter((value) => !values.includes(value))
      .map((value) => ({ [threshold.name]: value }));
  }

  private pairs(first: Threshold, second: Threshold): Setting[] {
    const [a, b] = [first, second].map((threshold) => this.promising(threshold));
    return (a ?? []).flatMap((one) => (b ?? []).map((other) => ({ [first.name]: one, [second.name]: other })));
  }

  /** Values of a threshold that keep the recall and are not the present one, those with the fewest false leads first. */
  private promising(threshold: Threshold): number[] {
    return this.of(threshold)
      .filter((one) => keepsRecall(one, this.recall) && !this.isPresent(one))
      .sort((one, other) => falseLeads(one) - falseLeads(other))
      .slice(0, MOST_IN_PAIR)
      .map(({ setting }) => setting[threshold.name] ?? 0);
  }

  /** Whether a label is about what this rule finds, or should. */
  private isOwn(label: Label, variants: readonly TriedVariant[], index: LabelIndex): boolean {
    const { rule, document } = this;
    if (label.ruleId !== null && document.rules.some(({ id }) => id === label.ruleId)) return label.ruleId === rule.id;
    return variants.some(({ found }) => found.some((one: Found) => index.fitting(one).includes(label)));
  }
}

function falseLeads({ score }: { readonly score: Score }): number {
  return score.rejected;
}

/**
 * Looks for thresholds that would have kept a recall with the fewest false leads: one at a time, finer where the recall begins to be lost,
 * and two together. Two passes over the log, whatever its length.
 *
 * @throws EventLogError or ConfigError when the log can't be played
 */
export async function suggestThresholds({ document, verdicts, recall, ...play }: SuggestOptions): Promise<Suggestions> {
  const gatewayId = await gatewayOfLog(play.directory);
  const variants = document.rules.flatMap(singleVariants);
  const first = await tryVariants(document, variants, { ...play, gatewayId });
  // What verdicts name by ID is known from the time, or found by the rules as they are.
  const labels: Labels = resolveLabels(verdicts, [...first.recorded, ...first.base], first.facts);
  const index = new LabelIndex(labels.labels);
  const trials = document.rules.map((rule) => new RuleTrial(rule, document, recall));
  for (const trial of trials) trial.take(first.tried, labels.labels, index);
  const more = trials.flatMap((trial) => trial.next());
  if (more.length > 0) {
    const second = await tryVariants(document, more, { ...play, gatewayId });
    for (const trial of trials) trial.take(second.tried, labels.labels, index);
  }
  const hasVerdicts = ({ confirmed, rejected }: RuleTrial) => confirmed + rejected > 0;
  return {
    recall,
    log: first.facts,
    verdicts: {
      given: verdicts.length,
      used: labels.labels.length,
      unknown: labels.unknown,
      outside: labels.outside,
    },
    rules: trials.filter(hasVerdicts).map((trial) => trial.answer()),
    withoutVerdicts: trials.filter((trial) => !hasVerdicts(trial)).map(({ rule }) => rule.id),
    variants: variants.length + more.length,
  };
}
