import type { Box } from '@lamppost/contracts';
import type { Detection, ForegroundObject, Track } from '@lamppost/detectors';
import type { CameraLook } from '../rules/camera-look.js';
import { ByteWriter, zigzag } from './byte-writer.js';
import { AREA_STEPS, BOX_STEPS, SCORE_STEPS } from './grain.js';
import { LOOK, NEW_TRACK, OBJECT, RARE, TRACK, expectedObservedMs } from './track-layout.js';
import type { WrittenWords } from './word-list.js';

function isSameBox(a: Box, b: Box): boolean {
  return a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;
}

/** Where a box went, and by how much it grew. */
function writeBox(writer: ByteWriter, before: Box, now: Box): void {
  const right = (now.x1 - before.x1) * BOX_STEPS;
  const down = (now.y1 - before.y1) * BOX_STEPS;
  writer.signed(right);
  writer.signed(down);
  writer.signed((now.x2 - before.x2) * BOX_STEPS - right);
  writer.signed((now.y2 - before.y2) * BOX_STEPS - down);
}

/** Writes the looks at one camera, each as its difference from the one before. */
export class LookWriter {
  private atMs = 0;
  private tracks: readonly Track[] = [];
  private objects: readonly ForegroundObject[] = [];
  private furniture: readonly number[] = [];
  private hazards = '';
  private readonly aside = new ByteWriter();

  constructor(
    private readonly writer: ByteWriter,
    private readonly words: WrittenWords,
  ) {}

  /** Writes a look that is compact: see {@link isCompact}. */
  write(look: CameraLook, detections: readonly Detection[] | null): void {
    const { writer } = this;
    const { atMs, tracks, objects, furniture, hazards } = look;
    const isBurning = hazards.fires.length > 0 || hazards.smokes.length > 0;
    const burning = isBurning ? JSON.stringify(hazards) : '';
    const isSameHazards = burning === this.hazards;
    const isSameFurniture = furniture?.join() === this.furniture.join();
    writer.byte(
      (detections === null ? 0 : LOOK.isLooked) |
        (isBurning ? LOOK.hasHazards : 0) |
        (isSameHazards ? LOOK.sameHazards : 0) |
        (objects.length > 0 ? LOOK.hasObjects : 0) |
        (furniture === undefined ? 0 : LOOK.hasFurniture) |
        (isSameFurniture ? LOOK.sameFurniture : 0),
    );
    writer.signed(atMs - this.atMs);
    this.writeTracks(tracks, atMs);
    if (objects.length > 0) this.writeObjects(objects);
    if (isBurning && !isSameHazards) writer.text(burning);
    if (furniture !== undefined && !isSameFurniture) this.writeFurniture(furniture, tracks);
    if (detections !== null) this.writeDetections(detections, tracks);
    this.atMs = atMs;
    this.tracks = tracks;
    this.objects = objects;
    this.furniture = furniture ?? this.furniture;
    this.hazards = isBurning ? burning : this.hazards;
  }

  private writeTracks(tracks: readonly Track[], atMs: number): void {
    const { writer } = this;
    const places = new Map(this.tracks.map(({ trackId }, index) => [trackId, index]));
    let expected = 0;
    let lastId = 0;
    writer.unsigned(tracks.length);
    for (const track of tracks) {
      const place = places.get(track.trackId);
      if (place === undefined) {
        // 0: a new one; its number follows that of the track before.
        writer.unsigned(0);
        writer.signed(track.trackId - lastId);
        this.writeTrack(track, null, atMs);
      } else {
        writer.unsigned(1 + zigzag(place - expected));
        expected = place + 1;
        this.writeTrack(track, this.tracks[place] ?? null, atMs);
      }
      lastId = track.trackId;
    }
  }

