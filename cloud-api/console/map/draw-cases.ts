import L from 'leaflet';
import type { CaseMark } from './cluster-cases.js';
import type { MapCase } from './use-map-data.js';

/** How cases are drawn on a map. */
interface DrawnCases {
  readonly map: L.Map;
  /** The sign of a matter, of one letter. */
  readonly sign: (found: MapCase) => string;
  readonly label: (mark: CaseMark) => string;
  readonly onOpen: (caseId: string) => void;
}

/** Marks stand a little above their place, so that the device that saw it is to be seen. */
function markIcon(mark: CaseMark, sign: (found: MapCase) => string): L.DivIcon {
  const element = document.createElement('span');
  if (mark.kind === 'cluster') {
    element.textContent = mark.count > 999 ? '999+' : mark.count.toString();
    return L.divIcon({
      html: element,
      className: `cluster-mark level-${mark.severity}`,
      iconSize: [38, 38],
      iconAnchor: [19, 52],
    });
  }
  const { matter, severity } = mark.found;
  const grade = document.createElement('b');
  grade.textContent = severity.toString();
  element.textContent = sign(mark.found);
  element.append(grade);
  return L.divIcon({
    html: element,
    className: `case-mark ${matter} level-${severity}`,
    iconSize: [30, 30],
    iconAnchor: [0, 44],
  });
}

/** Draws cases and heaps of them, and gives what was drawn. */
export function drawCases(marks: readonly CaseMark[], { map, sign, label, onOpen }: DrawnCases): L.LayerGroup {
  const group = L.layerGroup();
  for (const mark of marks) {
    const name = label(mark);
    L.marker([mark.lat, mark.lng], {
      icon: markIcon(mark, sign),
      title: name,
      alt: name,
      // The gravest lies on top.
      zIndexOffset: (mark.kind === 'cluster' ? mark.severity : mark.found.severity) * 100,
    })
      .on('click keypress', () => {
        if (mark.kind === 'case') onOpen(mark.found.caseId);
        else map.setView([mark.lat, mark.lng], Math.max(mark.splitsAt, map.getZoom() + 1));
      })
      .addTo(group);
  }
  return group;
}
