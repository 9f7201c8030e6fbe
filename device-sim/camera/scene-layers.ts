import { drawCar, drawTruck } from './drawing/draw-car.js';
import { drawCrates } from './drawing/draw-crates.js';
import { FLAME_FRAMES, PUFF_STAGES, drawDustPuff, drawDustVeil, drawFire, drawSmokePuff } from './drawing/draw-fire.js';
import { drawPerson } from './drawing/draw-person.js';
import { drawStall } from './drawing/draw-stall.js';
import { PICTURE, mirrored, type Drawing } from './drawing/drawing.js';
import { SCENARIO_TIME, alongPath, isMoving, pathTime, presence } from './motion-expression.js';
import type { Actor, Scene } from './scene.js';

/** A picture laid over those before it: where and when, as ffmpeg expressions of the time `t`. */
export interface SceneLayer {
  readonly drawing: Drawing;
  readonly scale: number;
  /** Place of the top-left corner in pixels. */
  readonly x: string;
  readonly y: string;
  /** 1 while it is shown, else 0. */
  readonly enable: string;
}

/** Steps a second of somebody who walks. */
const STEPS_A_SECOND = 3;
/** No multiple of it fits into the usual intervals between two looks, which would see the same flames each time. */
const FLAME_FRAMES_A_SECOND = 9.3;
const VEIL_STEPS = 8;
const VEIL_DENSITY = 0.7;

/** Places the drawing's ground point at (x, y), expressions in pixels. */
function place(drawing: Drawing, scale: number, x: string, y: string, enable: string): SceneLayer {
  const left = Math.round(drawing.ground.x * scale);
  const top = Math.round(drawing.ground.y * scale);
  return { drawing, scale, x: `${x}-${left}`, y: `${y}-${top}`, enable };
}

function isFacingRight(actor: Actor & { readonly facing?: 'left' | 'right' | undefined }): boolean {
  const movesRight = (actor.path.at(-1)?.x ?? 0) > (actor.path[0]?.x ?? 0);
  return actor.facing === undefined ? movesRight : actor.facing === 'right';
}

/** Expression that is 1 in the `index`-th of `count` turns, which change `perSecond` times a second. */
function turn(index: number, count: number, perSecond: number): string {
  return `eq(mod(floor(${SCENARIO_TIME}*${perSecond}),${count}),${index})`;
}

function personLayers(actor: Actor & { readonly draw: 'person' }, x: string, y: string): SceneLayer[] {
  const draw = (pose: Parameters<typeof drawPerson>[1]): Drawing => {
    const drawing = drawPerson(actor.look, pose);
    return isFacingRight(actor) ? mirrored(drawing) : drawing;
  };
  const present = presence(actor);
  const moving = isMoving(actor.path, pathTime(actor));
  // Nobody stands like a post: the weight goes from one leg to the other.
  const swaying = `${x}+${(3 * actor.scale).toFixed(1)}*sin(${SCENARIO_TIME}*0.9)`;
  const standing = place(draw('standing'), actor.scale, swaying, y, `${present}*not(${moving})`);
  if (moving === '0') return [standing];
  const steps = (['step-left', 'step-right'] as const).map((pose, index) =>
    place(draw(pose), actor.scale, x, y, `${present}*${moving}*${turn(index, 2, STEPS_A_SECOND)}`),
  );
  return actor.everySeconds === undefined || actor.path.length > 2 ? [standing, ...steps] : steps;
}

function fireLayers(actor: Actor & { readonly draw: 'fire' }, x: string, y: string): SceneLayer[] {
  return Array.from({ length: FLAME_FRAMES }, (_, frame) =>
    place(drawFire(frame), actor.scale, x, y, `${presence(actor)}*${turn(frame, FLAME_FRAMES, FLAME_FRAMES_A_SECOND)}`),
  );
}

