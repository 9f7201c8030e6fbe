import { Factor, FACTORS, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { BASELINE_AREAS, DUST_PRESETS, type DustPresetName, SITE_PHASES, dustPreset } from './dust-presets.js';
import { DEFAULT_MATTER_CODE } from './matter-codes.js';
import { ruleBase } from './rule-base.js';
import { seconds } from './seconds.js';

const UG_PER_MG = 1000;
const PRESET_NAMES = Object.keys(DUST_PRESETS) as [DustPresetName, ...DustPresetName[]];

const MISSING =
  '缺少此项：请写上，或用 preset 选一个已公布的限值 / missing: write it, or choose a published limit with "preset"';

/** What is taken off before the limit: the mean of other monitors over the same window. */
const Baseline = z.strictObject({
  of: z.enum(BASELINE_AREAS).optional(),
  /** Monitors whose mean it is; they must be in gateway.yaml. */
  sensors: z.array(Slug).min(1).max(64),
  /** It counts up to this, in the unit of the factor; null: as it is. */
  cap: z.number().positive().nullable().optional(),
});

/** Values that a preset gives; what the rule names itself is taken before. */
const DustRuleAsWritten = z.strictObject({
  ...ruleBase(DEFAULT_MATTER_CODE.dust),
  matter: z.literal('dust'),
  sensor: Slug,
  /** A published limit; null: the rule gives factor, window and limit itself. */
  preset: z.enum(PRESET_NAMES).nullable().default(null),
  factor: Factor.optional(),
  windowSeconds: seconds(10, 86_400).optional(),
  /** In `unit`; above the baseline where there is one. */
  limit: z.number().positive().optional(),
  /** Unit of `limit`; left out, it is that of the factor: ug/m3 for particulates. */
  unit: z.enum(['ug/m3', 'mg/m3']).optional(),
  /** `sliding`: the mean of the last window, at every reading; `tumbling`: of whole windows that begin with the day, one after another. */
  windows: z.enum(['sliding', 'tumbling']).optional(),
  /** Windows of a day that may be above the limit; the next one is the violation. */
  maxPerDay: z.int().min(0).max(1440).optional(),
  /** Null: the limit is held against the mean itself. */
  baseline: Baseline.nullable().optional(),
  /** What is built at the time; null: not said. */
  phase: z.enum(SITE_PHASES).nullable().default(null),
  /** Share of the window for which valid readings must be there. GB 3095-2012 asks 45 of 60 minutes. */
  minCapture: z.number().min(0).max(1).default(0.75),
  /** Camera whose picture of the site goes with the lead. */
  camera: Slug.nullable().default(null),
});

/** The mean of a factor over a window is above a limit, more often a day than is allowed. */
export const DustRule = DustRuleAsWritten.transform((written, context) => {
  const { unit, ...rule } = written;
  const preset = rule.preset === null ? null : dustPreset(rule.preset);
  const refuse = (field: string, message: string) => {
    const params = message === MISSING ? { code: 'rules.missing-field' } : {};
    context.addIssue({ code: 'custom', path: [field], message, params, input: written });
    return z.NEVER;
  };
  const factor = rule.factor ?? preset?.factor;
  if (factor === undefined) return refuse('factor', MISSING);
  const windowSeconds = rule.windowSeconds ?? preset?.windowSeconds;
  if (windowSeconds === undefined) return refuse('windowSeconds', MISSING);
  if (unit !== undefined && FACTORS[factor].unit !== 'ug/m3')
    return refuse(
      'unit',
      `${factor} 的单位是 ${FACTORS[factor].unit} / the unit of ${factor} is ${FACTORS[factor].unit}; leave "unit" out`,
    );
  const own = rule.limit === undefined ? undefined : rule.limit * (unit === 'mg/m3' ? UG_PER_MG : 1);
  const limit = own ?? preset?.limit;
  if (limit === undefined) return refuse('limit', MISSING);
  if (preset !== null && factor !== preset.factor)
    return refuse(
      'factor',
      `预设 ${rule.preset ?? ''} 针对 ${preset.factor} / this preset is for ${preset.factor}; leave "factor" out`,
    );
  if (preset !== null && preset.phases.length > 0 && rule.phase !== null && !preset.phases.includes(rule.phase)) {
    const phases = preset.phases.join(', ');
    return refuse(
      'phase',
      `该预设只适用于 ${phases} / this preset holds for ${phases}; take the one for ${rule.phase}`,
    );
  }
  const wanted = preset?.baseline ?? null;
  const given = rule.baseline ?? null;
  if (wanted !== null && given === null)
    return refuse(
      'baseline',
      `该限值是高出${wanted.of === 'county' ? '县' : '市'}均值的部分，请写 baseline.sensors / this limit is above the mean of the ${wanted.of}: name its monitors in baseline.sensors`,
    );
  const maxPerDay = rule.maxPerDay ?? preset?.maxPerDay ?? 0;
  return {
    ...rule,
    factor,
    windowSeconds,
    limit,
    maxPerDay,
    // What is counted by the day must not overlap.
    windows: rule.windows ?? (preset !== null || maxPerDay > 0 ? ('tumbling' as const) : ('sliding' as const)),
    baseline:
      given === null
        ? null
        : {
            of: given.of ?? wanted?.of ?? ('other' as const),
            sensors: given.sensors,
            cap: given.cap === undefined ? (wanted?.cap ?? null) : given.cap,
          },
  };
});
export type DustRule = z.output<typeof DustRule>;

/** Unit that a rule's limit is given in. */
export function limitUnit(rule: DustRule): string {
  return FACTORS[rule.factor].unit;
}
