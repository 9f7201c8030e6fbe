import type { Found } from './found.js';
import type { Label, LabelIndex } from './label-found.js';
import { type Proportion, proportionOf } from './wilson-interval.js';

/** What verdicts say of what was found. */
export interface Score {
  readonly confirmed: number;
  readonly rejected: number;
  /** Found without a verdict: neither right nor wrong. */
  readonly unlabelled: number;
  /** Confirmed of those with a verdict. */
  readonly precision: Proportion;
  /** Of the offences that a person confirmed, those that were found. What nobody saw is not among them. */
  readonly recall: Proportion;
}

/** Verdict on each violation that has one, by its ID. */
export function verdictsOn(found: readonly Found[], index: LabelIndex): ReadonlyMap<string, Label['verdict']> {
  return new Map(
    found.flatMap((one) => {
      const [best] = index.fitting(one);
      return best === undefined ? [] : [[one.violation.violationId, best.verdict] as const];
    }),
  );
}

/**
 * Holds what was found against verdicts.
 *
 * @param expected - labels that these rules should have found, where they are confirmed
 */
export function scoreFound(found: readonly Found[], expected: readonly Label[], index: LabelIndex): Score {
  const reached = new Set<Label>();
  let [confirmed, rejected] = [0, 0];
  for (const one of found) {
    const fits = index.fitting(one);
    const [best] = fits;
    if (best === undefined) continue;
    if (best.verdict === 'rejected') rejected += 1;
    else {
      confirmed += 1;
      // One violation may be what were two under other rules.
      for (const label of fits) if (label.verdict === 'confirmed') reached.add(label);
    }
  }
  const wanted = expected.filter(({ verdict }) => verdict === 'confirmed');
  return {
    confirmed,
    rejected,
    unlabelled: found.length - confirmed - rejected,
    precision: proportionOf(confirmed, confirmed + rejected),
    recall: proportionOf(wanted.filter((label) => reached.has(label)).length, wanted.length),
  };
}
