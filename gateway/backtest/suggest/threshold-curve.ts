import type { RuleDocument } from '../../rules/document/rule-document.js';
import { gatewayOfLog } from '../gateway-of-log.js';
import { LabelIndex, resolveLabels } from '../label-found.js';
import type { LogFacts, PlayLogOptions } from '../play-log.js';
import { type Score, scoreFound } from '../score-found.js';
import type { Verdict } from '../verdicts.js';
import { withSetting } from './suggest-thresholds.js';
import { THRESHOLDS } from './thresholds.js';
import { tryVariants } from './try-variants.js';

/** What a curve is drawn of. */
export interface CurveOptions extends Omit<PlayLogOptions, 'players'> {
  readonly document: RuleDocument;
  readonly ruleId: string;
  /** Name of a threshold that the rule has: `forSeconds`. */
  readonly threshold: string;
  readonly verdicts: readonly Verdict[];
}

/** What a rule would find at one value of a threshold. */
export interface CurvePoint {
  readonly value: number;
  readonly isPresent: boolean;
  readonly found: number;
  readonly score: Score;
}

/** The effect of moving one threshold of one rule, its values in order. */
export interface ThresholdCurve {
  readonly ruleId: string;
  readonly threshold: string;
  readonly log: LogFacts;
  readonly points: readonly CurvePoint[];
}

/**
 * Plays one rule at many values of one threshold, in one pass over the log. Null where the rule has no such threshold.
 *
 * @throws EventLogError or ConfigError when the log can't be played
 */
export async function thresholdCurve(options: CurveOptions): Promise<ThresholdCurve | null> {
  const { document, ruleId, threshold: name, verdicts, ...play } = options;
  const rule = document.rules.find(({ id }) => id === ruleId);
  const threshold = THRESHOLDS.find((one) => one.name === name);
  const present = rule === undefined ? null : (threshold?.read(rule) ?? null);
  if (rule === undefined || threshold === undefined || present === null) return null;
  const values = [...new Set([present, ...threshold.tries(present)])].sort((a, b) => a - b);
  const variants = values.map((value) => withSetting(rule, { [name]: value }));
  const gatewayId = await gatewayOfLog(play.directory);
  const { facts, recorded, base, tried } = await tryVariants(document, variants, { ...play, gatewayId });
  const { labels } = resolveLabels(verdicts, [...recorded, ...base], facts);
  const index = new LabelIndex(labels);
  const isOwn = (label: (typeof labels)[number]) =>
    label.ruleId === null
      ? tried.some(({ found }) => found.some((one) => index.fitting(one).includes(label)))
      : label.ruleId === ruleId;
  const own = labels.filter(isOwn);
  return {
    ruleId,
    threshold: name,
    log: facts,
    points: tried.map(({ setting, found }) => {
      const value = setting[name] ?? present;
      return { value, isPresent: value === present, found: found.length, score: scoreFound(found, own, index) };
    }),
  };
}
