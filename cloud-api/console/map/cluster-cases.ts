import Supercluster from 'supercluster';
import type { MapBounds, MapCase } from './use-map-data.js';

/** Pixels within which marks are put together. */
const RADIUS_PX = 52;
/** From here on each case stands for itself. */
const MOST_ZOOM = 18;

/** Marks of a map: a case, or several that lie too close together to be told apart. */
export type CaseMark =
  | { readonly kind: 'case'; readonly lng: number; readonly lat: number; readonly found: MapCase }
  | {
      readonly kind: 'cluster';
      readonly lng: number;
      readonly lat: number;
      readonly count: number;
      /** That of the gravest. */
      readonly severity: number;
      /** Zoom at which they fall apart. */
      readonly splitsAt: number;
    };

/** Puts cases together for any part and zoom of a map. */
export function clusterCases(cases: readonly MapCase[]): (bounds: MapBounds, zoom: number) => CaseMark[] {
  const index = new Supercluster<{ found: MapCase }, { severity: number }>({
    radius: RADIUS_PX,
    maxZoom: MOST_ZOOM,
    map: ({ found }) => ({ severity: found.severity }),
    reduce: (all, { severity }) => {
      all.severity = Math.max(all.severity, severity);
    },
  });
  index.load(
    cases.map((found) => ({
      type: 'Feature',
      properties: { found },
      geometry: { type: 'Point', coordinates: [found.lng, found.lat] },
    })),
  );
  return ({ west, south, east, north }, zoom) =>
    index.getClusters([west, south, east, north], Math.floor(zoom)).map(({ properties, geometry }): CaseMark => {
      const [lng = 0, lat = 0] = geometry.coordinates;
      if ('found' in properties) return { kind: 'case', lng, lat, found: properties.found };
      const { cluster_id: id, point_count: count, severity } = properties;
      return { kind: 'cluster', lng, lat, count, severity, splitsAt: index.getClusterExpansionZoom(id) };
    });
}
