import type { Box } from '@lamppost/contracts';
import { type Detection, type ForegroundObject, type HazardRegions, LABELS, type Track } from '@lamppost/detectors';
import type { CameraLook } from '../rules/camera-look.js';
import { type ByteReader, unzigzag } from './byte-reader.js';
import { AREA_STEPS, BOX_STEPS, SCORE_STEPS } from './grain.js';
import { LOOK, NEW_TRACK, OBJECT, RARE, TRACK, expectedObservedMs } from './track-layout.js';
import type { ReadWords } from './word-list.js';

const NOTHING_BURNS: HazardRegions = { fires: [], smokes: [] };

function readBox(reader: ByteReader, before: Box): Box {
  const right = reader.signed();
  const down = reader.signed();
  return {
    x1: before.x1 + right / BOX_STEPS,
    y1: before.y1 + down / BOX_STEPS,
    x2: before.x2 + (reader.signed() + right) / BOX_STEPS,
    y2: before.y2 + (reader.signed() + down) / BOX_STEPS,
  };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`entry ${index} of ${list.length}`);
  return item;
}

/** A look, and what the model saw in its frame. */
interface ReadLook {
  readonly look: CameraLook;
  readonly detections: readonly Detection[] | null;
}

/** Reads the looks at one camera back, bit for bit. What did not change from one look to the next is the same object. */
export class LookReader {
  private atMs = 0;
  private tracks: readonly Track[] = [];
  private objects: readonly ForegroundObject[] = [];
  private furniture: readonly number[] = [];
  private hazards: HazardRegions = NOTHING_BURNS;

  constructor(
    private readonly cameraId: string,
    private readonly reader: ByteReader,
    private readonly words: ReadWords,
  ) {}

  /**
   * @param withDetections whether to read them, or to pass over them
   * @throws RangeError when the bytes are not what LookWriter wrote
   */
  read(withDetections: boolean): ReadLook {
    const { reader } = this;
    const told = reader.byte();
    const atMs = this.atMs + reader.signed();
    const tracks = this.readTracks(atMs);
    const objects = (told & LOOK.hasObjects) === 0 ? [] : this.readObjects();
    const isBurning = (told & LOOK.hasHazards) !== 0;
    if (isBurning && (told & LOOK.sameHazards) === 0) this.hazards = JSON.parse(reader.text()) as HazardRegions;
    const hazards = isBurning ? this.hazards : NOTHING_BURNS;
    const hasFurniture = (told & LOOK.hasFurniture) !== 0;
    if (hasFurniture && (told & LOOK.sameFurniture) === 0) this.furniture = this.readFurniture(tracks);
    const detections = (told & LOOK.isLooked) === 0 ? null : this.readDetections(tracks, withDetections);
    this.atMs = atMs;
    this.tracks = tracks;
    this.objects = objects;
    const { cameraId } = this;
    const look = { cameraId, atMs, tracks, hazards, objects };
    return { look: hasFurniture ? { ...look, furniture: this.furniture } : look, detections };
  }

  private readTracks(atMs: number): readonly Track[] {
    const { reader } = this;
    const count = reader.count();
    const tracks: Track[] = [];
    let expected = 0;
    let lastId = 0;
    for (let index = 0; index < count; index += 1) {
      const code = reader.unsigned();
      let track: Track;
      if (code === 0) track = this.readTrack(NEW_TRACK, lastId + reader.signed(), atMs, true);
      else {
        const place = expected + unzigzag(code - 1);
        expected = place + 1;
        const before = at(this.tracks, place);
        track = this.readTrack(before, before.trackId, atMs, false);
      }
      lastId = track.trackId;
      tracks.push(track);
    }
    return tracks;
  }

