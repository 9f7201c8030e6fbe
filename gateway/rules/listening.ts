import type { Factor } from '@lamppost/contracts';
import { sourceKey } from '../events/source-key.js';
import { type SingleCondition, heardFor } from './document/fused-condition.js';
import type { DustRise } from './document/dust-rise.js';
import type { Rule } from './document/rule.js';
import type { Zone } from './document/zone.js';

/** What a rule hears. */
export interface Listening {
  /** All sources it depends on: it is judged in the order of their events. */
  readonly sources: ReadonlySet<string>;
  /** Cameras whose looks are brought to it, */
  readonly looks: ReadonlySet<string>;
  /** and readings that are. */
  readonly readings: readonly { readonly sensorId: string; readonly factor: Factor }[];
  /** Windows that it reads, and how far back. */
  readonly windows: readonly { readonly sensorId: string; readonly factor: Factor; readonly spanMs: number }[];
  /** Rules that it waits for. */
  readonly rules: readonly string[];
}

type Window = Listening['windows'][number];

/** What a rule hears: its own source, and those of its conditions. */
export function listeningOf(rule: Rule, zone: Zone | null, conditions: readonly SingleCondition[]): Listening {
  const sources = new Set<string>();
  const looks = new Set<string>();
  const readings: Listening['readings'][number][] = [];
  const windows: Window[] = [];
  const rules: string[] = [];
  const read = (sensorId: string, factor: Factor, spanSeconds: number, isBrought: boolean) => {
    sources.add(sourceKey('sensor', sensorId));
    if (isBrought) readings.push({ sensorId, factor });
    windows.push({ sensorId, factor, spanMs: spanSeconds * 1000 });
  };
  const look = (cameraId: string) => {
    sources.add(sourceKey('camera', cameraId));
    looks.add(cameraId);
  };
  if (zone !== null) look(zone.camera);
  if (rule.matter === 'dust') {
    // Whole windows are judged once they are over: they must still be there then.
    const spanSeconds = rule.windowSeconds * (rule.windows === 'tumbling' || rule.maxPerDay > 0 ? 2 : 1);
    read(rule.sensor, rule.factor, spanSeconds, true);
    for (const sensor of rule.baseline?.sensors ?? []) read(sensor, rule.factor, spanSeconds, false);
  }
  const rises: Pick<DustRise, 'sensor' | 'factor' | 'recentSeconds' | 'beforeSeconds'>[] =
    rule.matter === 'burning' && rule.dust !== null ? [rule.dust] : [];
  for (const condition of conditions.map(heardFor))
    switch (condition.kind) {
      case 'rule':
        rules.push(condition.rule);
        break;
      case 'level':
        read(condition.sensor, condition.factor, condition.windowSeconds, true);
        break;
      case 'rise':
        rises.push(condition);
        break;
      case 'picture':
        look(condition.camera);
        break;
      default:
        condition satisfies never;
    }
  for (const { sensor, factor, recentSeconds, beforeSeconds } of rises)
    read(sensor, factor, recentSeconds + beforeSeconds, true);
  return { sources, looks, readings, windows, rules };
}
