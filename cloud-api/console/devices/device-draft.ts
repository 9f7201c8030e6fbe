import type { Device } from './use-devices.js';

/** What a form of a device holds: texts, as they are written. */
export interface DeviceDraft {
  readonly name: string;
  readonly placeName: string;
  readonly lng: string;
  readonly lat: string;
  readonly bearingDeg?: string;
  readonly grid?: string;
  /** Empty: the town. */
  readonly bureau: string;
  /** Empty: none. */
  readonly area: string;
  readonly deviceCode?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly mn?: string;
}

const orNull = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text.trim());

/** A device as its form shows it. */
export function toDraft(device: Device): DeviceDraft {
  const { name, place, bearingDeg, grid, bureauId, areaId, deviceCode, model, serial, mn } = device;
  return {
    ...{ name, placeName: place.name, lng: `${place.lng}`, lat: `${place.lat}` },
    ...{ bearingDeg: bearingDeg === null ? '' : `${bearingDeg}`, grid: grid ?? '' },
    ...{ bureau: bureauId ?? '', area: areaId ?? '', deviceCode: deviceCode ?? '' },
    ...{ model: model ?? '', serial: serial ?? '', mn: mn ?? '' },
  };
}

/** What a form says, as the interface takes it; what is empty is null. */
export function fromDraft(draft: DeviceDraft) {
  const { name, placeName, lng, lat, bearingDeg, grid, bureau, area, deviceCode, model, serial, mn } = draft;
  const bearing = orNull(bearingDeg);
  return {
    name: name.trim(),
    place: { lng: Number(lng), lat: Number(lat), name: placeName.trim() },
    bearingDeg: bearing === null ? null : Number(bearing),
    ...{ grid: orNull(grid), bureauId: orNull(bureau), areaId: orNull(area), deviceCode: orNull(deviceCode) },
    ...{ model: orNull(model), serial: orNull(serial), mn: orNull(mn)?.toUpperCase() ?? null },
  };
}

/** Whether a text is a number of this range; one that is empty is not. */
export function isWithin(text: string | undefined, least: number, most: number): boolean {
  const written = text?.trim() ?? '';
  return /^-?\d{1,3}(\.\d{1,15})?$/.test(written) && Number(written) >= least && Number(written) <= most;
}
