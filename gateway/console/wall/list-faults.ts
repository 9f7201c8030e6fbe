import type { Factor } from '@lamppost/contracts';
import type { Wall } from '@lamppost/gateway/console-shapes';
import type { zh } from './words.js';

/** Code of a fault; the words of each stand under `wall/fault`. */
export type FaultCode = keyof typeof zh.fault;

/** Something that somebody has to look after. */
export interface WallFault {
  readonly code: FaultCode;
  /** Whether something is lost meanwhile. */
  readonly level: 'error' | 'warning';
  /** Camera or monitor that it is about; null: the box. */
  readonly id: string | null;
  /** Code of the factor that it is about. */
  readonly factor?: Factor;
  readonly count?: number;
  /** What the program says of it, in its own words. */
  readonly reason: string | null;
}

/** Looks that are missing: fewer than this share of those that are due. */
const STARVED = 0.5;
/** Of a camera that is hardly looked at, nothing can be told. */
const LEAST_ASKED = 0.5;

/** What keeps a camera away, told from ffmpeg's words. */
export function cameraFault(reason: string | null): FaultCode {
  if (reason === null) return 'camera-down';
  if (/\b40[13]\b|unauthori[sz]ed|forbidden/i.test(reason)) return 'camera-refused';
  if (/\b404\b|not found|\b454\b/i.test(reason)) return 'camera-no-stream';
  if (/no (picture|frame) for/i.test(reason)) return 'camera-stalled';
  if (/refused|timed out|no route|unreachable|resolve|network/i.test(reason)) return 'camera-unreachable';
  return 'camera-down';
}

function boxFaults(wall: Wall): WallFault[] {
  const { broker, cloud, clock, rules, packages, freeBytes, reserveBytes, shortages } = wall;
  const faults: (WallFault | false)[] = [
    broker.state !== 'up' && { code: 'broker-down', level: 'error', id: null, reason: broker.reason },
    rules?.refused != null && { code: 'rules-refused', level: 'error', id: null, reason: rules.refused.problem },
    clock.synchronised === false && { code: 'clock-unsynchronised', level: 'error', id: null, reason: null },
    freeBytes < reserveBytes && { code: 'disk-low', level: 'error', id: null, reason: null },
    packages.dropped > 0 && {
      ...{ code: 'packages-lost', level: 'error', id: null, count: packages.dropped, reason: null },
    },
    cloud.state !== 'up' && { code: 'cloud-down', level: 'warning', id: null, reason: cloud.reason },
    packages.refused > 0 && {
      ...{ code: 'packages-refused', level: 'warning', id: null, count: packages.refused, reason: null },
    },
    ...shortages.map((reason): WallFault => ({ code: 'shortage', level: 'warning', id: null, reason })),
  ];
  return faults.filter((fault) => fault !== false);
}

/** All that needs somebody, the gravest first. */
export function listFaults(wall: Wall): WallFault[] {
  const cameras = wall.cameras.flatMap(({ id, link, looks }): WallFault[] => {
    if (link.state === 'down') return [{ code: cameraFault(link.reason), level: 'error', id, reason: link.reason }];
    const isStarved = looks !== null && looks.asked > LEAST_ASKED && looks.got < looks.asked * STARVED;
    return isStarved ? [{ code: 'camera-starved', level: 'warning', id, reason: null }] : [];
  });
  const sensors = wall.sensors.flatMap(({ id, faults }) =>
    faults.map(({ kind, factor, detail }): WallFault => ({
      ...{ code: `sensor-${kind}`, level: kind === 'silence' ? 'error' : 'warning', id, reason: detail },
      ...(factor === null ? {} : { factor }),
    })),
  );
  const all = [...boxFaults(wall), ...cameras, ...sensors];
  return [...all.filter(({ level }) => level === 'error'), ...all.filter(({ level }) => level === 'warning')];
}
