import { z } from 'zod';
import { DustRise } from './dust-rise.js';
import { DEFAULT_MATTER_CODE } from './matter-codes.js';
import { seenRule } from './rule-base.js';
import { seconds } from './seconds.js';

/** What makes fire of smoke that no flame is seen of. */
const SmokeSigns = z.strictObject({
  /** Share of the looks that must show signs of fire in the smoke or beside it, be they weak. */
  minSignShare: z.number().min(0).max(1).default(0.3),
  /**
   * Smoke alone: the highest smoke score that its place may have had in the long-term background (over films of three places without smoke,
   * 96 % of the cells had a mean below 0.3),
   */
  maxBackground: z.number().min(0).max(1).default(0.3),
  /** and how many times its area must have become. */
  minGrowth: z.number().min(1.2).max(100).default(2),
});

/**
 * Something burns in the zone: fire that lasts, or smoke that lasts and either has signs of fire, comes with a rise of dust, or was not
 * there before and grows. Smoke by itself is never enough.
 */
export const BurningRule = z.strictObject({
  ...seenRule(DEFAULT_MATTER_CODE.burning),
  // Longer than this, and a fire could become part of the background before it was told.
  forSeconds: seconds(1, 3_600),
  matter: z.literal('burning'),
  /** Least mean score of a fire. */
  minScore: z.number().min(0).max(1).default(0.55),
  /** Null: smoke is left out, whatever comes with it. */
  smoke: SmokeSigns.nullable().prefault({}),
  /** A monitor near the camera; null when there is none. */
  dust: DustRise.nullable().default(null),
});
export type BurningRule = z.infer<typeof BurningRule>;
