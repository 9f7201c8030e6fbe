import { MatterCode, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** A span in whole or broken seconds. */
export const seconds = (min: number, max: number) => z.number().min(min).max(max);

/** What every rule has. */
export const ruleBase = {
  id: Slug,
  /** Code that the lead carries: GB/T 47678.5. */
  matterCode: MatterCode,
  /** 1 (slight) to 5 (grave). */
  severity: z.int().min(1).max(5),
};

/** What every rule has that judges a camera's picture. */
export const seenRule = {
  ...ruleBase,
  zone: Slug,
  /** How long it must last, in seconds. */
  forSeconds: seconds(1, 86_400),
  /** Share of that time in which it must really have been seen. */
  minCoverage: z.number().min(0).max(1).default(0.5),
  /** The violation ends, and a new one may begin, when nothing was seen for this long. */
  endsAfterSeconds: seconds(1, 86_400).default(120),
};
