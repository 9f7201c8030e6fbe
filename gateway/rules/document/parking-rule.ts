import { VEHICLES } from '@lamppost/detectors';
import { z } from 'zod';
import { DEFAULT_MATTER_CODE } from './matter-codes.js';
import { seenRule } from './rule-base.js';

/** A vehicle that stands in the zone. */
export const ParkingRule = z.strictObject({
  ...seenRule(DEFAULT_MATTER_CODE.parking),
  matter: z.literal('parking'),
  labels: z
    .array(z.enum(VEHICLES))
    .min(1)
    .default([...VEHICLES]),
});
export type ParkingRule = z.infer<typeof ParkingRule>;
