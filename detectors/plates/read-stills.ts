import type { Box, PlateReading } from '@lamppost/contracts';
import sharp from 'sharp';
import { cutLevel } from './cut-level.js';
import type { DecodedPlate } from './decode-plate.js';
import type { TextLine } from './find-text-lines.js';
import { plateCandidates } from './plate-candidates.js';
import { PlateRecogniser, type RecognisedPlate } from './plate-recogniser.js';
import { TextFinder } from './text-finder.js';
import { voteReadings } from './vote-readings.js';

/** A picture of a vehicle. */
export interface VehicleStill {
  /** Bytes of the file, JPEG or PNG, at the camera's full resolution. */
  readonly picture: Uint8Array;
  /** Where the vehicle stands in it. */
  readonly vehicle: Box;
}

/** What became of a vehicle's plate. */
export type PlatesRead =
  | {
      readonly status: 'read';
      readonly reading: PlateReading;
      /** Index of the still that showed the plate best, which `reading.box` refers to. */
      readonly still: number;
      /** How many of the stills that were read gave this very text by themselves. */
      readonly agreed: { readonly stills: number; readonly of: number };
      /** The plate cut out of that still and turned level, JPEG. */
      readonly picture: Uint8Array;
    }
  | { readonly status: 'none'; readonly reason: 'not-found' | 'unreadable' };

/** Added to each side of the vehicle's box, as a share of it: a box may end short of the bumper. */
const VEHICLE_MARGIN = 0.06;
/** The finder marks the letters; the recogniser was measured on plates with some of their frame. */
const PLATE_MARGIN = 1.04;
/** A reading that is less sure than this has no vote: it is of something else, or of nothing. */
const MIN_VOTE = 0.05;
/** Below this no text is given: of 400 real plates it keeps 387, of which 3 are wrong, and gives nothing for 13, of which 5 would be. */
const MIN_CONFIDENCE = 0.3;
const JPEG_QUALITY = 95;

interface VehiclePicture {
  readonly picture: Buffer;
  readonly left: number;
  readonly top: number;
  /** Size of the still that it was cut out of. */
  readonly stillWidth: number;
  readonly stillHeight: number;
}

interface FoundPlate extends RecognisedPlate {
  readonly still: number;
  readonly line: TextLine;
  readonly picture: Buffer;
  readonly confidence: number;
}

async function cutVehicle({ picture, vehicle }: VehicleStill): Promise<VehiclePicture> {
  const { width, height } = await sharp(picture).metadata();
  const [marginX, marginY] = [(vehicle.x2 - vehicle.x1) * VEHICLE_MARGIN, (vehicle.y2 - vehicle.y1) * VEHICLE_MARGIN];
  const left = Math.floor(Math.max(0, vehicle.x1 - marginX) * width);
  const top = Math.floor(Math.max(0, vehicle.y1 - marginY) * height);
  const right = Math.ceil(Math.min(1, vehicle.x2 + marginX) * width);
  const bottom = Math.ceil(Math.min(1, vehicle.y2 + marginY) * height);
  const cut = sharp(picture).extract({ left, top, width: right - left, height: bottom - top });
  return {
    picture: await cut.png({ compressionLevel: 1 }).toBuffer(),
    left,
    top,
    stillWidth: width,
    stillHeight: height,
  };
}

/** Confidence of a reading that stands alone. */
function confidenceOf(reading: DecodedPlate): number {
  return voteReadings([reading])?.confidences.reduce((product, value) => product * value, 1) ?? 0;
}

/** The models are loaded one after another, and released: memory is scarcer here than time. */
async function findLines(vehicles: readonly VehiclePicture[]): Promise<TextLine[][]> {
  const finder = await TextFinder.open();
  try {
    const lines: TextLine[][] = [];
    for (const { picture } of vehicles) lines.push(plateCandidates(await finder.find(picture)));
    return lines;
  } finally {
    await finder.close();
  }
}

async function recognise(vehicles: readonly VehiclePicture[], lines: readonly TextLine[][]): Promise<FoundPlate[]> {
  const recogniser = await PlateRecogniser.open();
  try {
    const found: FoundPlate[] = [];
    for (const [still, vehicle] of vehicles.entries()) {
      let best: FoundPlate | null = null;
      for (const line of lines[still] ?? []) {
        const wider = { ...line, width: line.width * PLATE_MARGIN, height: line.height * PLATE_MARGIN };
        const picture = await cutLevel(vehicle.picture, wider);
        const reading = await recogniser.read(picture);
        const confidence = reading === null ? 0 : confidenceOf(reading);
        if (reading !== null && confidence > (best?.confidence ?? 0))
          best = { ...reading, still, line, picture, confidence };
      }
      if (best !== null) found.push(best);
    }
    return found;
  } finally {
    await recogniser.close();
  }
}

function boxOf({ line }: FoundPlate, { left, top, stillWidth, stillHeight }: VehiclePicture): Box {
  const angle = (Math.abs(line.angleDeg) * Math.PI) / 180;
  const halfWidth = (line.width * Math.cos(angle) + line.height * Math.sin(angle)) / 2;
  const halfHeight = (line.width * Math.sin(angle) + line.height * Math.cos(angle)) / 2;
  const [x, y] = [left + line.centreX, top + line.centreY];
  return {
    x1: Math.max(0, (x - halfWidth) / stillWidth),
    y1: Math.max(0, (y - halfHeight) / stillHeight),
    x2: Math.min(1, (x + halfWidth) / stillWidth),
    y2: Math.min(1, (y + halfHeight) / stillHeight),
  };
}

/**
 * Reads the plate of one vehicle that several stills show. Loads the models, and releases them when it is done. Blocks the thread meanwhile.
 *
 * @throws DetectorError `model.missing`; Error when a still is no picture
 */
export async function readStills(stills: readonly VehicleStill[]): Promise<PlatesRead> {
  const vehicles: VehiclePicture[] = [];
  for (const still of stills) vehicles.push(await cutVehicle(still));
  const lines = await findLines(vehicles);
  if (lines.every((candidates) => candidates.length === 0)) return { status: 'none', reason: 'not-found' };
  const voters = (await recognise(vehicles, lines)).filter(({ confidence }) => confidence >= MIN_VOTE);
  const vote = voteReadings(voters);
  const confidence = vote?.confidences.reduce((product, value) => product * value, 1) ?? 0;
  // The clearest of those that say it; of all, when none says just this.
  const [clearest] = [...voters].sort(
    (a, b) => Number(b.text === vote?.text) - Number(a.text === vote?.text) || b.confidence - a.confidence,
  );
  const vehicle = clearest === undefined ? undefined : vehicles[clearest.still];
  if (vote === null || clearest === undefined || vehicle === undefined || confidence < MIN_CONFIDENCE)
    return { status: 'none', reason: 'unreadable' };
  const characters = Array.from(vote.text, (character, place) => ({
    character,
    confidence: vote.confidences[place] ?? 0,
  }));
  return {
    status: 'read',
    reading: { text: vote.text, colour: clearest.colour, characters, confidence, box: boxOf(clearest, vehicle) },
    still: clearest.still,
    agreed: { stills: vote.agreed, of: voters.length },
    picture: await sharp(clearest.picture).jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' }).toBuffer(),
  };
}
