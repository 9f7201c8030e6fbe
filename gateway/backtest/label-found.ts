import type { Found } from './found.js';
import { type Offence, offenceOf, sharedMs } from './match-found.js';
import type { LogFacts } from './play-log.js';
import type { Verdict } from './verdicts.js';

/** A verdict, and the offence that it is about. */
export interface Label {
  readonly verdict: Verdict['verdict'];
  readonly offence: Offence;
  /** The violation that it names, and the rule that found it; null for a verdict on a place and time. */
  readonly violationId: string | null;
  readonly ruleId: string | null;
}

/** The verdicts that say something of a log. */
export interface Labels {
  readonly labels: readonly Label[];
  /** Verdicts on violations that are not found in what was played. */
  readonly unknown: number;
  /** Verdicts on times or sources that were not played. */
  readonly outside: number;
}

/**
 * Finds out what verdicts are about.
 *
 * @param found - what was found in the log by any version of the rules, that of the gateway included
 */
export function resolveLabels(verdicts: readonly Verdict[], found: readonly Found[], facts: LogFacts): Labels {
  // Of a violation that several versions find, the one that is known to have lasted longest tells most of it.
  const byId = new Map<string, Found>();
  for (const one of found) {
    const known = byId.get(one.violation.violationId);
    if (known === undefined || known.untilMs < one.untilMs) byId.set(one.violation.violationId, one);
  }
  const sources = new Set(facts.sources.map((source) => source.slice(source.indexOf('/') + 1)));
  let [unknown, outside] = [0, 0];
  const labels = verdicts.flatMap((given): Label[] => {
    const { verdict, violationId, sourceId, matter, fromMs, toMs, box } = given;
    const named = violationId === undefined ? undefined : byId.get(violationId);
    if (named !== undefined) {
      const { ruleId } = named.violation;
      return [{ verdict, offence: offenceOf(named), violationId: named.violation.violationId, ruleId }];
    }
    if (sourceId === undefined || matter === undefined || fromMs === undefined || toMs === undefined) {
      unknown += 1;
      return [];
    }
    if (!sources.has(sourceId) || toMs < facts.fromMs || fromMs > facts.toMs) {
      outside += 1;
      return [];
    }
    const offence = { sourceId, matter, fromMs, toMs, box: box ?? null };
    return [{ verdict, offence, violationId: null, ruleId: null }];
  });
  return { labels, unknown, outside };
}

/** Labels by what they are about, to be asked many times. */
export class LabelIndex {
  private readonly bySource = new Map<string, Label[]>();

  constructor(labels: readonly Label[]) {
    for (const label of labels) {
      const key = sourceOf(label.offence);
      const others = this.bySource.get(key);
      if (others === undefined) this.bySource.set(key, [label]);
      else others.push(label);
    }
  }

  /** Labels that a violation may be meant by, the best first. */
  fitting(found: Found): readonly Label[] {
    const offence = offenceOf(found);
    const fits = (this.bySource.get(sourceOf(offence)) ?? []).flatMap((label) => {
      const isSameId = label.violationId === found.violation.violationId;
      const shared = isSameId ? Infinity : sharedMs(offence, label.offence);
      return shared === null ? [] : [{ label, shared }];
    });
    return fits.sort((a, b) => b.shared - a.shared).map(({ label }) => label);
  }
}

function sourceOf({ matter, sourceId }: Offence): string {
  return `${matter} ${sourceId}`;
}
