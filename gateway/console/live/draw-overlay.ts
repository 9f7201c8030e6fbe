import type { LiveTrack, LiveZone } from '@lamppost/gateway/console-shapes';
import { isWatched } from './is-watched.js';
import type { LiveLook } from './look-at.js';

/** What is drawn over the picture. */
export interface OverlayChoice {
  readonly boxes: boolean;
  readonly zones: boolean;
  readonly clocks: boolean;
}

/** Words that are drawn. */
export interface OverlayWords {
  readonly label: (label: string) => string;
  /** A length of time as a clock: `1:05`. */
  readonly clock: (lengthMs: number) => string;
}

const ZONE = '#4aa8ff';
const MOVING = '#d7dde6';
const STANDING = '#ffd166';
const OPEN = '#ff5c4d';
const FIRE = '#ff7a1a';
const SMOKE = '#b9a7ff';

interface Ground {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Pixels of the canvas for each of the page's. */
  readonly scale: number;
}

/** Words on a dark ground, so that they are read on any picture. */
function write({ context, scale, width }: Ground, text: string, x: number, bottom: number, colour: string): void {
  const size = 13 * scale;
  context.font = `600 ${size}px system-ui, "PingFang SC", "Microsoft YaHei", sans-serif`;
  const wide = context.measureText(text).width + 8 * scale;
  const left = Math.max(0, Math.min(x, width - wide));
  const top = Math.max(0, bottom - size - 6 * scale);
  context.fillStyle = 'rgba(10, 14, 20, 0.82)';
  context.fillRect(left, top, wide, size + 6 * scale);
  context.fillStyle = colour;
  context.textBaseline = 'top';
  context.fillText(text, left + 4 * scale, top + 3 * scale);
}

function outline({ context, width, height }: Ground, { x1, y1, x2, y2 }: LiveTrack['box']): void {
  context.strokeRect(x1 * width, y1 * height, (x2 - x1) * width, (y2 - y1) * height);
}

function drawZones(ground: Ground, zones: readonly LiveZone[]): void {
  const { context, width, height, scale } = ground;
  for (const { name, id, polygon } of zones) {
    context.beginPath();
    polygon.forEach(([x, y], index) => {
      if (index === 0) context.moveTo(x * width, y * height);
      else context.lineTo(x * width, y * height);
    });
    context.closePath();
    context.fillStyle = 'rgba(74, 168, 255, 0.12)';
    context.fill();
    context.strokeStyle = ZONE;
    context.lineWidth = 2 * scale;
    context.setLineDash([8 * scale, 5 * scale]);
    context.stroke();
    context.setLineDash([]);
    // At its lower left, for the words of objects stand above them.
    const [corner = [0, 0]] = [...polygon].sort(([ax, ay], [bx, by]) => by - ay || ax - bx);
    write(ground, name ?? id, corner[0] * width, corner[1] * height, ZONE);
  }
}

function trackWords(track: LiveTrack, atMs: number, isTimed: boolean, words: OverlayWords): string {
  const { label, standingSinceMs, due } = track;
  const name = words.label(label);
  if (!isTimed || standingSinceMs === null) return name;
  const dwell = words.clock(atMs - standingSinceMs);
  return due === null ? `${name} ${dwell}` : `${name} ${dwell} / ${words.clock(due.atMs - standingSinceMs)}`;
}

/** Draws zones, objects and their clocks as they were when the picture was captured. `atMs` is that time; the canvas is cleared before. */
export function drawOverlay(
  canvas: HTMLCanvasElement,
  { look, zones, atMs }: { readonly look: LiveLook | null; readonly zones: readonly LiveZone[]; readonly atMs: number },
  choice: OverlayChoice,
  words: OverlayWords,
): void {
  const scale = window.devicePixelRatio;
  const [width, height] = [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const ground = { context, width, height, scale };
  context.clearRect(0, 0, width, height);
  if (choice.zones) drawZones(ground, zones);
  if (!choice.boxes || look === null) return;
  for (const track of look.tracks) {
    if (!track.isVisible && track.standingSinceMs === null) continue;
    if (!isWatched(track)) continue;
    const colour = track.isOpen ? OPEN : track.standingSinceMs === null ? MOVING : STANDING;
    context.strokeStyle = colour;
    context.lineWidth = (track.isOpen ? 3 : 2) * scale;
    context.setLineDash(track.isVisible ? [] : [4 * scale, 4 * scale]);
    outline(ground, track.box);
    context.setLineDash([]);
    const { x1, y1 } = track.box;
    write(ground, trackWords(track, atMs, choice.clocks, words), x1 * width, y1 * height, colour);
  }
  for (const [boxes, label, colour] of [
    [look.fires, 'fire', FIRE],
    [look.smokes, 'smoke', SMOKE],
  ] as const)
    for (const box of boxes) {
      context.strokeStyle = colour;
      context.lineWidth = 3 * scale;
      outline(ground, box);
      write(ground, words.label(label), box.x1 * width, box.y1 * height, colour);
    }
}