  private readTrack(before: Track, trackId: number, atMs: number, isNew: boolean): Track {
    const { reader } = this;
    const common = reader.byte();
    const rare = (common & TRACK.rare) === 0 ? 0 : reader.byte();
    const visible = (common & TRACK.visible) !== 0;
    const box = (common & TRACK.box) === 0 ? before.box : readBox(reader, before.box);
    const score = (common & TRACK.score) === 0 ? before.score : before.score + reader.signed() / SCORE_STEPS;
    const anchorBefore = isNew ? box : before.anchorBox;
    const anchorBox = (common & TRACK.anchor) === 0 ? anchorBefore : readBox(reader, anchorBefore);
    const stationarySinceMs =
      (common & TRACK.stationary) === 0 ? before.stationarySinceMs : this.readStationarySince(atMs);
    const expectedMs = expectedObservedMs(before, stationarySinceMs, visible, atMs - this.atMs);
    const observedMs = (common & TRACK.observed) === 0 ? expectedMs : expectedMs + reader.signed();
    const label = (rare & RARE.label) === 0 ? before.label : this.words.read(reader);
    const firstSeenBefore = isNew ? atMs : before.firstSeenAtMs;
    const firstSeenAtMs = (rare & RARE.firstSeen) === 0 ? firstSeenBefore : atMs - reader.signed();
    const lastSeenExpected = visible || isNew ? atMs : before.lastSeenAtMs;
    const lastSeenAtMs = (rare & RARE.lastSeen) === 0 ? lastSeenExpected : atMs - reader.signed();
    const track = {
      trackId,
      label,
      box,
      score,
      firstSeenAtMs,
      lastSeenAtMs,
      stationarySinceMs,
      anchorBox,
      observedMs,
      visible,
    };
    return (rare & RARE.hasLeft) === 0 ? track : { ...track, hasLeft: (rare & RARE.hasLeftIsTrue) !== 0 };
  }

  private readStationarySince(atMs: number): number | null {
    const code = this.reader.unsigned();
    return code === 0 ? null : atMs - unzigzag(code - 1);
  }

  private readObjects(): readonly ForegroundObject[] {
    const { reader } = this;
    const count = reader.count();
    const objects: ForegroundObject[] = [];
    for (let index = 0; index < count; index += 1) {
      const before = this.objects[index] ?? { box: NEW_TRACK.box, sinceMs: 0, area: 0, stability: 0 };
      const changed = reader.byte();
      const box = (changed & OBJECT.box) === 0 ? before.box : readBox(reader, before.box);
      const sinceMs = (changed & OBJECT.since) === 0 ? before.sinceMs : before.sinceMs + reader.signed();
      const area = (changed & OBJECT.area) === 0 ? before.area : before.area + reader.signed() / AREA_STEPS;
      const stability =
        (changed & OBJECT.stability) === 0 ? before.stability : before.stability + reader.signed() / SCORE_STEPS;
      objects.push({ box, sinceMs, area, stability });
    }
    return objects;
  }

  private readFurniture(tracks: readonly Track[]): readonly number[] {
    const count = this.reader.count();
    return Array.from({ length: count }, () => at(tracks, this.reader.unsigned()).trackId);
  }

  private readDetections(tracks: readonly Track[], isWanted: boolean): readonly Detection[] | null {
    const { reader } = this;
    const length = reader.count();
    if (!isWanted) {
      reader.skip(length);
      return null;
    }
    const count = reader.count();
    const detections: Detection[] = [];
    for (let index = 0; index < count; index += 1) {
      const code = reader.unsigned();
      const track = code === 0 ? null : at(tracks, (code >> 1) - 1);
      const box = track === null ? readBox(reader, NEW_TRACK.box) : track.box;
      const isSameLabel = code !== 0 && (code & 1) === 0;
      const classId = isSameLabel ? labelNumber(track?.label ?? '') : reader.unsigned();
      detections.push({ label: at(LABELS, classId), classId, score: reader.unsigned() / SCORE_STEPS, box });
    }
    return detections;
  }
}

const NUMBERS: ReadonlyMap<string, number> = new Map(LABELS.map((label, index) => [label, index]));

function labelNumber(label: string): number {
  return NUMBERS.get(label) ?? -1;
}
