import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { KeptPlace } from './judge-stall-people.js';
import { StallPlace } from './judge-stall-places.js';

/** A violation that was told and has not ended: what is seen of it now joins it, and opens nothing new. */
const OpenViolation = z.strictObject({
  /** What the violation hangs on: a track, a place, or the zone as a whole. */
  key: z.string(),
  box: Box.nullable(),
  lastSeenAtMs: EpochMs,
});
export type OpenViolation = z.infer<typeof OpenViolation>;

/** What one rule remembers between looks; plain data, so that it survives a restart and a backtest can start from it. */
export const RuleState = z.strictObject({
  open: z.array(OpenViolation),
  /** For stall rules: where people keep to, and the places that may be stalls. */
  presence: z.strictObject({ people: z.array(KeptPlace), places: z.array(StallPlace) }).nullable(),
  /** The last rise of dust that was high enough, for rules that watch a monitor beside the camera. */
  rise: z.strictObject({ atMs: EpochMs, sinceMs: EpochMs, from: z.number(), to: z.number() }).optional(),
});
export type RuleState = z.infer<typeof RuleState>;

/** A rule that has seen nothing yet. */
export const EMPTY_RULE_STATE: RuleState = { open: [], presence: null };
