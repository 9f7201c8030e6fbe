import { CARRIED, GOODS, STREET_FURNITURE, VEHICLES } from '@lamppost/detectors';
import { z } from 'zod';
import { DEFAULT_MATTER_CODE } from './matter-codes.js';
import { seenRule } from './rule-base.js';
import { seconds } from './seconds.js';

/** By what a stall may be told. All but `model` are unproven: nothing was trained for stalls. */
export const StallEvidence = z.enum(['goods', 'object', 'gathering', 'model']);
export type StallEvidence = z.infer<typeof StallEvidence>;

/** Trade in the zone: see {@link StallEvidence} for what shows it. */
export const StallRule = z.strictObject({
  ...seenRule(DEFAULT_MATTER_CODE.stall),
  matter: z.literal('stall'),
  /**
   * `goods`: a person lingers at goods that stand there. `object`: at something that came to stand there and that no class knows.
   * `gathering`: people linger at a stopped vehicle. `model`: a model of the town's own sees a `stall`; alone, it takes the place of the rest.
   */
  evidence: z
    .array(StallEvidence)
    .min(1)
    .default([...StallEvidence.options]),
  goods: z
    .array(z.enum([...GOODS, ...STREET_FURNITURE, ...CARRIED]))
    .min(1)
    .default([...GOODS]),
  /** Least mean score of goods: trees and posts are taken for umbrellas and chairs with less. */
  minGoodsScore: z.number().min(0).max(1).default(0.4),
  /** Vehicles that goods are sold from. Cars are left out by default: people stand and talk beside them. */
  vehicles: z.array(z.enum(VEHICLES)).min(1).default(['truck', 'motorcycle', 'tricycle']),
  /** How many must linger at a vehicle to be a gathering. */
  leastPeople: z.int().min(1).max(20).default(2),
  /** A vendor may step aside, or be hidden, for this long without the time starting anew. */
  graceSeconds: seconds(0, 3_600).default(30),
});
export type StallRule = z.infer<typeof StallRule>;
