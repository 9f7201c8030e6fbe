import { Box, DataFlag, DeviceCode, Factor, Matter, Place, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { Scene } from '../camera/scene.js';

/** A camera of a scenario. */
export const ScenarioCamera = z.strictObject({
  id: Slug,
  deviceCode: DeviceCode.nullable(),
  place: Place,
  bearingDeg: z.number().min(0).max(360).nullable(),
  scene: Scene,
});
export type ScenarioCamera = z.infer<typeof ScenarioCamera>;

/** What a monitor measures of one factor, in the factor's unit (contracts, `FACTORS`). */
export const FactorTimeline = z.strictObject({
  /** Greatest distance of the noise from the value. */
  noise: z.number().min(0).default(0),
  /** The value holds from `at` (seconds) until the next one. */
  values: z
    .array(z.strictObject({ at: z.number().min(0), value: z.number(), flag: DataFlag.default('N') }))
    .min(1)
    .refine((values) => values[0]?.at === 0, 'the first value must be at 0')
    .refine(
      (values) => values.every((step, index) => index === 0 || step.at > (values[index - 1]?.at ?? 0)),
      'the times (at) must grow from one value to the next',
    ),
});
export type FactorTimeline = z.infer<typeof FactorTimeline>;

const monitor = {
  id: Slug,
  place: Place,
  intervalSeconds: z.number().min(0.1).max(3600).default(2),
  factors: z
    .partialRecord(Factor, FactorTimeline)
    .refine((factors) => Object.keys(factors).length > 0, 'at least one factor'),
};

const hj212 = {
  /** Device number of HJ 212. */
  mn: z.string().regex(/^[0-9A-F]{24}$/, '24 of 0-9 A-F'),
  /** Access password of HJ 212 (PW), which the standard sends in the clear. */
  pw: z.string().regex(/^\w{1,9}$/, '1 to 9 letters or digits'),
};

/** A dust monitor of a scenario. */
export const ScenarioMonitor = z.discriminatedUnion('protocol', [
  z.strictObject({ protocol: z.literal('json'), ...monitor }),
  z.strictObject({ protocol: z.literal('hj212'), ...hj212, ...monitor }),
  z.strictObject({
    protocol: z.literal('hj212-tcp'),
    ...hj212,
    version: z.enum(['2017', '2025']).default('2017'),
    /** SM4 key of HJ 212-2025: 32 hex digits; left out, it sends plain. */
    sm4Key: z
      .string()
      .regex(/^[0-9A-Fa-f]{32}$/, '32 hex digits, in quotes')
      .optional(),
    /** How far its clock stands ahead, seconds. */
    clockAheadSeconds: z.number().default(0),
    /** Whether it asks for its clock to be set (CN 1013) when it calls. */
    asksForClock: z.boolean().default(false),
    /** When its line is down, seconds of the scenario; what it measures meanwhile is sent afterwards (RF=1). */
    outages: z.array(z.strictObject({ from: z.number().min(0), to: z.number().min(0) })).default([]),
    /** What it does that the standard does not know. */
    habits: z
      .array(
        z.enum([
          'no-flag',
          'short-qn',
          'no-data-flags',
          'flag-in-own-item',
          'doubled-separators',
          'lower-case-crc',
          'no-line-end',
          'noise-between-frames',
          'wrong-crc-at-times',
        ]),
      )
      .default([]),
    ...monitor,
  }),
]);
export type ScenarioMonitor = z.infer<typeof ScenarioMonitor>;

/** A loudspeaker of a scenario. */
const ScenarioSpeaker = z.strictObject({
  id: Slug,
  /** It hears nothing, says nothing, and acknowledges nothing. */
  deaf: z.boolean().default(false),
});
export type ScenarioSpeaker = z.infer<typeof ScenarioSpeaker>;

/** Something that a gateway must find. */
export const ExpectedFinding = z.strictObject({
  matter: Matter,
  /** The camera or monitor that shows it. */
  sourceId: Slug,
  /** What is to be seen and about where; null for what only a monitor tells. */
  subject: z.strictObject({ label: z.string().min(1).max(64), box: Box }).nullable(),
  /** The offence begins at this second of the scenario, */
  fromSeconds: z.number().min(0),
  /** and has certainly begun at this one: a finding must say that it started between the two. */
  latestSeconds: z.number().min(0),
});
export type ExpectedFinding = z.infer<typeof ExpectedFinding>;

/** Cameras and monitors with what happens before them, and what a gateway must make of it. */
export const Scenario = z
  .strictObject({
    name: Slug,
    description: z.string().min(1),
    cameras: z.array(ScenarioCamera).max(16),
    monitors: z.array(ScenarioMonitor).max(256),
    speakers: z.array(ScenarioSpeaker).max(64).default([]),
    truth: z.strictObject({
      findings: z.array(ExpectedFinding),
      /** Whatever else is found is a false alarm. */
      nothingElse: z.literal(true),
    }),
  })
  .superRefine((scenario, context) => {
    const seen = new Set<string>();
    for (const list of ['cameras', 'monitors', 'speakers'] as const) {
      for (const [index, { id }] of scenario[list].entries()) {
        if (seen.has(id))
          context.addIssue({
            code: 'custom',
            path: [list, index, 'id'],
            message: `"${id}" is used twice: give it another id`,
          });
        seen.add(id);
      }
    }
    for (const [index, finding] of scenario.truth.findings.entries()) {
      const path = ['truth', 'findings', index];
      const list = finding.matter === 'dust' ? 'monitors' : 'cameras';
      if (!scenario[list].some(({ id }) => id === finding.sourceId))
        context.addIssue({
          code: 'custom',
          path: [...path, 'sourceId'],
          message: `"${finding.sourceId}" is none of the ${list}: name one that is listed`,
        });
      if (finding.latestSeconds < finding.fromSeconds)
        context.addIssue({
          code: 'custom',
          path: [...path, 'latestSeconds'],
          message: 'must not be below fromSeconds',
        });
    }
  });
export type Scenario = z.infer<typeof Scenario>;
