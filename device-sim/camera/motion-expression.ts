import type { Actor, Waypoint } from './scene.js';

/**
 * ffmpeg filters count their time from this many seconds before the scenario begins, so that what was there before it began has a
 * positive time too.
 */
export const PREROLL_SECONDS = 100;

/** Expression (ffmpeg-utils, "Expression Evaluation") of the scenario's time in seconds, within an overlay filter. */
export const SCENARIO_TIME = `(t-${PREROLL_SECONDS})`;

/** Expression of the time along an actor's path: the scenario's, or for one that comes again and again the time within its period. */
export function pathTime(actor: Pick<Actor, 'path' | 'everySeconds'>): string {
  const first = actor.path[0]?.at ?? 0;
  return actor.everySeconds === undefined
    ? SCENARIO_TIME
    : `(${first}+mod(${SCENARIO_TIME}-(${first}),${actor.everySeconds}))`;
}

/** Expression that is 1 while the actor is in the scene, else 0. */
export function presence(actor: Pick<Actor, 'path' | 'everySeconds' | 'leavesAt'>): string {
  const first = actor.path[0]?.at ?? 0;
  const last = actor.path.at(-1)?.at ?? 0;
  const arrived = `gte(${SCENARIO_TIME},${first})`;
  const goesAt = actor.leavesAt ?? (actor.everySeconds === undefined ? undefined : last);
  return goesAt === undefined ? arrived : `${arrived}*lt(${pathTime(actor)},${goesAt})`;
}

/** Expression of a coordinate along straight lines between waypoints, in fractions; before the first and after the last it stays there. */
export function alongPath(path: readonly Waypoint[], axis: 'x' | 'y', time: string): string {
  let expression = String(path.at(-1)?.[axis] ?? 0);
  for (let index = path.length - 1; index > 0; index -= 1) {
    const [from, to] = [path[index - 1], path[index]];
    if (from === undefined || to === undefined) continue;
    const speed = (to[axis] - from[axis]) / (to.at - from.at);
    const segment = speed === 0 ? String(from[axis]) : `(${from[axis]}+(${speed})*(${time}-(${from.at})))`;
    expression = `if(lt(${time},${to.at}),${segment},${expression})`;
  }
  const start = path[0];
  return path.length > 1 && start !== undefined
    ? `if(lt(${time},${start.at}),${start[axis]},${expression})`
    : expression;
}

/** Expression that is 1 while the actor moves along its path, else 0. */
export function isMoving(path: readonly Waypoint[], time: string): string {
  const terms = path.slice(1).flatMap((to, index) => {
    const from = path[index];
    if (from === undefined || (from.x === to.x && from.y === to.y)) return [];
    return [`gte(${time},${from.at})*lt(${time},${to.at})`];
  });
  return terms.length === 0 ? '0' : `(${terms.join('+')})`;
}
