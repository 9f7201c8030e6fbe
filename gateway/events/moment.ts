import { EpochMs, Factor, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { CameraLook } from '../rules/camera-look.js';

/**
 * What a rule may have to judge, at its event time: a look, the labels that a look showed where no more is asked of it, or a reading that its
 * window holds already. Plain data.
 */
export const Moment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('look'), atMs: EpochMs, sourceId: Slug, look: CameraLook }),
  z.strictObject({ kind: z.literal('sight'), atMs: EpochMs, sourceId: Slug, labels: z.array(z.string()).readonly() }),
  z.strictObject({ kind: z.literal('reading'), atMs: EpochMs, sourceId: Slug, factor: Factor }),
]);
export type Moment = z.infer<typeof Moment>;

/**
 * The order in which moments are judged, whatever the order in which they came: by event time, then kind, source and factor. Two moments
 * are equal here only when they are the same.
 *
 * @returns below 0 when `a` comes first
 */
export function compareMoments(a: Moment, b: Moment): number {
  return a.atMs - b.atMs || compareText(a.kind, b.kind) || compareText(a.sourceId, b.sourceId) || compareFactors(a, b);
}

function compareFactors(a: Moment, b: Moment): number {
  return a.kind === 'reading' && b.kind === 'reading' ? compareText(a.factor, b.factor) : 0;
}

/** By code units: the order of a locale may differ from machine to machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
