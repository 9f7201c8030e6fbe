import type { Violation } from '@lamppost/contracts';
import { type Detection, type Frame, type InferencePool, LABELS, type Look, parseYaml } from '@lamppost/detectors';
import pino from 'pino';
import { RuleDocument } from '../../rules/document/rule-document.js';
import type { StateStore } from '../../spool/state-store.js';
import type { FrameOutcome } from '../camera-activity.js';
import { CameraPipeline } from '../camera-pipeline.js';
import { Judge } from '../judge.js';

/** Capture time of the first frame of every street. */
export const START_MS = 1_760_000_000_000;
/** Time between two frames of a camera that is awake. */
export const FRAME_MS = 200;
/** How long a car may stand. */
export const RULE_SECONDS = 30;
const COLUMNS = 104;
const ROWS = 64;
const WIDTH = 0.15;

const document = parseYaml(
  RuleDocument,
  `
schema: lamppost.rules/1
zones:
  - { id: kerb, camera: gate, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
rules:
  - { id: parked, matter: parking, matterCode: 09 009, severity: 3, zone: kerb, forSeconds: ${RULE_SECONDS} }
`,
  'rules.yaml',
);

/** A car's left edge in fractions of the picture; null when it is not there. */
export type CarAt = (ms: number) => number | null;

/** What hides a part of the picture, from one column to another in fractions; null when nothing does. */
export type ScreenAt = (ms: number) => readonly [number, number] | null;

const NO_SCREEN: ScreenAt = () => null;

/** A frame of a street with a car, which a screen may hide. */
function frameAt(ms: number, left: number | null, screen: ReturnType<ScreenAt>): Frame {
  const data = new Uint8Array(COLUMNS * ROWS);
  for (let row = 0; row < ROWS; row += 1)
    for (let column = 0; column < COLUMNS; column += 1) {
      const x = (column + 0.5) / COLUMNS;
      const y = (row + 0.5) / ROWS;
      const isCar = left !== null && x >= left && x < left + WIDTH && y >= 0.6 && y < 0.75;
      const isScreen = screen !== null && x >= screen[0] && x < screen[1] && y >= 0.3;
      data[row * COLUMNS + column] = isScreen ? 20 : isCar ? 220 : 60 + ((column >> 3) + (row >> 3)) * 4;
    }
  return {
    cameraId: 'gate',
    capturedAtMs: START_MS + ms,
    width: 416,
    height: 256,
    data: new Uint8Array(0),
    luma: { columns: COLUMNS, rows: ROWS, data },
    letterbox: { x1: 0, y1: 0, x2: 1, y2: 1 },
  };
}

/** What came of a street. */
export interface StreetRun {
  readonly outcomes: { ms: number; outcome: FrameOutcome; isMoving: boolean }[];
  readonly violations: Violation[];
  readonly offers: { ms: number; withinMs: number | undefined }[];
}

/** A street, and how it is watched. */
export interface Street {
  readonly carAt: CarAt;
  readonly screenAt?: ScreenAt;
  readonly fromMs: number;
  readonly toMs: number;
  /** Time between key pictures: a camera that rests shows only those. Null for one that never rests. */
  readonly gopMs?: number | null;
  /** Whether what moves shows in the sizes of pictures, so that all since the last key picture are decoded. */
  readonly sizesTell?: boolean;
  /** What becomes of a look; null when another took its turn. */
  readonly answer?: (look: Look) => Look | null;
  /** What outlives a restart. */
  readonly saved?: Map<string, unknown>;
}

/** Plays a camera's frames past the pipeline, with a pool that sees the car whenever it is asked and nothing hides it. */
export async function playStreet(street: Street): Promise<StreetRun> {
  const {
    carAt,
    screenAt = NO_SCREEN,
    fromMs,
    toMs,
    gopMs = null,
    sizesTell = false,
    answer = (look: Look) => look,
  } = street;
  const saved = street.saved ?? new Map<string, unknown>();
  const states: StateStore = {
    loadState: (key) => structuredClone(saved.get(key)),
    saveState: (key, json) => void saved.set(key, structuredClone(json)),
  };
  const run: StreetRun = { outcomes: [], violations: [], offers: [] };
  const look: InferencePool['look'] = ({ cameraId, capturedAtMs }, withinMs) => {
    const ms = capturedAtMs - START_MS;
    run.offers.push({ ms, withinMs });
    const left = carAt(ms);
    const screen = screenAt(ms);
    const isHidden = left !== null && screen !== null && screen[0] <= left && screen[1] >= left + WIDTH;
    const detections: Detection[] =
      left === null || isHidden
        ? []
        : [
            {
              label: 'car',
              classId: LABELS.indexOf('car'),
              box: { x1: left, y1: 0.6, x2: left + WIDTH, y2: 0.75 },
              score: 0.9,
            },
          ];
    return Promise.resolve(answer({ cameraId, capturedAtMs, detections, hazard: null }));
  };
  const judge = new Judge({
    book: { gatewayId: 'pole-1', document },
    states,
    onViolation: (violation) => void run.violations.push(violation),
  });
  const log = pino({ level: 'silent' });
  const pipeline = new CameraPipeline({ cameraId: 'gate', pool: { look }, judge, states, log });
  const take = async (ms: number) => {
    run.outcomes.push({ ms, ...(await pipeline.take(frameAt(ms, carAt(ms), screenAt(ms)))) });
  };
  let waiting: number[] = [];
  let isResting = false;
  for (let ms = fromMs; ms < toMs; ms += FRAME_MS) {
    const isKey = gopMs !== null && ms % gopMs === 0;
    waiting = isKey || !isResting ? [ms] : [...waiting, ms];
    const hasLeapt = sizesTell && carAt(ms) !== carAt(ms - FRAME_MS);
    if (isResting && !isKey && !hasLeapt) continue;
    for (const dueMs of waiting) await take(dueMs);
    waiting = [];
    // It comes to rest at a key picture, and wakes as soon as there is something to see.
    isResting = pipeline.mayRest && isKey ? true : isResting && !hasLeapt && pipeline.mayRest;
  }
  pipeline.save();
  judge.save();
  return run;
}
