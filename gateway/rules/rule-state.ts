import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { Finding } from './finding.js';
import { KeptPlace } from './judge-stall-people.js';
import { StallPlace } from './judge-stall-places.js';
import { NotedCondition } from './noted-condition.js';
import { Persuasion, PastReminder } from './persuasion-state.js';

/** A violation that was found and has not ended: what is seen of it now joins it, and opens nothing new. */
const OpenViolation = z.strictObject({
  /** What the violation hangs on: a track, a place, or the zone as a whole. */
  key: z.string(),
  box: Box.nullable(),
  lastSeenAtMs: EpochMs,
  /** ID of the violation; the key may change while it lasts. */
  violationId: z.string().optional(),
});
export type OpenViolation = z.infer<typeof OpenViolation>;

/** A finding that lacks a condition of another source, or is excused for now. */
const WaitingFinding = z.strictObject({
  violationId: z.string(),
  finding: Finding,
  /** Until when a vending point excused it; null when none did. */
  excusedUntilMs: EpochMs.nullable(),
});
export type WaitingFinding = z.infer<typeof WaitingFinding>;

/** A violation that was told and has ended: for its cooldown, the same is not told again. */
const EndedViolation = z.strictObject({ key: z.string(), box: Box.nullable(), endedAtMs: EpochMs });
export type EndedViolation = z.infer<typeof EndedViolation>;

/** Windows of the day that were above the limit, for rules that count them. */
const CountedWindows = z.strictObject({
  /** The one that the newest reading lies in. */
  window: z.strictObject({ endMs: EpochMs, day: z.string() }),
  /** Local date that the count is of. */
  day: z.string(),
  above: z.array(z.strictObject({ endMs: EpochMs, mean: z.number() })).readonly(),
});
export type CountedWindows = z.infer<typeof CountedWindows>;

/** What one rule remembers between looks; plain data, so that it survives a restart and a backtest can start from it. */
export const RuleState = z.strictObject({
  open: z.array(OpenViolation),
  /** For stall rules: where people keep to, and the places that may be stalls. */
  presence: z.strictObject({ people: z.array(KeptPlace), places: z.array(StallPlace) }).nullable(),
  /** The last rise of dust that was high enough, for rules that watch a monitor beside the camera. */
  rise: z.strictObject({ atMs: EpochMs, sinceMs: EpochMs, from: z.number(), to: z.number() }).optional(),
  /** For each condition of another source, by its place in the rule, what was last heard of it. */
  noted: z.record(z.string(), NotedCondition).optional(),
  counted: CountedWindows.optional(),
  /** First look or reading since the rule's schedule holds; null while it does not. What was there before counts from then on. */
  heldSinceMs: EpochMs.nullable().optional(),
  waiting: z.array(WaitingFinding).readonly().optional(),
  ended: z.array(EndedViolation).readonly().optional(),
  /** Violations whose party was reminded and has time to correct them. */
  persuading: z.array(Persuasion).readonly().optional(),
  /** Reminders that are over, for as long as a repeat counts. */
  reminded: z.array(PastReminder).readonly().optional(),
});
export type RuleState = z.infer<typeof RuleState>;

/** A rule that has seen nothing yet. */
export const EMPTY_RULE_STATE: RuleState = { open: [], presence: null };
