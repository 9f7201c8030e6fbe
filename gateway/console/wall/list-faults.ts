import type { Factor } from '@lamppost/contracts';
import type { Wall } from '@lamppost/gateway/console-shapes';
import { cameraCause, cloudCause, type FaultCode, shortageCause, type TellingCause } from './tell-cause.js';

/** Something that somebody has to look after. */
export interface WallFault {
  readonly code: FaultCode;
  /** Whether something is lost meanwhile. */
  readonly level: 'error' | 'warning';
  /** Cameras or monitors that it is about; none: the box. */
  readonly ids: readonly string[];
  /** Code of the factor that it is about. */
  readonly factor?: Factor;
  readonly count?: number;
  /** What the program says of it, in its own words; null where the words of its code say all. */
  readonly reason: string | null;
}

/** Looks that are missing: fewer than this share of those that are due. */
const STARVED = 0.5;
/** Of a camera that is hardly looked at, nothing can be told. */
const LEAST_ASKED = 0.5;

function named({ code, isTold }: TellingCause, reason: string | null): Pick<WallFault, 'code' | 'reason'> {
  return { code, reason: isTold ? null : reason };
}

/** Makes one of all that say the same of several devices. */
function joinAlike(faults: readonly WallFault[]): WallFault[] {
  const joined = new Map<string, WallFault>();
  for (const fault of faults) {
    const words = JSON.stringify([fault.code, fault.factor, fault.reason]);
    const ids = [...(joined.get(words)?.ids ?? []), ...fault.ids];
    joined.set(words, { ...fault, ids });
  }
  return [...joined.values()];
}

function boxFaults(wall: Wall): WallFault[] {
  const { broker, cloud, clock, rules, packages, freeBytes, reserveBytes, shortages } = wall;
  const faults: (WallFault | false)[] = [
    broker.state !== 'up' && { code: 'broker-down', level: 'error', ids: [], reason: broker.reason },
    rules?.refused != null && { code: 'rules-refused', level: 'error', ids: [], reason: rules.refused.problem },
    clock.synchronised === false && { code: 'clock-unsynchronised', level: 'error', ids: [], reason: null },
    freeBytes < reserveBytes && { code: 'disk-low', level: 'error', ids: [], reason: null },
    packages.dropped > 0 && {
      ...{ code: 'packages-lost', level: 'error', ids: [], count: packages.dropped, reason: null },
    },
    cloud.state !== 'up' && { ...named(cloudCause(cloud.reason), cloud.reason), level: 'warning', ids: [] },
    packages.refused > 0 && {
      ...{ code: 'packages-refused', level: 'warning', ids: [], count: packages.refused, reason: null },
    },
    ...shortages.map((reason): WallFault => ({ ...named(shortageCause(reason), reason), level: 'warning', ids: [] })),
  ];
  return faults.filter((fault) => fault !== false);
}

/** All that needs somebody, the gravest first. */
export function listFaults(wall: Wall): WallFault[] {
  const cameras = wall.cameras.flatMap(({ id, link, looks }): WallFault[] => {
    if (link.state === 'down') return [{ ...named(cameraCause(link.reason), link.reason), level: 'error', ids: [id] }];
    const isStarved = looks !== null && looks.asked > LEAST_ASKED && looks.got < looks.asked * STARVED;
    return isStarved ? [{ code: 'camera-starved', level: 'warning', ids: [id], reason: null }] : [];
  });
  const sensors = wall.sensors.flatMap(({ id, faults }) =>
    faults.map(({ kind, factor, detail }): WallFault => ({
      ...{ code: `sensor-${kind}`, level: kind === 'silence' ? 'error' : 'warning', ids: [id], reason: detail },
      ...(factor === null ? {} : { factor }),
    })),
  );
  const all = joinAlike([...boxFaults(wall), ...cameras, ...sensors]);
  return [...all.filter(({ level }) => level === 'error'), ...all.filter(({ level }) => level === 'warning')];
}
