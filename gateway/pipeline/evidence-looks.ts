import type { Box, Violation } from '@lamppost/contracts';
import type { Detection } from '@lamppost/detectors';
import { readEventBatches } from '../event-log/read-event-log.js';
import type { CameraLook } from '../rules/camera-look.js';

/** Looks of a package, at most: of more, so many are chosen evenly, the first and the last among them. */
const MAX_LOOKS = 600;
/** Looks from so long before the beginning show how it came. */
const LEAD_MS = 2_000;

/** One look as a package tells it: what touches the subject's box, and all fire and smoke. */
export interface EvidenceLook
  extends Pick<CameraLook, 'atMs' | 'tracks' | 'objects'>, Pick<CameraLook['hazards'], 'fires' | 'smokes'> {
  /** What the model saw there; null where nothing moved, so that it was not asked. */
  readonly detections: readonly Detection[] | null;
}

/** The looks behind a violation that was seen. */
export interface EvidenceLooks {
  readonly cameraId: string;
  /** How many there were; those in `looks` are chosen evenly out of them. */
  readonly lookCount: number;
  /** Oldest first, with the very numbers that the rules judged. */
  readonly looks: readonly EvidenceLook[];
}

/**
 * What the rules were given of a violation's subject, out of the event log; null for one that was measured, and where the log holds nothing
 * of that time.
 *
 * @param directory - that of the event log; written to up to the violation
 * @throws EventLogError when there is no log in it
 */
export async function evidenceLooks(violation: Violation, directory: string): Promise<EvidenceLooks | null> {
  const { cameraId, subject, startedAtMs, triggeredAtMs } = violation;
  if (cameraId === null || subject === null) return null;
  const looks: EvidenceLook[] = [];
  const range = { fromMs: startedAtMs - LEAD_MS, toMs: triggeredAtMs + 1, detections: true };
  for await (const events of readEventBatches(directory, range))
    for (const event of events)
      if (event.kind === 'look' && event.look.cameraId === cameraId)
        looks.push(partOf(event.look, event.detections, subject.box));
  if (looks.length === 0) return null;
  looks.sort((a, b) => a.atMs - b.atMs);
  return { cameraId, lookCount: looks.length, looks: chooseEvenly(looks, MAX_LOOKS) };
}

function partOf(look: CameraLook, detections: readonly Detection[] | null, subject: Box): EvidenceLook {
  const isThere = ({ box }: { readonly box: Box }) => touches(box, subject);
  return {
    atMs: look.atMs,
    tracks: look.tracks.filter(isThere),
    objects: look.objects.filter(isThere),
    ...look.hazards,
    detections: detections?.filter(isThere) ?? null,
  };
}

function touches(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
}

function chooseEvenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)]).filter(
    (item) => item !== undefined,
  );
}
