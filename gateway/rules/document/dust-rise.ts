import { Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { seconds } from './seconds.js';

/** A rise of dust at a monitor: the newest readings against those before. Own choices: nothing was measured for them. */
export const DustRise = z.strictObject({
  sensor: Slug,
  factor: z.enum(['a34001', 'a34002', 'a34004']),
  /** How far the newest readings must exceed those before, in ug/m3, */
  riseBy: z.number().positive().default(50),
  /** and by how much of what those were, in per cent. */
  risePerCent: z.number().positive().default(50),
  /** Longest time between the rise and what it goes with. */
  withinSeconds: seconds(1, 3_600).default(300),
  /** The newest readings: their mean is taken. */
  recentSeconds: seconds(10, 3_600).default(120),
  /** The time before, whose median they are held against. */
  beforeSeconds: seconds(60, 86_400).default(1_800),
});
export type DustRise = z.infer<typeof DustRise>;
