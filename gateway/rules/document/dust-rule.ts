import { Factor, FACTORS, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { ruleBase, seconds } from './rule-base.js';

/** The mean of a factor over a window is above a limit. */
export const DustRule = z.strictObject({
  ...ruleBase,
  matter: z.literal('dust'),
  sensor: Slug,
  factor: Factor,
  windowSeconds: seconds(10, 86_400),
  /** In the unit of the factor: ug/m3 for particulates. */
  limit: z.number().positive(),
  /** Share of the window for which valid readings must be there. GB 3095-2012 asks 45 of 60 minutes. */
  minCapture: z.number().min(0).max(1).default(0.75),
  /** Camera whose picture of the site goes with the lead. */
  camera: Slug.nullable().default(null),
});
export type DustRule = z.infer<typeof DustRule>;

/** Unit that a rule's limit is given in. */
export function limitUnit(rule: DustRule): string {
  return FACTORS[rule.factor].unit;
}
