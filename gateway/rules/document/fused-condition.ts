import { Factor, Slug } from '@lamppost/contracts';
import { LABELS } from '@lamppost/detectors';
import { z } from 'zod';
import { DustRise } from './dust-rise.js';
import { seconds } from './seconds.js';

const fused = {
  /** Longest time between the rule's own moment and that of this condition. */
  withinSeconds: seconds(1, 86_400).default(300),
  /** The other source is stale when nothing came from it for so long; its condition is then as `ifStale` says. */
  staleAfterSeconds: seconds(1, 86_400).default(900),
  /** `unmet`: no violation without this source; `met`: the violation is found without it, and says so. */
  ifStale: z.enum(['unmet', 'met']).default('unmet'),
};

/** Another rule of the document has a violation that is open, or was within the time. */
const RuleCondition = z.strictObject({ ...fused, kind: z.literal('rule'), rule: Slug });

/** The mean of a factor over a window is above one value, or below another, or both. */
const LevelCondition = z
  .strictObject({
    ...fused,
    kind: z.literal('level'),
    sensor: Slug,
    factor: Factor,
    windowSeconds: seconds(1, 86_400).default(60),
    /** In the unit of the factor. */
    above: z.number().nullable().default(null),
    below: z.number().nullable().default(null),
  })
  .refine(({ above, below }) => above !== null || below !== null, {
    path: ['above'],
    error: '请写 above 或 below / give "above", or "below"',
  });

/** A rise of dust at a monitor. */
const RiseCondition = DustRise.extend({
  ...fused,
  withinSeconds: DustRise.shape.withinSeconds,
  kind: z.literal('rise'),
});

/** A camera has pictures of the time, and shows one of the labels where any are named. */
const PictureCondition = z.strictObject({
  ...fused,
  kind: z.literal('picture'),
  camera: Slug,
  /** None: any picture will do. */
  labels: z.array(z.enum(LABELS)).default([]),
});

const SingleCondition = z.discriminatedUnion('kind', [RuleCondition, LevelCondition, RiseCondition, PictureCondition]);
export type SingleCondition = z.infer<typeof SingleCondition>;

/** One of several conditions is enough. */
const AnyOfCondition = z.strictObject({ kind: z.literal('anyOf'), of: z.array(SingleCondition).min(2).max(8) });

/** A condition from another source that must hold as well. */
export const FusedCondition = z.discriminatedUnion('kind', [...SingleCondition.options, AnyOfCondition]);
export type FusedCondition = z.infer<typeof FusedCondition>;

/** The single conditions of a list, those of each `anyOf` included. */
export function singleConditions(conditions: readonly FusedCondition[]): SingleCondition[] {
  return conditions.flatMap((condition) => (condition.kind === 'anyOf' ? condition.of : [condition]));
}
