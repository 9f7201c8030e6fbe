import { createHash } from 'node:crypto';
import type { DataFlag } from '@lamppost/contracts';
import { createRandom } from '../seeded-random.js';
import type { FactorTimeline } from '../scenarios/scenario.js';

/** A value as it is sent. */
export interface MeasuredValue {
  readonly value: number;
  readonly flag: DataFlag;
}

/**
 * What is measured at a second of the scenario: the value of the time line and noise that is the same in every run.
 *
 * @param seed tells one monitor's factor from another's
 * @param sample running number of the measurement
 */
export function measuredValue(
  timeline: FactorTimeline,
  atSeconds: number,
  seed: string,
  sample: number,
): MeasuredValue {
  const step = timeline.values.findLast((candidate) => candidate.at <= atSeconds) ?? timeline.values[0];
  if (step === undefined) throw new Error('a time line without values');
  const random = createRandom(createHash('sha256').update(`${seed} ${sample}`).digest().readUInt32BE(0));
  const noise = timeline.noise * (2 * random() - 1);
  // One decimal, as instruments state it; no factor but a temperature is below zero.
  const value = Math.round((step.value + noise) * 10) / 10;
  return { value: step.value >= 0 ? Math.max(0, value) : value, flag: step.flag };
}
