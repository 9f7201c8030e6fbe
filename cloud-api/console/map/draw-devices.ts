import L from 'leaflet';
import { sectorOf } from './sector.js';
import type { MapDevice } from './use-map-data.js';

/** How a view is drawn; the register does not know how far one reaches. */
const SECTOR = { lengthM: 60, widthDeg: 56 };

/** How a device is drawn on a map. */
interface DrawnDevice {
  readonly label: (device: MapDevice) => string;
  readonly onOpen: (deviceId: string) => void;
  readonly hasCoverage: boolean;
}

/** Draws devices by kind and health, cameras with the direction of their view, and gives what was drawn. */
export function drawDevices(devices: readonly MapDevice[], { label, onOpen, hasCoverage }: DrawnDevice): L.LayerGroup {
  const group = L.layerGroup();
  for (const device of devices) {
    const { kind, health, lng, lat, bearingDeg } = device;
    if (hasCoverage && kind === 'camera' && bearingDeg !== null)
      L.polygon(sectorOf(device, { ...SECTOR, bearingDeg }), {
        className: `sector ${health}`,
        weight: 1,
        interactive: false,
      }).addTo(group);
    const name = label(device);
    L.marker([lat, lng], {
      icon: L.divIcon({ className: `device-mark ${kind} ${health}`, iconSize: [24, 24] }),
      title: name,
      alt: name,
    })
      .on('click keypress', () => {
        onOpen(device.deviceId);
      })
      .addTo(group);
  }
  return group;
}
