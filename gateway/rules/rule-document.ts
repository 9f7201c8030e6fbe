import { Factor, FACTORS, MatterCode, Polygon, Slug } from '@lamppost/contracts';
import { GOODS, VEHICLES } from '@lamppost/detectors';
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

/** A person who stays in the zone with goods beside them. Provisional: nothing was trained for stalls. */
const StallRule = z.strictObject({
  ...seenRule,
  matter: z.literal('stall'),
  goods: z
    .array(z.enum(GOODS))
    .min(1)
    .default([...GOODS]),
});
export type StallRule = z.infer<typeof StallRule>;

/** A flame in the zone. Provisional: judged by colour and flicker. */
const BurningRule = z.strictObject({ ...seenRule, matter: z.literal('burning') });
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
