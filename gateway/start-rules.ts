import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { EventRecorder } from './event-log/event-recorder.js';
import type { FootageRings } from './footage/footage-rings.js';
import type { LinkBoard } from './http/link-board.js';
import type { Metrics } from './http/metrics.js';
import type { Judge } from './pipeline/judge.js';
import { LiveRules } from './rule-file/live-rules.js';
import type { NamedRules, RulesUser } from './rollout/assigned-rules.js';
import { readRuleFile } from './rule-file/read-rule-file.js';
import { RuleFileWatch } from './rule-file/rule-file-watch.js';
import { singleConditions } from './rules/document/fused-condition.js';
import { longestSpanMs } from './rules/document/longest-span.js';
import type { TakenRules } from './rules/document/read-rules.js';
import type { RuleDocument } from './rules/document/rule-document.js';
import { listeningOf } from './rules/listening.js';
import type { BoxTimeSeries } from './time-series/time-series.js';

/** Footage is kept for the longest rule and this much more: packages are made after the trigger, and attempts may fail. */
const RING_MARGIN_MS = 180_000;
/** Longest delay that a timer takes. */
const MAX_DELAY_MS = 2_147_483_647;

/** How far back footage must be kept for a rule document, milliseconds. */
export function footageSpanMs(document: RuleDocument): number {
  return longestSpanMs(document) + RING_MARGIN_MS;
}

/** The rule file of a gateway, as it is given. */
export interface RuleFile {
  /** Absolute. */
  readonly file: string;
  /** Name in logs and in evidence. */
  readonly name: string;
  /** What is judged by at the start: what the file held then, or the rules of the cloud. */
  readonly first: NamedRules;
  /** Whether those are the rules of the cloud; the file waits meanwhile. */
  readonly isAssigned: boolean;
}

/** Options of {@link startRules}. */
export interface StartRulesOptions extends RuleFile {
  /** Asked for after each change alone: the judge itself needs the first rules. */
  readonly judge: () => Judge;
  readonly recorder: Pick<EventRecorder, 'rules'>;
  readonly rings: FootageRings;
  /** Sensors of the gateway's configuration: readings of no other are taken. */
  readonly sensors: readonly { readonly id: string }[];
  readonly series: Pick<BoxTimeSeries, 'query'>;
  readonly board: LinkBoard;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The rules of a running gateway. */
export interface RunningRules extends RulesUser {
  readonly live: LiveRules;
  /** Whether the cloud's rules hold, and the file waits. */
  isAssigned(): boolean;
  /** Reads the file at once. */
  reload(): void;
  close(): void;
}

/** Sensors that rules read and the gateway does not have: what they would find is never found. */
function unlistedSensors({ rules }: RuleDocument, listed: readonly { readonly id: string }[]): string[] {
  const read = rules.flatMap((rule) => listeningOf(rule, null, singleConditions(rule.with)).windows);
  const ids = new Set(read.map(({ sensorId }) => sensorId));
  return [...ids].filter((sensorId) => !listed.some(({ id }) => id === sensorId));
}

/**
 * Follows the rule file, or what the cloud assigns in its place: each good content is judged by from the next event on, and a bad one changes
 * nothing.
 */
export function startRules({
  file,
  name,
  first,
  isAssigned: isAssignedAtFirst,
  board,
  metrics,
  clock,
  log,
  ...parts
}: StartRulesOptions): RunningRules {
  let keptMs = footageSpanMs(first.rules.document);
  let shrinking: NodeJS.Timeout | null = null;
  const record = (taken: TakenRules) => {
    parts.recorder.rules(taken);
    const sensors = unlistedSensors(taken.document, parts.sensors);
    if (sensors.length > 0) log.warn({ sensors }, 'rules read sensors that are not in gateway.yaml; add them there');
  };
  record(first.rules);
  const keepFootage = (wantedMs: number) => {
    if (shrinking !== null) clearTimeout(shrinking);
    shrinking = null;
    const beforeMs = keptMs;
    keptMs = Math.max(wantedMs, beforeMs);
    parts.rings.keepFor(keptMs);
    if (wantedMs >= beforeMs) return;
    // What stands there since long before may be found by the new rules at once: its beginning must still be there then.
    shrinking = setTimeout(
      () => {
        keptMs = wantedMs;
        parts.rings.keepFor(wantedMs);
      },
      Math.min(beforeMs, MAX_DELAY_MS),
    );
    shrinking.unref();
  };
  const onChange = (changed: TakenRules) => {
    const { document } = changed;
    record(changed);
    keepFootage(footageSpanMs(document));
    try {
      parts.judge().useRules(document);
      parts.judge().restoreWindows(parts.series, clock.nowMs());
    } catch (error) {
      log.error(
        { err: error },
        'the new rules are judged by, but could not be saved with what was in progress; it will be tried again',
      );
    }
  };
  const onStatus = board.setRules.bind(board);
  const live = new LiveRules({ name: first.name, first: first.rules, clock, metrics, log, onChange, onStatus });
  let isAssigned = isAssignedAtFirst;
  const watch = new RuleFileWatch({
    file,
    clock,
    onRead: (read) => {
      if (isAssigned) log.warn({ file: name }, 'rule file not judged by: the rules that the cloud assigned hold');
      else live.take(read, name);
    },
  });
  return {
    live,
    isAssigned: () => isAssigned,
    takeAssigned: (assignedName, read) => {
      live.take(read, assignedName);
      if (read.status === 'taken') isAssigned = true;
    },
    takeFile: () => {
      const read = readRuleFile(file, clock.nowMs());
      live.take(read, name);
      if (read.status === 'taken') isAssigned = false;
      return { name, read };
    },
    reload: () => {
      watch.readNow();
    },
    close: () => {
      watch.close();
      if (shrinking !== null) clearTimeout(shrinking);
    },
  };
}
