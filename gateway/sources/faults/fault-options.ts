import { Factor } from '@lamppost/contracts';
import { z } from 'zod';

/**
 * When a monitor counts as faulty. The defaults are Lamppost's own, and no law. Each can be set per sensor; null switches it off.
 */
export const FaultOptions = z.strictObject({
  /** A particulate or noise value that does not change by its smallest digit for so long stands still. */
  flatSeconds: z.number().min(60).nullable().default(7200),
  /** Nothing came for so long. */
  silenceSeconds: z.number().min(10).nullable().default(600),
  /** The monitor's own position lies so far from its place. Wide enough for a place that was taken from a map in GCJ-02. */
  movedMetres: z.number().min(20).nullable().default(1000),
  /** Greatest change from one reading to the next that the air can make, in the unit of the factor, where the two lie near in time. */
  jumps: z.partialRecord(Factor, z.number().positive()).default({}),
});
export type FaultOptions = z.infer<typeof FaultOptions>;

/** Factors that never stand still: where the air does, its dust does not. */
export const RESTLESS: ReadonlySet<Factor> = new Set(['a34001', 'a34002', 'a34004', 'LA']);

/** Greatest changes when not configured. A truck that passes lifts dust by thousands; wind may turn and rise as it likes. */
export const DEFAULT_JUMPS: Partial<Record<Factor, number>> = {
  a34001: 20_000,
  a34002: 20_000,
  a34004: 20_000,
  a01001: 15,
  a01002: 60,
  a01006: 5,
};
