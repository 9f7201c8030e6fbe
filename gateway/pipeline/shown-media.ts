import type { Box, EvidenceDevice, PlateFinding, Polygon, Subject, Violation } from '@lamppost/contracts';
import { labelGroup } from '@lamppost/detectors';
import { composeRecord } from '../evidence/compose-record.js';
import { drawMarks } from '../evidence/draw-marks.js';
import { planBlindMask, planMask } from '../evidence/mask-plan.js';
import { maskPicture } from '../evidence/mask-picture.js';
import { widen, pixelBox } from '../evidence/pixel-box.js';
import { type RawPicture, decodePicture, sharpOf, toShownJpeg } from '../evidence/raw-picture.js';
import type { PackageMedia } from '../evidence/seal-package.js';
import type { Seen } from '../evidence/see-picture.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import { chartOfReadings } from './chart-of-readings.js';
import type { EvidenceReading } from './evidence-readings.js';
import { recordSheet } from './record-sheet.js';

/** What the shown copies of a package are made of. */
export interface ShownMediaOptions {
  readonly device: EvidenceDevice;
  readonly document: RuleDocument;
  /** Originals and the plate, in the order of the package. */
  readonly media: readonly PackageMedia[];
  /** What was seen in each still, by its name; null when nobody could look. */
  readonly seen: ReadonlyMap<string, readonly Seen[] | null>;
  readonly readings: readonly EvidenceReading[];
  readonly plate: PlateFinding;
}

/** Room around the subject in its close-up, as a share of it. */
const CLOSE_UP_MARGIN = 0.15;
/** Fire and smoke are found in a coarse grid: their box may be short by a cell, which is so much of a small one. */
const HAZARD_ROOM = 0.35;
const HAZARDS: ReadonlySet<string> = new Set(['fire', 'smoke']);

interface MaskedStill {
  readonly still: PackageMedia;
  readonly picture: RawPicture;
}

/**
 * The copies of a package that people see: each still with everyone uninvolved masked, the last one with the subject and the zone marked, a
 * close-up of the subject, a chart of what was measured, and the composite picture of all that.
 */
export async function showMedia(violation: Violation, options: ShownMediaOptions): Promise<PackageMedia[]> {
  const { media, seen, plate } = options;
  const masked: MaskedStill[] = [];
  for (const still of media.filter(({ role }) => role === 'still')) {
    const known = seen.get(still.name) ?? null;
    const picture = await decodePicture(still.bytes);
    const plan =
      known === null
        ? planBlindMask(violation.subject)
        : planMask(known, violation.subject, picture.width / picture.height);
    masked.push({ still, picture: await maskPicture(picture, plan) });
  }
  const copies = await Promise.all(
    masked.map(async ({ still, picture }, index) =>
      derived(still, `masked-${index + 1}.jpg`, 'masked', await toShownJpeg(picture)),
    ),
  );
  const last = masked.at(-1);
  if (last !== undefined && violation.subject !== null) {
    const box = shownBox(violation.subject);
    const marks = { subject: box, zone: zoneOf(violation, options.document) };
    copies.push(derived(last.still, 'subject.jpg', 'overlay', await toShownJpeg(await drawMarks(last.picture, marks))));
    const named = plate.status === 'read' ? masked.find(({ still }) => plate.still === `media/${still.name}`) : null;
    const clearest = named ?? last;
    const close = await cutCloseUp(clearest.picture, box);
    copies.push(derived(clearest.still, 'close-up.jpg', 'close-up', close));
  }
  const chart = await chartOfReadings(violation, options);
  const readings = media.find(({ role }) => role === 'readings');
  if (chart !== null && readings !== undefined)
    copies.push({ ...derived(readings, 'chart.png', 'chart', chart), mediaType: 'image/png' });
  const sheet = recordSheet(violation, {
    ...options,
    copies: await Promise.all(copies.map(async (copy) => markedFirst(copy, violation, options, masked[0]))),
  });
  const [source] = media;
  if (sheet !== null && source !== undefined)
    copies.push(derived(last?.still ?? readings ?? source, 'composite.jpg', 'composite', await composeRecord(sheet)));
  return copies;
}

function derived(from: PackageMedia, name: string, role: PackageMedia['role'], bytes: Buffer): PackageMedia {
  const { capturedAtMs } = from;
  return { name, role, mediaType: 'image/jpeg', bytes, capturedAtMs, derivedFrom: from.name };
}

/**
 * In the composite, the first panorama shows the zone as well, and a parked vehicle framed: it stood there from the beginning. Where other
 * subjects were then is not known.
 */
async function markedFirst(
  copy: PackageMedia,
  violation: Violation,
  { document }: ShownMediaOptions,
  first: MaskedStill | undefined,
): Promise<PackageMedia> {
  const { subject } = violation;
  if (first === undefined || copy.role !== 'masked' || copy.derivedFrom !== first.still.name) return copy;
  const stood = subject !== null && labelGroup(subject.label) === 'vehicle' ? subject.box : null;
  const marks = { subject: stood, zone: zoneOf(violation, document) };
  return { ...copy, bytes: await toShownJpeg(await drawMarks(first.picture, marks)) };
}

function shownBox({ label, box }: Subject): Box {
  return HAZARDS.has(label) ? widen(box, HAZARD_ROOM) : box;
}

function zoneOf({ zoneId, cameraId }: Violation, document: RuleDocument): Polygon | null {
  return document.zones.find(({ id, camera }) => id === zoneId && camera === cameraId)?.polygon ?? null;
}

async function cutCloseUp(picture: RawPicture, subject: Box): Promise<Buffer> {
  const region = pixelBox(widen(subject, CLOSE_UP_MARGIN), picture);
  const cut = await sharpOf(picture).extract(region).raw().toBuffer();
  return toShownJpeg({ data: cut, width: region.width, height: region.height });
}
