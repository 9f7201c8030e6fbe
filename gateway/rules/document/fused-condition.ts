import { Factor, Slug } from '@lamppost/contracts';
import { LABELS } from '@lamppost/detectors';
import { z } from 'zod';
import { DustRise } from './dust-rise.js';
import { seconds } from './seconds.js';

const stale = {
  /** The other source is stale when nothing came from it for so long; its condition is then as `ifStale` says. */
  staleAfterSeconds: seconds(1, 86_400).default(900),
  /** `unmet`: no violation without this source; `met`: the violation is found without it, and says so. */
  ifStale: z.enum(['unmet', 'met']).default('unmet'),
};
const fused = {
  /** Longest time between the rule's own moment and that of this condition. */
  withinSeconds: seconds(1, 86_400).default(300),
  ...stale,
};

/** Another rule of the document has a violation that is open, or was within the time. */
const RuleCondition = z.strictObject({ ...fused, kind: z.literal('rule'), rule: Slug });

const level = {
  kind: z.literal('level'),
  sensor: Slug,
  factor: Factor,
  windowSeconds: seconds(1, 86_400).default(60),
  /** In the unit of the factor. */
  above: z.number().nullable().default(null),
  below: z.number().nullable().default(null),
};
const LEVEL_WITHOUT_BOUND = {
  path: ['above'],
  error: '请写 above 或 below / give "above", or "below"',
};
const hasBound = ({ above, below }: { readonly above: number | null; readonly below: number | null }) =>
  above !== null || below !== null;

/** The mean of a factor over a window is above one value, or below another, or both. */
const LevelCondition = z.strictObject({ ...fused, ...level }).refine(hasBound, LEVEL_WITHOUT_BOUND);

/** A rise of dust at a monitor. */
const RiseCondition = DustRise.extend({
  ...fused,
  withinSeconds: DustRise.shape.withinSeconds,
  kind: z.literal('rise'),
});

const picture = {
  kind: z.literal('picture'),
  camera: Slug,
  /** None: any picture will do. */
  labels: z.array(z.enum(LABELS)).default([]),
};

/** A camera has pictures of the time, and shows one of the labels where any are named. */
const PictureCondition = z.strictObject({ ...fused, ...picture });

/** What a look or a reading meets or does not, by itself. */
const CountedCondition = z.discriminatedUnion('kind', [
  z.strictObject(level).refine(hasBound, LEVEL_WITHOUT_BOUND),
  DustRise.omit({ withinSeconds: true }).extend({ kind: z.literal('rise') }),
  z.strictObject(picture),
]);
export type CountedCondition = z.infer<typeof CountedCondition>;

/** A condition was met in at least `n` of the last `m` spans of time, that of the rule's own moment included. */
const NOfMCondition = z
  .strictObject({
    ...stale,
    kind: z.literal('nOfM'),
    of: CountedCondition,
    n: z.int().min(1).max(288),
    m: z.int().min(1).max(288),
    /** Length of a span; they follow one another by the clock. A span counts once, however often the condition was met in it. */
    everySeconds: seconds(1, 3_600).default(60),
  })
  .refine(({ n, m }) => n <= m, {
    path: ['n'],
    error: 'n 不能大于 m / "n" must not be greater than "m"',
  });

const SingleCondition = z.discriminatedUnion('kind', [
  RuleCondition,
  LevelCondition,
  RiseCondition,
  PictureCondition,
  NOfMCondition,
]);
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

/** What is heard for a condition: of one that counts, what it counts. */
export function heardFor(condition: SingleCondition): Exclude<SingleCondition, { kind: 'nOfM' }> | CountedCondition {
  return condition.kind === 'nOfM' ? condition.of : condition;
}
