import type { Matter } from '@lamppost/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';

const REFRESH_MS = 30_000;

const readBase = () => bodyOf(cloud.get('/api/v1/map/base'));
const readAt = (place: { readonly lng: number; readonly lat: number }) =>
  bodyOf(cloud.get('/api/v1/map/at', { query: { lng: place.lng, lat: place.lat } }));
const readCases = (bounds: MapBounds, { matter, minSeverity }: MapFilter) =>
  bodyOf(
    cloud.get('/api/v1/map/cases', {
      query: {
        ...bounds,
        ...(matter === null ? {} : { matter }),
        ...(minSeverity === null ? {} : { minSeverity }),
      },
    }),
  );
const readDevices = (bounds: MapBounds, { health }: MapFilter) =>
  bodyOf(cloud.get('/api/v1/map/devices', { query: { ...bounds, ...(health === null ? {} : { health }) } }));
const readOutlines = (bounds: MapBounds) => bodyOf(cloud.get('/api/v1/map/outlines', { query: bounds }));

/** A part of the map, in degrees. */
export type MapBounds = NonNullable<Awaited<ReturnType<typeof readBase>>['extent']>;
/** What lies below everything: pictures, where there are any. */
export type MapTiles = Awaited<ReturnType<typeof readBase>>['tiles'];
/** A case, a device, and outlines as they stand on a map. */
export type MapCase = Awaited<ReturnType<typeof readCases>>['cases'][number];
export type MapDevice = Awaited<ReturnType<typeof readDevices>>['devices'][number];
export type MapOutlines = Awaited<ReturnType<typeof readOutlines>>;

/** What of it is shown. */
export interface MapFilter {
  readonly matter: Matter | null;
  readonly minSeverity: number | null;
  readonly health: 'well' | 'faulty' | 'silent' | 'unknown' | null;
}

/** What a map begins with. */
export function useMapBase() {
  return useQuery({ queryKey: ['map', 'base'], queryFn: readBase, staleTime: 300_000 });
}

/** Areas and grids that a place lies in. */
export function useOutlinesAt(place: { readonly lng: number; readonly lat: number }) {
  return useQuery({
    queryKey: ['map', 'at', place.lng, place.lat],
    queryFn: () => readAt(place),
    staleTime: 300_000,
  });
}

/** What there is in a part of the map; what was there stays until the new has come. */
export function useMapData(bounds: MapBounds | null, filter: MapFilter) {
  const common = { enabled: bounds !== null, placeholderData: keepPreviousData };
  const within = bounds ?? { west: 0, south: 0, east: 0, north: 0 };
  return {
    cases: useQuery({
      ...common,
      queryKey: ['map', 'cases', within, filter.matter, filter.minSeverity],
      queryFn: () => readCases(within, filter),
      refetchInterval: REFRESH_MS,
    }),
    devices: useQuery({
      ...common,
      queryKey: ['map', 'devices', within, filter.health],
      queryFn: () => readDevices(within, filter),
      refetchInterval: REFRESH_MS,
    }),
    outlines: useQuery({
      ...common,
      queryKey: ['map', 'outlines', within],
      queryFn: () => readOutlines(within),
      staleTime: 300_000,
    }),
  };
}
