import type { PlateFinding, Violation } from '@lamppost/contracts';
import { type PlatesRead, VEHICLES, type VehicleStill } from '@lamppost/detectors';
import type { Logger } from 'pino';
import type { PackageMedia } from '../evidence/seal-package.js';

/** Options of {@link readPlate}. */
export interface ReadPlateOptions {
  readonly plates: { read(stills: readonly VehicleStill[]): Promise<PlatesRead> };
  readonly log: Logger;
}

/** What became of the plate of a violation's vehicle. */
export interface PlateAnswer {
  readonly finding: PlateFinding;
  /** Whether the models looked at the stills. */
  readonly isRead: boolean;
  /** The plate, cut out of a still; empty when none was read. */
  readonly media: readonly PackageMedia[];
}

const VEHICLE_LABELS: ReadonlySet<string> = new Set(VEHICLES);

function none(reason: Extract<PlateFinding, { status: 'none' }>['reason'], isRead: boolean): PlateAnswer {
  return { finding: { status: 'none', reason }, isRead, media: [] };
}

/**
 * Reads the number plate of a violation's vehicle in the stills of its package: it stands still, so it is where the rule saw it. Nothing
 * that goes wrong here holds the package up.
 */
export async function readPlate(
  violation: Violation,
  media: readonly PackageMedia[],
  { plates, log }: ReadPlateOptions,
): Promise<PlateAnswer> {
  const { subject, violationId } = violation;
  if (subject === null || !VEHICLE_LABELS.has(subject.label)) return none('not-a-vehicle', false);
  const stills = media.filter((file) => file.role === 'still');
  if (stills.length === 0) return none('no-still', false);
  let result: PlatesRead;
  try {
    result = await plates.read(stills.map(({ bytes }) => ({ picture: bytes, vehicle: subject.box })));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ violationId, reason }, 'plate could not be read; the package goes without it');
    return none('failed', false);
  }
  if (result.status === 'none') {
    log.info({ violationId, reason: result.reason }, 'no plate read');
    return none(result.reason, true);
  }
  const still = stills[result.still];
  if (still === undefined) throw new Error(`the plate reader names still ${result.still} of ${stills.length}`);
  const { reading, agreed } = result;
  log.info({ violationId, confidence: reading.confidence, ...agreed }, 'plate read');
  return {
    finding: { status: 'read', ...reading, still: `media/${still.name}`, agreed },
    isRead: true,
    media: [
      {
        name: 'plate.jpg',
        role: 'plate',
        mediaType: 'image/jpeg',
        bytes: Buffer.from(result.picture),
        capturedAtMs: still.capturedAtMs,
        derivedFrom: still.name,
      },
    ],
  };
}
