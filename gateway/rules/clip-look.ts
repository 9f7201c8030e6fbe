import type { CameraLook } from './camera-look.js';

/**
 * A look as if nothing had been there before `sinceMs`: what a rule's schedule leaves out is no part of a dwell. Of the time in which a
 * thing was seen, the share of its dwell that remains is kept.
 */
export function clipLook(look: CameraLook, sinceMs: number): CameraLook {
  const { atMs, tracks, hazards, objects } = look;
  const clipSeen = (fromMs: number, observedMs: number): number =>
    atMs <= fromMs ? 0 : Math.round((observedMs * Math.max(0, atMs - sinceMs)) / (atMs - fromMs));
  const clipRegion = <T extends CameraLook['hazards']['fires'][number]>(region: T): T =>
    region.sinceMs >= sinceMs
      ? region
      : { ...region, sinceMs, observedMs: clipSeen(region.sinceMs, region.observedMs) };
  return {
    ...look,
    tracks: tracks.map((track) => {
      const { stationarySinceMs, observedMs } = track;
      if (stationarySinceMs === null || stationarySinceMs >= sinceMs) return track;
      return { ...track, stationarySinceMs: sinceMs, observedMs: clipSeen(stationarySinceMs, observedMs) };
    }),
    hazards: { fires: hazards.fires.map(clipRegion), smokes: hazards.smokes.map(clipRegion) },
    objects: objects.map((object) => (object.sinceMs >= sinceMs ? object : { ...object, sinceMs })),
  };
}
