import type { Box, Condition } from '@lamppost/contracts';
import { isWithin } from '../schedules/is-within.js';
import type { WallTime } from '../schedules/street-calendar.js';
import { hasFootInZone } from '../zones/is-in-zone.js';
import type { VendingPoint } from './document/vending-point.js';
import type { OpenViolation } from './rule-state.js';

/** Whether a vending point excuses a stall. */
export type Excuse =
  | { readonly isExcused: true }
  /** `why` says what it is near to and does not keep; empty when it stands at no vending point. */
  | { readonly isExcused: false; readonly why: readonly Condition[] };

/**
 * Whether a stall stands where and when the town lets stalls stand: within the polygon, the days and hours of a vending point, and not
 * beyond its number. Of too many, those that came last are too many.
 *
 * @param open - the rule's open violations, in the order in which they were found, this one included
 */
export function vendingExcuse(
  points: readonly VendingPoint[],
  stall: { readonly violationId: string; readonly box: Box },
  open: readonly OpenViolation[],
  wall: WallTime,
  atMs: number,
): Excuse {
  const there = points.filter(({ polygon }) => hasFootInZone(stall.box, polygon));
  const why: Condition[] = [];
  for (const point of there) {
    if (!isPermittedDay(point, wall.day) || !isWithin(point.hours, wall)) {
      why.push(plain(`at vending point ${point.id}, outside its permitted hours`, atMs));
      continue;
    }
    const stalls = open.filter(({ box }) => box !== null && hasFootInZone(box, point.polygon));
    const place = stalls.findIndex(({ violationId }) => violationId === stall.violationId);
    if (point.capacity === null || place < point.capacity) return { isExcused: true };
    const condition = `stalls at vending point ${point.id}, which has room for ${point.capacity}`;
    why.push({ condition, value: stalls.length, limit: point.capacity, unit: 'count', sinceMs: atMs });
  }
  return { isExcused: false, why };
}

function isPermittedDay({ season, validFrom, validTo }: VendingPoint, day: string): boolean {
  if ((validFrom !== null && day < validFrom) || (validTo !== null && day > validTo)) return false;
  if (season === null) return true;
  const { from, to } = season;
  const dayOfYear = day.slice(-from.length);
  return from <= to ? dayOfYear >= from && dayOfYear <= to : dayOfYear >= from || dayOfYear <= to;
}

function plain(condition: string, sinceMs: number): Condition {
  return { condition, value: null, limit: null, unit: null, sinceMs };
}