  private writeTrack(track: Track, known: Track | null, atMs: number): void {
    const { writer } = this;
    const { label, box, score, firstSeenAtMs, lastSeenAtMs, stationarySinceMs, anchorBox, observedMs, visible } = track;
    const before = known ?? NEW_TRACK;
    // A new one is anchored where it is.
    const anchorBefore = known === null ? box : known.anchorBox;
    const firstSeenBefore = known === null ? atMs : known.firstSeenAtMs;
    const lastSeenExpected = visible || known === null ? atMs : known.lastSeenAtMs;
    const expectedMs = expectedObservedMs(before, stationarySinceMs, visible, atMs - this.atMs);
    const rare =
      (label === before.label ? 0 : RARE.label) |
      (firstSeenAtMs === firstSeenBefore ? 0 : RARE.firstSeen) |
      (lastSeenAtMs === lastSeenExpected ? 0 : RARE.lastSeen) |
      (track.hasLeft === undefined ? 0 : RARE.hasLeft) |
      (track.hasLeft === true ? RARE.hasLeftIsTrue : 0);
    const common =
      (visible ? TRACK.visible : 0) |
      (isSameBox(box, before.box) ? 0 : TRACK.box) |
      (score === before.score ? 0 : TRACK.score) |
      (isSameBox(anchorBox, anchorBefore) ? 0 : TRACK.anchor) |
      (observedMs === expectedMs ? 0 : TRACK.observed) |
      (stationarySinceMs === before.stationarySinceMs ? 0 : TRACK.stationary) |
      (rare === 0 ? 0 : TRACK.rare);
    writer.byte(common);
    if (rare !== 0) writer.byte(rare);
    if ((common & TRACK.box) !== 0) writeBox(writer, before.box, box);
    if ((common & TRACK.score) !== 0) writer.signed((score - before.score) * SCORE_STEPS);
    if ((common & TRACK.anchor) !== 0) writeBox(writer, anchorBefore, anchorBox);
    if ((common & TRACK.stationary) !== 0)
      writer.unsigned(stationarySinceMs === null ? 0 : 1 + zigzag(atMs - stationarySinceMs));
    if ((common & TRACK.observed) !== 0) writer.signed(observedMs - expectedMs);
    if ((rare & RARE.label) !== 0) this.words.write(writer, label);
    if ((rare & RARE.firstSeen) !== 0) writer.signed(atMs - firstSeenAtMs);
    if ((rare & RARE.lastSeen) !== 0) writer.signed(atMs - lastSeenAtMs);
  }

  private writeObjects(objects: readonly ForegroundObject[]): void {
    const { writer } = this;
    writer.unsigned(objects.length);
    objects.forEach(({ box, sinceMs, area, stability }, index) => {
      const before = this.objects[index] ?? { box: NEW_TRACK.box, sinceMs: 0, area: 0, stability: 0 };
      const changed =
        (isSameBox(box, before.box) ? 0 : OBJECT.box) |
        (sinceMs === before.sinceMs ? 0 : OBJECT.since) |
        (area === before.area ? 0 : OBJECT.area) |
        (stability === before.stability ? 0 : OBJECT.stability);
      writer.byte(changed);
      if ((changed & OBJECT.box) !== 0) writeBox(writer, before.box, box);
      if ((changed & OBJECT.since) !== 0) writer.signed(sinceMs - before.sinceMs);
      if ((changed & OBJECT.area) !== 0) writer.signed((area - before.area) * AREA_STEPS);
      if ((changed & OBJECT.stability) !== 0) writer.signed((stability - before.stability) * SCORE_STEPS);
    });
  }

  private writeFurniture(furniture: readonly number[], tracks: readonly Track[]): void {
    const places = new Map(tracks.map(({ trackId }, index) => [trackId, index]));
    this.writer.unsigned(furniture.length);
    for (const id of furniture) this.writer.unsigned(places.get(id) ?? 0);
  }

  /** Behind their length, for most readers leave them out. A track that was seen has the box of its detection: its place tells that. */
  private writeDetections(detections: readonly Detection[], tracks: readonly Track[]): void {
    const { aside } = this;
    aside.unsigned(detections.length);
    for (const { label, classId, score, box } of detections) {
      const place = tracks.findIndex((track) => track.visible && isSameBox(track.box, box));
      const isSameLabel = tracks[place]?.label === label;
      aside.unsigned(place < 0 ? 0 : 2 * (place + 1) + (isSameLabel ? 0 : 1));
      if (place < 0) writeBox(aside, NEW_TRACK.box, box);
      if (!isSameLabel) aside.unsigned(classId);
      aside.unsigned(score * SCORE_STEPS);
    }
    this.writer.bytesOf(aside);
  }
}
