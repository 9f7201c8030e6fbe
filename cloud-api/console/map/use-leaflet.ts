import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapBounds, MapTiles } from './use-map-data.js';
import './styles.css';

/** Beyond this nothing more is to be seen. */
const MOST_ZOOM = 20;

function escapeText(text: string): string {
  const element = document.createElement('span');
  element.textContent = text;
  return element.innerHTML;
}

/** The corners of a part of the map, as leaflet wants them. */
export function cornersOf({ west, south, east, north }: MapBounds): L.LatLngBoundsLiteral {
  return [
    [south, west],
    [north, east],
  ];
}

/** A map in a frame, which looks at a part of the earth; null until it is there. */
export function useLeaflet(
  frame: RefObject<HTMLDivElement | null>,
  begin: {
    readonly bounds: MapBounds;
    readonly tiles: MapTiles;
    readonly mostZoom: number;
    readonly takesWheel: boolean;
  },
): L.Map | null {
  const { t } = useTranslation();
  const [map, setMap] = useState<L.Map | null>(null);
  const { bounds, tiles, mostZoom, takesWheel } = begin;
  const [zoomInTitle, zoomOutTitle] = [t('map/zoomIn'), t('map/zoomOut')];
  useEffect(() => {
    if (frame.current === null) return;
    const made = L.map(frame.current, {
      zoomControl: false,
      scrollWheelZoom: takesWheel,
      maxZoom: MOST_ZOOM,
      zoomSnap: 0.5,
      fadeAnimation: false,
      zoomAnimation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    made.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle, zoomOutTitle }).addTo(made);
    L.control.scale({ imperial: false }).addTo(made);
    if (tiles !== null)
      L.tileLayer(tiles.url, { attribution: escapeText(tiles.attribution), maxZoom: MOST_ZOOM }).addTo(made);
    made.fitBounds(cornersOf(bounds), { maxZoom: mostZoom, padding: [12, 12], animate: false });
    const watcher = new ResizeObserver(() => {
      made.invalidateSize({ pan: false });
    });
    watcher.observe(frame.current);
    setMap(made);
    return () => {
      watcher.disconnect();
      made.remove();
      setMap(null);
    };
    // Where it looks later is up to whoever moves it.
  }, [frame, tiles, zoomInTitle, zoomOutTitle, takesWheel, mostZoom, bounds]);
  return map;
}
