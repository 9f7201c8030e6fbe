import { EpochMs, Factor } from '@lamppost/contracts';
import { z } from 'zod';

/** Ranges that a chart may show. */
export const DustRange = z.enum(['1h', '24h', '7d']);
export type DustRange = z.infer<typeof DustRange>;

/** A span of a chart. */
export const DustPoint = z.object({
  /** End of the span. */
  atMs: EpochMs,
  /** Of the readings that count in the span, in the unit of the factor; null where there are none. */
  mean: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Readings of the span, and those that count. */
  count: z.int().min(0),
  validCount: z.int().min(0),
  /** Mean over the window of the rule that ends here; the highest of the span where it holds several. Null without a rule, or readings. */
  windowMean: z.number().nullable(),
});
export type DustPoint = z.infer<typeof DustPoint>;

/** Readings that do not count. */
export const DustFlag = z.object({
  /** Flag of HJ 212, or what the gateway noted. */
  kind: z.enum(['F', 'M', 'D', 'C', 'T', 'B', 'flat', 'jump']),
  count: z.int().min(1),
  fromMs: EpochMs,
  toMs: EpochMs,
});
export type DustFlag = z.infer<typeof DustFlag>;

/** One factor of a monitor over a range, held against the limit of the rule that watches it. */
export const DustChart = z.object({
  sensorId: z.string(),
  factor: Factor,
  unit: z.string(),
  fromMs: EpochMs,
  toMs: EpochMs,
  spanMs: z.number().positive(),
  /** The rule with the shortest window; null where no rule watches it. */
  rule: z.object({ id: z.string(), limit: z.number(), windowMs: z.number() }).nullable(),
  points: z.array(DustPoint),
  flags: z.array(DustFlag),
  /** Stretches in which nothing came. */
  gaps: z.array(z.object({ fromMs: EpochMs, toMs: EpochMs })),
});
export type DustChart = z.infer<typeof DustChart>;
