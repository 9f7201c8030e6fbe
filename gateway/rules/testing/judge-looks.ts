import type { Violation } from '@lamppost/contracts';
import { TrackerState, emptyTracker, updateTracks } from '@lamppost/detectors';
import { RuleDocument } from '../document/rule-document.js';
import type { RuleBook } from '../rule-plan.js';
import { RuleStates, judgeLook } from './judge-look.js';
import type { Look } from './scene-looks.js';

/** Capture time of the first look of every scene. */
export const START = 1_760_000_000_000;
const MIN_COVERAGE = 0.5;
/** A look vouches for the time since the last one when that is no longer than this. */
const COVERED_MS = 3_000;

function bookFor(forSeconds: number): RuleBook {
  const polygon = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const document = RuleDocument.parse({
    schema: 'lamppost.rules/1',
    zones: [{ id: 'kerb', camera: 'cam', polygon }],
    rules: [
      {
        id: 'park',
        matter: 'parking',
        matterCode: '09 009',
        severity: 3,
        zone: 'kerb',
        forSeconds,
        minCoverage: MIN_COVERAGE,
        labels: ['car'],
      },
    ],
  });
  return { gatewayId: 'pole-1', document };
}

/** What must follow from the sightings of a vehicle that stays, by addition alone; plain data, so that a restart can take it back. */
export interface Account {
  readonly sinceMs: number | null;
  readonly seenMs: number;
  readonly doubtfulMs: number;
}

function sighted(account: Account, { timeMs, sight }: Look, stepMs: number): Account {
  const coveredMs = stepMs <= COVERED_MS ? stepMs : 0;
  if (account.sinceMs === null) return sight === 'seen' ? { ...account, sinceMs: timeMs } : account;
  switch (sight) {
    case 'seen':
      return { ...account, seenMs: account.seenMs + coveredMs };
    case 'doubtful':
      return { ...account, doubtfulMs: account.doubtfulMs + coveredMs };
    case 'unseen':
      return account;
  }
}

/** A stop of the gateway: what came after it last saved is forgotten, and nothing is looked at until it is back. */
export interface Restart {
  readonly savedMs: number;
  readonly stopMs: number;
  readonly backMs: number;
}

/** Longest time that is watched for more to come after all was told. */
const AFTER_MS = 30_000;

/**
 * Runs tracker and rule over looks, at least until `leastMs` and for a while after a vehicle that stays is due.
 *
 * @returns the violations, each once by its ID, as the cloud takes them; the account after each look; and the look at which the vehicle in
 * `PLACE` is due by that account, null when it never is
 */
export function judgeLooks(
  forSeconds: number,
  looks: Iterable<Look>,
  leastMs = Infinity,
  restart: Restart | null = null,
) {
  const book = bookFor(forSeconds);
  const told = new Map<string, Violation>();
  const accounts = new Map<number, Account>();
  let state = {
    tracker: emptyTracker(),
    rules: RuleStates.parse({}),
    account: { sinceMs: null, seenMs: 0, doubtfulMs: 0 } satisfies Account as Account,
    lookMs: 0,
  };
  let saved: string | null = null;
  let dueMs: number | null = null;
  for (const shown of looks) {
    const { timeMs } = shown;
    if (timeMs > Math.max(leastMs, dueMs ?? Infinity) + AFTER_MS) break;
    if (restart !== null && timeMs > restart.stopMs && timeMs < restart.backMs) continue;
    if (restart !== null && timeMs >= restart.backMs && saved !== null) {
      const back = JSON.parse(saved) as typeof state;
      state = { ...back, tracker: TrackerState.parse(back.tracker), rules: RuleStates.parse(back.rules) };
      saved = null;
    }
    const { state: tracker, tracks } = updateTracks(state.tracker, START + timeMs, shown.detections);
    const seen = { cameraId: 'cam', atMs: START + timeMs, tracks, hazards: { fires: [], smokes: [] }, objects: [] };
    const { state: rules, violations } = judgeLook(book, state.rules, seen);
    state = { tracker, rules, account: sighted(state.account, shown, timeMs - state.lookMs), lookMs: timeMs };
    if (restart !== null && timeMs <= restart.savedMs) saved = JSON.stringify(state);
    for (const violation of violations) {
      if (!told.has(violation.violationId)) told.set(violation.violationId, violation);
    }
    accounts.set(timeMs, state.account);
    const elapsedMs = timeMs - (state.account.sinceMs ?? timeMs);
    const isDue = elapsedMs >= forSeconds * 1000 && state.account.seenMs / elapsedMs >= MIN_COVERAGE;
    if (isDue && shown.sight === 'seen') dueMs ??= timeMs;
  }
  return { told: [...told.values()], accounts, dueMs };
}
