import { MatterCode, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { Day } from './area.js';

/** An entry of a power list (片区一张清单): in this area, this bureau has the power over this matter from the first day to the last. */
export const Power = z
  .strictObject({
    areaId: Slug,
    matterCode: MatterCode,
    bureauId: Slug,
    validFrom: Day,
    /** Last day on which it holds; null: until further notice. */
    validTo: Day.nullable(),
    /** The law or decision that gives the power, as it is to stand in papers. */
    legalBasis: z.string().trim().min(1).max(500),
  })
  .refine(({ validFrom, validTo }) => validTo === null || validFrom <= validTo, {
    message: 'validTo is before validFrom',
    path: ['validTo'],
  });
export type Power = z.infer<typeof Power>;
