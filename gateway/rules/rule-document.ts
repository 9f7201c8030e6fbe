import { Factor, FACTORS, MatterCode, Polygon, Slug } from '@lamppost/contracts';
import { CARRIED, GOODS, STREET_FURNITURE, VEHICLES } from '@lamppost/detectors';
import { z } from 'zod';

const MS_PER_SECOND = 1000;
const seconds = (min: number, max: number) => z.number().min(min).max(max);

/** An area on one camera's picture. */
export const Zone = z.strictObject({ id: Slug, camera: Slug, polygon: Polygon });
export type Zone = z.infer<typeof Zone>;

const ruleBase = {
  id: Slug,
  /** Code that the lead carries: GB/T 47678.5. */
  matterCode: MatterCode,
  /** 1 (slight) to 5 (grave). */
  severity: z.int().min(1).max(5),
};
const seenRule = {
  ...ruleBase,
  zone: Slug,
  /** How long it must last, in seconds. */
  forSeconds: seconds(1, 86_400),
  /** Share of that time in which it must really have been seen. */
  minCoverage: z.number().min(0).max(1).default(0.5),
  /** The violation ends, and a new one may begin, when nothing was seen for this long. */
  endsAfterSeconds: seconds(1, 86_400).default(120),
};

/** A vehicle that stands in the zone. */
const ParkingRule = z.strictObject({
  ...seenRule,
  matter: z.literal('parking'),
  labels: z
    .array(z.enum(VEHICLES))
    .min(1)
    .default([...VEHICLES]),
});
export type ParkingRule = z.infer<typeof ParkingRule>;

/** By what a stall may be told. All but `model` are unproven: nothing was trained for stalls. */
export const StallEvidence = z.enum(['goods', 'object', 'gathering', 'model']);
export type StallEvidence = z.infer<typeof StallEvidence>;

/** Trade in the zone: see {@link StallEvidence} for what shows it. */
const StallRule = z.strictObject({
  ...seenRule,
  matter: z.literal('stall'),
  /**
   * `goods`: a person lingers at goods that stand there. `object`: at something that came to stand there and that no class knows.
   * `gathering`: people linger at a stopped vehicle. `model`: a model of the town's own sees a `stall`; alone, it takes the place of the rest.
   */
  evidence: z
    .array(StallEvidence)
    .min(1)
    .default([...StallEvidence.options]),
  goods: z
    .array(z.enum([...GOODS, ...STREET_FURNITURE, ...CARRIED]))
    .min(1)
    .default([...GOODS]),
  /** Least mean score of goods: trees and posts are taken for umbrellas and chairs with less. */
  minGoodsScore: z.number().min(0).max(1).default(0.4),
  /** Vehicles that goods are sold from. Cars are left out by default: people stand and talk beside them. */
  vehicles: z.array(z.enum(VEHICLES)).min(1).default(['truck', 'motorcycle', 'tricycle']),
  /** How many must linger at a vehicle to be a gathering. */
  leastPeople: z.int().min(1).max(20).default(2),
  /** A vendor may step aside, or be hidden, for this long without the time starting anew. */
  graceSeconds: seconds(0, 3_600).default(30),
});
export type StallRule = z.infer<typeof StallRule>;

/** A rise of dust at a monitor near the camera, which makes fire of smoke. Own choices: nothing was measured for them. */
const DustRise = z.strictObject({
  sensor: Slug,
  factor: z.enum(['a34001', 'a34002', 'a34004']),
  /** How far the newest readings must exceed those before, in ug/m3, */
  riseBy: z.number().positive().default(50),
  /** and by how much of what those were, in per cent. */
  risePerCent: z.number().positive().default(50),
  /** Longest time between the rise and the smoke. */
  withinSeconds: seconds(1, 3_600).default(300),
  /** The newest readings: their mean is taken. */
  recentSeconds: seconds(10, 3_600).default(120),
  /** The time before, whose median they are held against. */
  beforeSeconds: seconds(60, 86_400).default(1_800),
});
export type DustRise = z.infer<typeof DustRise>;

/** What makes fire of smoke that no flame is seen of. */
const SmokeSigns = z.strictObject({
  /** Share of the looks that must show signs of fire in the smoke or beside it, be they weak. */
  minSignShare: z.number().min(0).max(1).default(0.3),
  /**
   * Smoke alone: the highest smoke score that its place may have had in the long-term background (over films of three places without smoke,
   * 98 % of the cells had a mean below 0.3),
   */
  maxBackground: z.number().min(0).max(1).default(0.3),
  /** and how many times its area must have become. */
  minGrowth: z.number().min(1.2).max(100).default(2),
});

/**
 * Something burns in the zone: fire that lasts, or smoke that lasts and either has signs of fire, comes with a rise of dust, or was not
 * there before and grows. Smoke by itself is never enough.
 */
const BurningRule = z.strictObject({
  ...seenRule,
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

/** The mean of a factor over a window is above a limit. */
const DustRule = z.strictObject({
  ...ruleBase,
  matter: z.literal('dust'),
  sensor: Slug,
  factor: Factor,
  windowSeconds: seconds(10, 86_400),
  /** In the unit of the factor: ug/m3 for particulates. */
  limit: z.number().positive(),
  /** Share of the window for which valid readings must be there. GB 3095-2012 asks 45 of 60 minutes. */
  minCapture: z.number().min(0).max(1).default(0.75),
  /** Camera whose picture of the site goes with the lead. */
  camera: Slug.nullable().default(null),
});
export type DustRule = z.infer<typeof DustRule>;

export const Rule = z.discriminatedUnion('matter', [ParkingRule, StallRule, BurningRule, DustRule]);
export type Rule = z.infer<typeof Rule>;

/** The rule document of a gateway: the zones on its cameras' pictures, and what is not allowed there. */
export const RuleDocument = z
  .strictObject({
    schema: z.literal('lamppost.rules/1'),
    zones: z.array(Zone).max(1000).default([]),
    rules: z.array(Rule).max(1000),
  })
  .superRefine((document, context) => {
    const refuse = (path: PropertyKey[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
    };
    const zoneIds = new Set<string>();
    document.zones.forEach((zone, index) => {
      if (zoneIds.has(zone.id))
        refuse(['zones', index, 'id'], `"${zone.id}" is listed twice; give each zone its own id`);
      zoneIds.add(zone.id);
    });
    const ruleIds = new Set<string>();
    document.rules.forEach((rule, index) => {
      if (ruleIds.has(rule.id))
        refuse(['rules', index, 'id'], `"${rule.id}" is listed twice; give each rule its own id`);
      ruleIds.add(rule.id);
      if (rule.matter !== 'dust' && !zoneIds.has(rule.zone)) {
        refuse(
          ['rules', index, 'zone'],
          `there is no zone "${rule.zone}"; the zones are: ${[...zoneIds].join(', ') || 'none'}`,
        );
      }
    });
  });
export type RuleDocument = z.infer<typeof RuleDocument>;

/** How far back footage must reach so that each rule's first moment can still be shown, in milliseconds. */
export function longestSpanMs(document: RuleDocument): number {
  const spans = document.rules.map((rule) => (rule.matter === 'dust' ? 0 : rule.forSeconds));
  return Math.max(0, ...spans) * MS_PER_SECOND;
}

/** Unit that a rule's limit is given in. */
export function limitUnit(rule: DustRule): string {
  return FACTORS[rule.factor].unit;
}
