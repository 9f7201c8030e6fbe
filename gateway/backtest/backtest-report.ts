import type { RuleDocument } from '../rules/document/rule-document.js';
import { type Delay, delayOf } from './delay-of.js';
import type { Fate, Found } from './found.js';
import { type Label, LabelIndex, type Labels } from './label-found.js';
import { type Comparison, compareFound } from './match-found.js';
import { type Score, scoreFound, verdictsOn } from './score-found.js';

/** A violation as a report tells it. Times in ms since 1970. */
export interface ToldFound {
  readonly violationId: string;
  readonly ruleId: string;
  readonly matter: Found['violation']['matter'];
  readonly sourceId: string;
  readonly startedAtMs: number;
  readonly triggeredAtMs: number;
  /** Last moment at which it is known to have been there. */
  readonly untilMs: number;
  readonly fate: Fate;
  /** The camera whose pictures go with it; null when there is none. */
  readonly cameraId: string | null;
  readonly zoneId: string | null;
  readonly subject: Found['violation']['subject'];
  readonly explanation: Found['violation']['explanation'];
  /** Null when nobody has said. */
  readonly verdict: Label['verdict'] | null;
}

/** What one rule found at one source, or all together. */
export interface BacktestRow {
  /** Null for all rules. */
  readonly ruleId: string | null;
  /** Camera or sensor; null for all. */
  readonly sourceId: string | null;
  readonly found: number;
  readonly against: number;
  readonly same: number;
  readonly new: number;
  readonly gone: number;
  /** Of what was found, those whose party was reminded and corrected it, and those of which the log does not tell. */
  readonly corrected: number;
  readonly reminded: number;
  /** From the beginning of the offence until it was told. */
  readonly delay: Delay | null;
  /** Null when there are no verdicts. */
  readonly score: Score | null;
}

/** Live rules, or those in shadow mode. */
export interface BacktestSection {
  readonly total: BacktestRow;
  readonly rows: readonly BacktestRow[];
  readonly found: readonly ToldFound[];
  readonly new: readonly ToldFound[];
  readonly gone: readonly ToldFound[];
  /** Found by both versions, and with another end under these rules: a lead became a reminder that was heeded, or the other way round. */
  readonly changed: readonly { readonly found: ToldFound; readonly against: ToldFound }[];
}

/** A version of the rules, and what it found. */
export interface PlayedVersion {
  /** Null for what the log says was found at the time. */
  readonly document: RuleDocument | null;
  readonly found: readonly Found[];
}

/** What is compared. */
export interface BacktestParts {
  readonly version: PlayedVersion;
  readonly against: PlayedVersion;
  /** Null when no verdicts were given. */
  readonly labels: Labels | null;
}

/** The comparison of two versions of the rules over a log. */
export interface BacktestResult {
  readonly live: BacktestSection;
  /** Null when neither version has rules in shadow mode. */
  readonly shadow: BacktestSection | null;
}

const isShadow = ({ fate }: Found) => fate === 'shadow';
const isLive = (found: Found) => !isShadow(found);

/** Compares two versions of the rules: live rules and those in shadow mode each by themselves. */
export function compareVersions({ version, against, labels }: BacktestParts): BacktestResult {
  const index = new LabelIndex(labels?.labels ?? []);
  const section = (isPart: (found: Found) => boolean, mode: 'live' | 'shadow') =>
    sectionOf(version.found.filter(isPart), against.found.filter(isPart), {
      index,
      labels: labels === null ? null : labels.labels.filter((label) => isFor(label, version.document, mode)),
    });
  const hasShadow =
    [...version.found, ...against.found].some(isShadow) ||
    [version, against].some(({ document }) => document?.rules.some(({ mode }) => mode === 'shadow') === true);
  return { live: section(isLive, 'live'), shadow: hasShadow ? section(isShadow, 'shadow') : null };
}

/** Whether rules of a mode should have found what a label is about: one of a rule that has gone is wanted of the live ones still. */
function isFor({ ruleId, offence }: Label, document: RuleDocument | null, mode: 'live' | 'shadow'): boolean {
  const rules = document?.rules ?? [];
  const own = rules.find(({ id }) => id === ruleId);
  if (own !== undefined) return own.mode === mode;
  if (mode === 'live') return true;
  return rules.some((rule) => rule.mode === 'shadow' && rule.matter === offence.matter);
}

interface SectionLabels {
  readonly index: LabelIndex;
  readonly labels: readonly Label[] | null;
}

function sectionOf(found: readonly Found[], against: readonly Found[], given: SectionLabels): BacktestSection {
  const comparison = compareFound(found, against);
  const verdicts = verdictsOn([...found, ...against], given.index);
  const tell = ({ violation, fate, untilMs }: Found): ToldFound => {
    const { violationId, ruleId, matter, sourceId, startedAtMs, triggeredAtMs } = violation;
    const { cameraId, zoneId, subject, explanation } = violation;
    const verdict = verdicts.get(violationId) ?? null;
    const told = { violationId, ruleId, matter, sourceId, startedAtMs, triggeredAtMs, untilMs, fate };
    return { ...told, cameraId, zoneId, subject, explanation, verdict };
  };
  const keys = [...new Set([...found, ...against].map(keyOf))].sort();
  return {
    total: rowOf(null, comparison, found, given),
    rows: keys.map((key) => rowOf(key, comparison, found, given)),
    found: found.map(tell),
    new: comparison.fresh.map(tell),
    gone: comparison.gone.map(tell),
    changed: comparison.same
      .filter(({ found: one, against: other }) => one.fate !== other.fate)
      .map(({ found: one, against: other }) => ({ found: tell(one), against: tell(other) })),
  };
}

function keyOf({ violation: { ruleId, sourceId } }: Found): string {
  return `${ruleId} ${sourceId}`;
}

function rowOf(
  key: string | null,
  { same, fresh, gone }: Comparison,
  all: readonly Found[],
  { index, labels }: SectionLabels,
): BacktestRow {
  const isHere = (found: Found) => key === null || keyOf(found) === key;
  const found = all.filter(isHere);
  const lost = gone.filter(isHere).length;
  const [ruleId = null, sourceId = null] = key?.split(' ') ?? [];
  const expected = (labels ?? []).filter(
    (label) => key === null || (label.ruleId === ruleId && label.offence.sourceId === sourceId),
  );
  return {
    ruleId,
    sourceId,
    found: found.length,
    against: same.filter(({ against }) => isHere(against)).length + lost,
    same: same.filter((pair) => isHere(pair.found)).length,
    new: fresh.filter(isHere).length,
    gone: lost,
    corrected: found.filter(({ fate }) => fate === 'corrected').length,
    reminded: found.filter(({ fate }) => fate === 'reminded').length,
    delay: delayOf(found),
    score: labels === null ? null : scoreFound(found, expected, index),
  };
}
