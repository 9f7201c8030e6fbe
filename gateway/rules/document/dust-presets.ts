import type { Factor } from '@lamppost/contracts';

/** Phases of a building site that limits tell apart. */
export const SITE_PHASES = ['demolition', 'earthwork', 'foundation', 'structure', 'finishing'] as const;
export type SitePhase = (typeof SITE_PHASES)[number];

/** What a limit is held against: the mean of its area's own monitors. */
export const BASELINE_AREAS = ['county', 'city', 'other'] as const;

/** A published limit of dust. */
export interface DustPreset {
  readonly standard: string;
  readonly region: { readonly zh: string; readonly en: string };
  readonly factor: Factor;
  readonly windowSeconds: number;
  /** ug/m3; above the baseline where there is one. */
  readonly limit: number;
  /** Windows of a day that may be above it. */
  readonly maxPerDay: number;
  readonly baseline: { readonly of: (typeof BASELINE_AREAS)[number]; readonly cap: number | null } | null;
  /** Phases that it holds for; none: all. */
  readonly phases: readonly SitePhase[];
  /** Whether every value was seen in a published source. */
  readonly verified: boolean;
  /** Values that were not: an operator compares them with the standard before relying on them. */
  readonly toCheck: readonly ('limit' | 'windowSeconds' | 'maxPerDay' | 'baseline' | 'cap')[];
}

const MINUTE = 60;
const HOUR = 3_600;
const ALL = { maxPerDay: 0, baseline: null, phases: [] } as const;

const shanghai = { standard: 'DB31/964-2016', region: { zh: '上海', en: 'Shanghai' } };
const shaanxi = { standard: 'DB61/1078-2017', region: { zh: '陕西', en: 'Shaanxi' } };
const liaoning = { standard: 'DB21/2642-2016', region: { zh: '辽宁', en: 'Liaoning' } };
const hebei = { standard: 'DB13/2934-2019', region: { zh: '河北', en: 'Hebei' } };
const jiangsu = { standard: 'DB32/4437-2022', region: { zh: '江苏', en: 'Jiangsu' } };
const seen = { verified: true, toCheck: [] } as const;

/** Limits of dust at building sites as provinces and cities have published them, by name. */
export const DUST_PRESETS = {
  'DB31/964-2016/tsp-2000': {
    ...ALL,
    ...shanghai,
    factor: 'a34001',
    windowSeconds: 15 * MINUTE,
    limit: 2000,
    maxPerDay: 1,
    verified: false,
    toCheck: ['limit', 'maxPerDay'],
  },
  'DB31/964-2016/tsp-1000': {
    ...ALL,
    ...shanghai,
    factor: 'a34001',
    windowSeconds: 15 * MINUTE,
    limit: 1000,
    maxPerDay: 6,
    verified: false,
    toCheck: ['limit', 'maxPerDay'],
  },
  'DB61/1078-2017/groundwork': {
    ...ALL,
    ...shaanxi,
    ...seen,
    factor: 'a34001',
    windowSeconds: HOUR,
    limit: 800,
    phases: ['demolition', 'earthwork', 'foundation'],
  },
  'DB61/1078-2017/building': {
    ...ALL,
    ...shaanxi,
    ...seen,
    factor: 'a34001',
    windowSeconds: HOUR,
    limit: 700,
    phases: ['structure', 'finishing'],
  },
  'DB21/2642-2016/built-up': {
    ...ALL,
    ...liaoning,
    ...seen,
    factor: 'a34001',
    windowSeconds: 5 * MINUTE,
    limit: 800,
  },
  'DB21/2642-2016/outside': {
    ...ALL,
    ...liaoning,
    ...seen,
    factor: 'a34001',
    windowSeconds: 5 * MINUTE,
    limit: 1000,
  },
  'DB13/2934-2019/pm10': {
    ...ALL,
    ...hebei,
    factor: 'a34002',
    windowSeconds: HOUR,
    limit: 80,
    maxPerDay: 2,
    baseline: { of: 'county', cap: 150 },
    verified: false,
    toCheck: ['cap'],
  },
  'DB32/4437-2022/tsp': {
    ...ALL,
    ...jiangsu,
    factor: 'a34001',
    windowSeconds: 15 * MINUTE,
    limit: 500,
    verified: false,
    toCheck: ['limit', 'windowSeconds'],
  },
  'DB32/4437-2022/pm10': {
    ...ALL,
    ...jiangsu,
    factor: 'a34002',
    windowSeconds: HOUR,
    limit: 80,
    baseline: { of: 'city', cap: null },
    verified: false,
    toCheck: ['limit', 'windowSeconds', 'baseline'],
  },
} as const satisfies Record<string, DustPreset>;

/** Name of a published limit. */
export type DustPresetName = keyof typeof DUST_PRESETS;

/** A published limit by its name. */
export function dustPreset(name: DustPresetName): DustPreset {
  return DUST_PRESETS[name];
}
