import L from 'leaflet';
import type { MapOutlines } from './use-map-data.js';

/** Below the marks, above the lines. */
const NAMES_PANE = 'names';
const NAMES_ABOVE = '450';

type Outline = MapOutlines['areas'][number] | MapOutlines['grids'][number];

function addTo(group: L.LayerGroup, outline: Outline, className: string): L.GeoJSON {
  const label = document.createElement('span');
  label.textContent = outline.name;
  return (
    L.geoJSON({ type: 'Feature', properties: {}, geometry: outline.geometry } as GeoJSON.Feature, {
      style: { className, weight: 2 },
      interactive: false,
    })
      // Its name stands in the middle of it, below all marks.
      .bindTooltip(label, {
        permanent: true,
        direction: 'center',
        pane: NAMES_PANE,
        className: `outline-name ${className}`,
        interactive: false,
      })
      .addTo(group)
  );
}

/** Draws areas and grids on a map, each with its name, and gives what was drawn. */
export function drawOutlines(
  map: L.Map,
  { areas, grids }: Pick<MapOutlines, 'areas' | 'grids'>,
  shown: { readonly areas: boolean; readonly grids: boolean },
): L.LayerGroup {
  if (map.getPane(NAMES_PANE) === undefined) {
    const pane = map.createPane(NAMES_PANE);
    pane.style.zIndex = NAMES_ABOVE;
    pane.style.pointerEvents = 'none';
  }
  const group = L.layerGroup().addTo(map);
  if (shown.areas) for (const area of areas) addTo(group, area, 'outline-area');
  if (shown.grids) for (const grid of grids) addTo(group, grid, 'outline-grid');
  return group;
}
