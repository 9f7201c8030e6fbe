import type { Factor } from '@lamppost/contracts';
import { sourceKey } from '../events/source-key.js';
import type { LanePlan } from './lane-plan.js';

/** Where events of a source go in one lane. */
export interface LaneRoute {
  /** Place of the lane in the plan. */
  readonly index: number;
  readonly lane: LanePlan;
  /** Place of the source in the lane. */
  readonly source: number;
  /** What the lane's rules are told of an event: all of it, the labels of what a look showed, or only that its source is heard. */
  readonly told: 'all' | 'labels' | 'nothing';
}

/** Where events of a source go. */
export interface EventRoute {
  /** Name of the source among all. */
  readonly key: string;
  /** Place of the source among the figures. */
  readonly source: number;
  readonly lanes: readonly LaneRoute[];
}

/** Where readings of one factor of a sensor go. */
export interface ReadingRoute extends EventRoute {
  /** Place of the window that takes them; null when no rule reads it. */
  readonly window: number | null;
}

/** Where readings of a sensor go. */
interface SensorRoutes {
  readonly byFactor: ReadonlyMap<Factor, ReadingRoute>;
  /** For factors that no rule hears or reads. */
  readonly others: ReadingRoute;
}

/** Where all events go, found once: an event is brought to its lanes without looking up names of theirs. */
export interface EventRoutes {
  readonly cameras: ReadonlyMap<string, EventRoute>;
  readonly sensors: ReadonlyMap<string, SensorRoutes>;
}

/** What routes are found from. */
export interface RouteSettings {
  readonly lanes: readonly LanePlan[];
  readonly windows: readonly { readonly sensorId: string; readonly factor: Factor }[];
  /** Place of each source among the figures. */
  readonly sources: ReadonlyMap<string, number>;
}

/** Finds where the events of each source go. */
export function planRoutes({ lanes, windows, sources }: RouteSettings): EventRoutes {
  const route = (key: string, toldIn: (lane: LanePlan) => LaneRoute['told']): EventRoute => ({
    key,
    source: sources.get(key) ?? 0,
    lanes: lanes.flatMap((lane, index) => {
      const source = lane.placeOf.get(key);
      return source === undefined ? [] : [{ index, lane, source, told: toldIn(lane) }];
    }),
  });
  const cameras = new Map<string, EventRoute>();
  const sensors = new Map<string, SensorRoutes>();
  for (const key of sources.keys()) {
    const id = key.slice(key.indexOf('/') + 1);
    if (key === sourceKey('camera', id)) {
      cameras.set(
        id,
        route(key, ({ judged }) => (judged.has(id) ? 'all' : 'labels')),
      );
      continue;
    }
    const heard = lanes.flatMap(({ factors }) => [...(factors.get(id)?.keys() ?? [])]);
    const read = windows.filter(({ sensorId }) => sensorId === id).map(({ factor }) => factor);
    const byFactor = new Map<Factor, ReadingRoute>();
    for (const factor of new Set([...heard, ...read])) {
      const place = windows.findIndex((window) => window.sensorId === id && window.factor === factor);
      const toldIn = ({ factors }: LanePlan) => (factors.get(id)?.has(factor) === true ? 'all' : 'nothing');
      byFactor.set(factor, { ...route(key, toldIn), window: place < 0 ? null : place });
    }
    sensors.set(id, { byFactor, others: { ...route(key, () => 'nothing'), window: null } });
  }
  return { cameras, sensors };
}

/** Where a reading goes; null when no rule has to do with its sensor. */
export function routeOfReading({ sensors }: EventRoutes, sensorId: string, factor: Factor): ReadingRoute | null {
  const routes = sensors.get(sensorId);
  return routes === undefined ? null : (routes.byFactor.get(factor) ?? routes.others);
}
