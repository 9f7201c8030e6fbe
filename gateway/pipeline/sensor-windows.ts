import type { Factor, SensorReading } from '@lamppost/contracts';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { Rule } from '../rules/document/rule.js';
import { AHEAD_MS } from '../sources/readings-of-message.js';
import type { BoxTimeSeries } from '../time-series/time-series.js';
import { addReading } from '../windows/add-reading.js';
import { type SensorWindow, emptyWindow } from '../windows/sensor-window.js';

/** Readings taken back from the disk at the start for one window, at most. */
const MAX_RESTORED = 10_000;

/** The recent readings of every factor that a rule watches. */
export class SensorWindows {
  private readonly windows = new Map<string, SensorWindow>();
  private readonly longestMs = new Map<string, number>();
  private readonly watched: readonly Watch[];

  constructor(document: RuleDocument) {
    this.watched = document.rules.flatMap(watchOf);
    for (const { sensor, factor, spanMs } of this.watched) {
      const key = keyOf(sensor, factor);
      this.longestMs.set(key, Math.max(this.longestMs.get(key) ?? 0, spanMs));
      this.windows.set(key, emptyWindow(sensor, factor));
    }
  }

  /** Takes back what was stored before a restart, so that a window in progress goes on. */
  restore(series: Pick<BoxTimeSeries, 'query'>, nowMs: number): void {
    for (const { sensorId, factor } of [...this.windows.values()]) {
      const fromMs = nowMs - (this.longestMs.get(keyOf(sensorId, factor)) ?? 0);
      for (const reading of series.query(sensorId, factor, fromMs, nowMs + AHEAD_MS + 1, MAX_RESTORED))
        this.add(reading);
    }
  }

  /** Adds a reading to its window and returns that; null when no rule watches the factor. */
  add(reading: SensorReading): SensorWindow | null {
    const key = keyOf(reading.sensorId, reading.factor);
    const before = this.windows.get(key);
    if (before === undefined) return null;
    const after = addReading(before, reading, { longestWindowMs: this.longestMs.get(key) ?? 0 });
    this.windows.set(key, after);
    return after;
  }

  /** What a rule that watches a sensor judged by, from one moment to another, oldest first. */
  readings(ruleId: string, fromMs: number, toMs: number): { atMs: number; value: number; isValid: boolean }[] {
    const rule = this.watched.find((watch) => watch.ruleId === ruleId);
    const window = rule === undefined ? undefined : this.windows.get(keyOf(rule.sensor, rule.factor));
    return (window?.samples ?? []).filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  }
}

/** A factor that a rule watches, and how far back it must know it. */
interface Watch {
  readonly ruleId: string;
  readonly sensor: string;
  readonly factor: Factor;
  readonly spanMs: number;
}

function watchOf(rule: Rule): Watch[] {
  if (rule.matter === 'dust') {
    const { id: ruleId, sensor, factor, windowSeconds } = rule;
    return [{ ruleId, sensor, factor, spanMs: windowSeconds * 1000 }];
  }
  if (rule.matter !== 'burning' || rule.dust === null) return [];
  const { sensor, factor, recentSeconds, beforeSeconds } = rule.dust;
  return [{ ruleId: rule.id, sensor, factor, spanMs: (recentSeconds + beforeSeconds) * 1000 }];
}

function keyOf(sensorId: string, factor: Factor): string {
  return `${sensorId}/${factor}`;
}
