import { FactsList } from '@lamppost/page-kit';
import L from 'leaflet';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { drawOutlines } from './draw-outlines.js';
import { sectorOf } from './sector.js';
import { useLeaflet } from './use-leaflet.js';
import { type MapBounds, type MapOutlines, type MapTiles, useMapBase, useOutlinesAt } from './use-map-data.js';

/** Degrees around a place that are shown. */
const AROUND = 0.004;
const SECTOR = { lengthM: 120, widthDeg: 56 };

interface PlaceMapProps {
  readonly place: { readonly lng: number; readonly lat: number };
  /** Where the camera looks; null: nowhere. */
  readonly bearingDeg: number | null;
}

function DrawnMap(options: PlaceMapProps & { readonly outlines: MapOutlines; readonly tiles: MapTiles }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const { place, bearingDeg, outlines, tiles } = options;
  const { lng, lat } = place;
  const bounds = useMemo(
    (): MapBounds => ({ west: lng - AROUND, east: lng + AROUND, south: lat - AROUND, north: lat + AROUND }),
    [lng, lat],
  );
  const map = useLeaflet(frame, { bounds, tiles, mostZoom: 17, takesWheel: false });
  useEffect(() => {
    if (map === null) return;
    // Their names stand below the map: in it they would lie over the place.
    const drawn = drawOutlines(map, outlines, { areas: true, grids: true, names: false });
    if (bearingDeg !== null)
      L.polygon(sectorOf({ lng, lat }, { ...SECTOR, bearingDeg }), {
        className: 'sector well',
        weight: 1,
        interactive: false,
      }).addTo(drawn);
    L.circleMarker([lat, lng], { radius: 8, className: 'place-mark', interactive: false }).addTo(drawn);
    return () => {
      drawn.remove();
    };
  }, [map, outlines, lng, lat, bearingDeg]);
  return <div ref={frame} className="map small-map" role="region" aria-label={t('map/placeLabel')} />;
}

/** Where something is: the area and the grid that it lies in, and where the camera looks. */
export function PlaceMap({ place, bearingDeg }: PlaceMapProps) {
  const { t } = useTranslation();
  const base = useMapBase();
  const at = useOutlinesAt(place);
  if (base.data === undefined || at.data === undefined) return <div className="map small-map" />;
  const { areas, grids } = at.data;
  const names = (of: readonly string[]) => (of.length === 0 ? t('map/nowhere') : of.join('、'));
  return (
    <div className="place-map">
      <DrawnMap place={place} bearingDeg={bearingDeg} outlines={at.data} tiles={base.data.tiles} />
      <FactsList
        facts={[
          [t('map/area'), names(areas.map(({ name }) => name))],
          [t('map/grid'), names(grids.map(({ grid, name }) => `${name} ${grid}`))],
        ]}
      />
    </div>
  );
}
