import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';

/** A violation that was told and has not ended: what is seen of it now joins it, and opens nothing new. */
const OpenViolation = z.strictObject({
  /** What the violation hangs on: a track, or the zone as a whole. */
  key: z.string(),
  box: Box.nullable(),
  lastSeenAtMs: EpochMs,
});
export type OpenViolation = z.infer<typeof OpenViolation>;

/** What one rule remembers between looks; plain data, so that it survives a restart and a backtest can start from it. */
export const RuleState = z.strictObject({
  open: z.array(OpenViolation),
  /** How long the condition has been held, for rules that need several things at once. */
  presence: z.strictObject({ sinceMs: EpochMs, lastHeldAtMs: EpochMs, heldMs: z.number().min(0) }).nullable(),
});
export type RuleState = z.infer<typeof RuleState>;

/** A rule that has seen nothing yet. */
export const EMPTY_RULE_STATE: RuleState = { open: [], presence: null };
