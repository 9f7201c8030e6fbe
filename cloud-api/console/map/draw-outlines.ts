import L from 'leaflet';
import type { MapOutlines } from './use-map-data.js';

/** Below the marks, above the lines. */
const NAMES_PANE = 'names';
const NAMES_ABOVE = '450';

type Outline = MapOutlines['areas'][number] | MapOutlines['grids'][number];

function addTo(
  group: L.LayerGroup,
  outline: Outline,
  { className, isNamed, isAtTop }: { readonly className: string; readonly isNamed: boolean; readonly isAtTop: boolean },
): void {
  const drawn = L.geoJSON({ type: 'Feature', properties: {}, geometry: outline.geometry } as GeoJSON.Feature, {
    style: { className, weight: 2 },
    interactive: false,
  }).addTo(group);
  if (!isNamed) return;
  const label = document.createElement('span');
  label.textContent = outline.name;
  // Its name stands inside, at its edge: in the middle it would lie below the marks.
  const bounds = drawn.getBounds();
  const edge = isAtTop ? bounds.getNorth() : bounds.getSouth();
  L.tooltip([edge, bounds.getCenter().lng], {
    permanent: true,
    direction: isAtTop ? 'bottom' : 'top',
    content: label,
    pane: NAMES_PANE,
    className: `outline-name ${className}`,
    interactive: false,
  }).addTo(group);
}

/** Draws areas and grids on a map, each with its name unless these are not wanted, and gives what was drawn. */
export function drawOutlines(
  map: L.Map,
  { areas, grids }: Pick<MapOutlines, 'areas' | 'grids'>,
  shown: { readonly areas: boolean; readonly grids: boolean; readonly names?: boolean },
): L.LayerGroup {
  if (map.getPane(NAMES_PANE) === undefined) {
    const pane = map.createPane(NAMES_PANE);
    pane.style.zIndex = NAMES_ABOVE;
    pane.style.pointerEvents = 'none';
  }
  const group = L.layerGroup().addTo(map);
  const isNamed = shown.names ?? true;
  if (shown.areas) for (const area of areas) addTo(group, area, { className: 'outline-area', isNamed, isAtTop: true });
  if (shown.grids) for (const grid of grids) addTo(group, grid, { className: 'outline-grid', isNamed, isAtTop: false });
  return group;
}
