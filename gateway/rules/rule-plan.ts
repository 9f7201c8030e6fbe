import type { Factor } from '@lamppost/contracts';
import { MAX_BEHIND_MS } from '../events/lane-buffer.js';
import { StreetCalendar } from '../schedules/street-calendar.js';
import { singleConditions } from './document/fused-condition.js';
import type { Rule } from './document/rule.js';
import type { RuleDocument } from './document/rule-document.js';
import { connectRules } from './connect-rules.js';
import { type EventRoutes, planRoutes } from './event-routes.js';
import type { LanePlan, PlannedRule } from './lane-plan.js';
import { listeningOf } from './listening.js';

/** The rules that a gateway judges by. */
export interface RuleBook {
  readonly gatewayId: string;
  readonly document: RuleDocument;
  /** How late sensors may be. */
  readonly lateness?: Lateness;
}

/** How long a reading may be overtaken by newer ones, in milliseconds. */
export interface Lateness {
  /** Of sensors that are not named. Default {@link DEFAULT_LATENESS_MS}. */
  readonly usualMs?: number;
  /** By sensor ID. */
  readonly sensors?: Readonly<Record<string, number>>;
}

/** Monitors behind a mobile network send in bursts; what is later than this is the exception. An own choice. */
export const DEFAULT_LATENESS_MS = 15_000;

/** A window that a rule reads. */
export interface WindowPlan {
  readonly sensorId: string;
  readonly factor: Factor;
  readonly longestWindowMs: number;
  readonly toleranceMs: number;
}

/** A rule document, taken apart by sources, so that an event meets only the rules that it concerns. */
export interface RulePlan {
  readonly book: RuleBook;
  readonly calendar: StreetCalendar;
  readonly lanes: readonly LanePlan[];
  readonly routes: EventRoutes;
  readonly windows: readonly WindowPlan[];
  /** Place of a source among the figures. */
  readonly sources: ReadonlyMap<string, number>;
  readonly rules: ReadonlyMap<string, PlannedRule>;
}

/** Name of a sensor's factor among all. */
function factorKey(sensorId: string, factor: Factor): string {
  return `${sensorId}/${factor}`;
}

/** Takes a rule document apart. */
export function planRules(book: RuleBook): RulePlan {
  const { document } = book;
  const rules = new Map(document.rules.map((rule) => [rule.id, planRule(rule, document)]));
  const lanes = connectRules([...rules.values()]).map((group) => planLane(group, book.lateness ?? {}));
  const sources = new Map<string, number>();
  for (const lane of lanes)
    for (const source of sourcesOf(lane.rules)) if (!sources.has(source)) sources.set(source, sources.size);
  const windows = planWindows([...rules.values()], Math.max(0, ...lanes.map(({ toleranceMs }) => toleranceMs)));
  const routes = planRoutes({ lanes, windows, sources });
  return { book, calendar: new StreetCalendar(document), lanes, routes, windows, sources, rules };
}

function planRule(rule: Rule, document: RuleDocument): PlannedRule {
  const zone = rule.matter === 'dust' ? null : (document.zones.find(({ id }) => id === rule.zone) ?? null);
  const isStall = rule.matter === 'stall' && zone !== null && zone.tier !== 'banned';
  const vendingPoints = isStall ? document.vendingPoints.filter(({ camera }) => camera === zone.camera) : [];
  const conditions = singleConditions(rule.with);
  return { rule, zone, vendingPoints, conditions, listening: listeningOf(rule, zone, conditions) };
}

function sourcesOf(rules: readonly PlannedRule[]): string[] {
  return [...new Set(rules.flatMap(({ listening }) => [...listening.sources]))].sort();
}

function planLane(rules: readonly PlannedRule[], { usualMs = DEFAULT_LATENESS_MS, sensors = {} }: Lateness): LanePlan {
  const sources = sourcesOf(rules);
  const latenessMs = sources.map((source) => {
    const [kind, id = ''] = source.split('/');
    return kind === 'sensor' ? (sensors[id] ?? usualMs) : 0;
  });
  const looks = new Map<string, number[]>();
  const factors = new Map<string, Map<Factor, number[]>>();
  rules.forEach(({ listening }, index) => {
    for (const cameraId of listening.looks) looks.set(cameraId, [...(looks.get(cameraId) ?? []), index]);
    for (const { sensorId, factor } of listening.readings) {
      const places = factors.get(sensorId) ?? new Map<Factor, number[]>();
      const known = places.get(factor) ?? [];
      if (!known.includes(index)) factors.set(sensorId, places.set(factor, [...known, index]));
    }
  });
  return {
    // Rules that wait for one another may read between them what others read alone.
    id: [...sources, ...rules.flatMap(({ listening }) => listening.rules)].join(' '),
    placeOf: new Map(sources.map((source, index) => [source, index])),
    // A camera's looks come in order; between two sources there is no order to rely on.
    toleranceMs: Math.max(sources.length > 1 ? usualMs : 0, ...latenessMs),
    rules,
    looks,
    factors,
    judged: new Set(rules.flatMap(({ zone }) => (zone === null ? [] : [zone.camera]))),
  };
}

function planWindows(rules: readonly PlannedRule[], laneToleranceMs: number): WindowPlan[] {
  const longest = new Map<string, WindowPlan>();
  // A window may be asked for that ends as long ago as its lane waits.
  const toleranceMs = MAX_BEHIND_MS + 2 * laneToleranceMs;
  for (const { listening } of rules)
    for (const { sensorId, factor, spanMs } of listening.windows) {
      const key = factorKey(sensorId, factor);
      const longestWindowMs = Math.max(longest.get(key)?.longestWindowMs ?? 0, spanMs);
      longest.set(key, { sensorId, factor, longestWindowMs, toleranceMs });
    }
  return [...longest.values()];
}
