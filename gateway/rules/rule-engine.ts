import type { Factor, Violation } from '@lamppost/contracts';
import { z } from 'zod';
import type { WindowMean } from '../windows/window-mean.js';
import type { RiseSpan, WindowRise } from '../windows/window-rise.js';
import type { CameraLook } from './camera-look.js';
import type { Finding, Judgement } from './finding.js';
import { judgeBurning } from './judge-burning.js';
import { judgeDust } from './judge-dust.js';
import { judgeParking } from './judge-parking.js';
import { judgeStall } from './judge-stall.js';
import { noteRise } from './note-rise.js';
import type { RuleDocument } from './document/rule-document.js';
import type { Rule } from './document/rule.js';
import type { Zone } from './document/zone.js';
import { EMPTY_RULE_STATE, RuleState } from './rule-state.js';
import { violationId } from './violation-id.js';

/** The rules that a gateway judges by. */
export interface RuleBook {
  readonly gatewayId: string;
  readonly document: RuleDocument;
}

/** What all rules remember, by rule ID; plain data. */
export const EngineState = z.record(z.string(), RuleState);
export type EngineState = z.infer<typeof EngineState>;

/** Answer of the engine: its next state, and the violations that this event completed. */
export interface EngineAnswer {
  readonly state: EngineState;
  readonly violations: readonly Violation[];
}

type SeenRule = Exclude<Rule, { matter: 'dust' }>;

/** Judges one look by every rule that has a zone on its camera. Pure: the same looks give the same violations, bit for bit. */
export function judgeLook(book: RuleBook, state: EngineState, look: CameraLook): EngineAnswer {
  const zones = new Map(
    book.document.zones.filter((zone) => zone.camera === look.cameraId).map((zone) => [zone.id, zone]),
  );
  return judgeAll(state, book.document.rules, (rule, before) => {
    if (rule.matter === 'dust') return null;
    const zone = zones.get(rule.zone);
    if (zone === undefined) return null;
    const judged = judgeZone(rule, zone, before, look);
    return {
      state: judged.state,
      violations: judged.findings.map((finding) =>
        toViolation(book.gatewayId, rule, finding, {
          sourceId: look.cameraId,
          cameraId: look.cameraId,
          zoneId: zone.id,
        }),
      ),
    };
  });
}

/** A sensor's factor at the moment of a reading, with the mean over any window that ends there, and the rise up to there. */
export interface FactorWindow {
  readonly sensorId: string;
  readonly factor: Factor;
  readonly atMs: number;
  /** Null when less than `minCapture` of the window holds valid readings. */
  readonly mean: (windowMs: number, minCapture: number) => WindowMean | null;
  /** Null when there are too few readings to tell. */
  readonly rise: (span: RiseSpan) => WindowRise | null;
}

/** Judges one sensor's factor by every rule that watches it. Pure, as {@link judgeLook}. */
export function judgeFactor(book: RuleBook, state: EngineState, window: FactorWindow): EngineAnswer {
  return judgeAll(state, book.document.rules, (rule, before) => {
    // Dust makes nothing burn by itself: it is noted, and the next look at smoke is judged with it.
    if (rule.matter === 'burning' && isOf(rule.dust, window))
      return { state: noteRise(rule.dust, before, window), violations: [] };
    if (rule.matter !== 'dust' || !isOf(rule, window)) return null;
    const judged = judgeDust(rule, before, window.mean(rule.windowSeconds * 1000, rule.minCapture), window.atMs);
    return {
      state: judged.state,
      violations: judged.findings.map((finding) =>
        toViolation(book.gatewayId, rule, finding, { sourceId: window.sensorId, cameraId: rule.camera, zoneId: null }),
      ),
    };
  });
}

interface Watch {
  readonly sensor: string;
  readonly factor: Factor;
}

function isOf<T extends Watch>(watch: T | null, window: FactorWindow): watch is T {
  return watch !== null && watch.sensor === window.sensorId && watch.factor === window.factor;
}

function judgeAll(
  state: EngineState,
  rules: readonly Rule[],
  judge: (rule: Rule, before: RuleState) => { state: RuleState; violations: readonly Violation[] } | null,
): EngineAnswer {
  const next: EngineState = { ...state };
  const violations: Violation[] = [];
  for (const rule of rules) {
    const judged = judge(rule, state[rule.id] ?? EMPTY_RULE_STATE);
    if (judged === null) continue;
    next[rule.id] = judged.state;
    violations.push(...judged.violations);
  }
  return { state: next, violations };
}

function judgeZone(rule: SeenRule, zone: Zone, state: RuleState, look: CameraLook): Judgement {
  switch (rule.matter) {
    case 'parking':
      return judgeParking(rule, zone, state, look);
    case 'stall':
      return judgeStall(rule, zone, state, look);
    case 'burning':
      return judgeBurning(rule, zone, state, look);
    default:
      return rule satisfies never;
  }
}

function toViolation(
  gatewayId: string,
  rule: Rule,
  finding: Finding,
  source: Pick<Violation, 'sourceId' | 'cameraId' | 'zoneId'>,
): Violation {
  const { key, startedAtMs } = finding;
  return {
    violationId: violationId({ gatewayId, ruleId: rule.id, sourceId: source.sourceId, key, startedAtMs }),
    gatewayId,
    matter: rule.matter,
    matterCode: rule.matterCode,
    ruleId: rule.id,
    ...source,
    startedAtMs,
    triggeredAtMs: finding.triggeredAtMs,
    observedCoverage: finding.observedCoverage,
    severity: rule.severity,
    subject: finding.subject,
    explanation: [...finding.explanation],
  };
}
