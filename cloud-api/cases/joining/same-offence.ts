import type { Box, Matter } from '@lamppost/contracts';
import type { DeskSettings, JoiningRule } from '../settings/desk-settings.js';
import { distanceM } from './distance.js';

const MINUTE_MS = 60_000;

/** A violation, as far as it tells what offence it is of. */
export interface Sighting {
  readonly gatewayId: string;
  readonly sourceId: string;
  readonly matter: Matter;
  /** Of the device, in degrees. */
  readonly place: { readonly lng: number; readonly lat: number };
  /** Null where none was read. */
  readonly plate: string | null;
  /** Where its subject was on the picture; null where it has none. */
  readonly box: Box | null;
  readonly startedAtMs: number;
  /** When it was told: it lasted until then at least. */
  readonly triggeredAtMs: number;
}

/** Intersection over union of two boxes, 0 to 1. */
export function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - shared);
}

function gapMs(a: Sighting, b: Sighting): number {
  return Math.max(0, a.startedAtMs - b.triggeredAtMs, b.startedAtMs - a.triggeredAtMs);
}

function isSameSpot(rule: JoiningRule, iou: number, a: Sighting, b: Sighting): boolean {
  if (gapMs(a, b) > rule.spotMinutes * MINUTE_MS) return false;
  if (a.gatewayId === b.gatewayId && a.sourceId === b.sourceId)
    return a.box === null || b.box === null ? a.box === b.box : overlapOf(a.box, b.box) >= iou;
  return rule.acrossSources && distanceM(a.place, b.place) <= rule.radiusM;
}

/** Whether two violations are of one offence, as far as a machine can tell. It does not matter which is named first. */
export function isSameOffence(joining: DeskSettings['joining'], a: Sighting, b: Sighting): boolean {
  if (a.matter !== b.matter) return false;
  const rule = joining.matters[a.matter];
  if (a.plate !== null && b.plate !== null)
    return (
      a.plate === b.plate && gapMs(a, b) <= rule.plateMinutes * MINUTE_MS && distanceM(a.place, b.place) <= rule.radiusM
    );
  return isSameSpot(rule, joining.iou, a, b);
}

/** Longest time that may lie between two violations of one offence, in milliseconds. */
export function longestGapMs(rule: JoiningRule): number {
  return Math.max(rule.plateMinutes, rule.spotMinutes) * MINUTE_MS;
}