/** Puffs that come out of one point one after the other, rise, drift, and grow thinner, again and again. */
function puffLayers(options: {
  readonly actor: Actor;
  readonly x: string;
  readonly y: string;
  readonly count: number;
  readonly lifeSeconds: number;
  /** Pixels a second at scale 1. */
  readonly rise: number;
  readonly drift: number;
  /** Distance in pixels between the points where neighbours come out, at scale 1. */
  readonly spread: number;
  readonly draw: (stage: number, variant: number) => Drawing;
}): SceneLayer[] {
  const { actor, x, y, count, lifeSeconds, rise, drift, spread, draw } = options;
  const { scale } = actor;
  const first = actor.path[0]?.at ?? 0;
  return Array.from({ length: count * PUFF_STAGES }, (_, index) => {
    const stage = index % PUFF_STAGES;
    const variant = Math.floor(index / PUFF_STAGES);
    const startsAt = first + (variant * lifeSeconds) / count;
    const age = `mod(${SCENARIO_TIME}-(${startsAt}),${lifeSeconds})`;
    const offset = (((variant * 3) % count) - (count - 1) / 2) * spread * scale;
    return place(
      draw(stage, variant),
      scale,
      `${x}+(${offset})+${drift * scale}*${age}+${8 * scale}*sin(${age}*1.7+${variant})`,
      `${y}-${rise * scale}*${age}`,
      `${presence(actor)}*gte(${SCENARIO_TIME},${startsAt})*eq(floor(${age}*${PUFF_STAGES / lifeSeconds}),${stage})`,
    );
  });
}

function veilLayers(actor: Actor & { readonly draw: 'dust' }): SceneLayer[] {
  const first = actor.path[0]?.at ?? 0;
  const stepSeconds = actor.growsForSeconds / VEIL_STEPS;
  return Array.from({ length: VEIL_STEPS }, (_, step) => {
    const from = first + step * stepSeconds;
    const until = step === VEIL_STEPS - 1 ? '' : `*lt(${SCENARIO_TIME},${from + stepSeconds})`;
    const drawing = drawDustVeil((VEIL_DENSITY * (step + 1)) / VEIL_STEPS);
    const enable = `${presence(actor)}*gte(${SCENARIO_TIME},${from})${until}`;
    return place(drawing, 1, String(PICTURE.width / 2), String(PICTURE.height), enable);
  });
}

function actorLayers(actor: Actor): SceneLayer[] {
  const time = pathTime(actor);
  const x = `${PICTURE.width}*${alongPath(actor.path, 'x', time)}`;
  const y = `${PICTURE.height}*${alongPath(actor.path, 'y', time)}`;
  switch (actor.draw) {
    case 'car':
    case 'truck': {
      const drawing = actor.draw === 'car' ? drawCar(actor.paint) : drawTruck(actor.paint);
      return [place(isFacingRight(actor) ? mirrored(drawing) : drawing, actor.scale, x, y, presence(actor))];
    }
    case 'person':
      return personLayers(actor, x, y);
    case 'stall':
      return [place(drawStall(actor.goods), actor.scale, x, y, presence(actor))];
    case 'crates':
      return [place(drawCrates(), actor.scale, x, y, presence(actor))];
    case 'fire':
      return fireLayers(actor, x, y);
    case 'smoke':
      return puffLayers({ actor, x, y, count: 6, lifeSeconds: 8, rise: 46, drift: 16, spread: 0, draw: drawSmokePuff });
    case 'dust': {
      const draw = drawDustPuff;
      const puffs = puffLayers({ actor, x, y, count: 5, lifeSeconds: 15, rise: 14, drift: 18, spread: 110, draw });
      return [...puffs, ...veilLayers(actor)];
    }
    default:
      return actor satisfies never;
  }
}

/** The scene's layers from back to front: who stands lower in the picture stands before the others, haze before all. */
export function sceneLayers(scene: Scene): SceneLayer[] {
  const depth = (actor: Actor): number => (actor.draw === 'dust' ? Infinity : (actor.path.at(-1)?.y ?? 0));
  return [...scene.actors].sort((a, b) => depth(a) - depth(b)).flatMap(actorLayers);
}
