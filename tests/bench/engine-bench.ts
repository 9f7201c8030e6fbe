import {
  type CameraLook,
  type EngineState,
  NOTHING_SAVED,
  RuleDocument,
  judgeSeen,
  planRules,
  restoreEngine,
  takeEvent,
} from '@lamppost/gateway';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { ownProcessorSeconds } from './processor-time.js';
import { seededRandom } from './seeded-random.js';
import { alternate, spreadOf } from './spread.js';

const CAMERAS = 100;
const RULES_A_CAMERA = 10;
const TRACKS = 8;
const LOOK_MS = 200;
const START_MS = 1_760_000_000_000;
/** Rules take turns: ten on each camera, each with a zone of its own. */
const KINDS = ['parking', 'stall', 'parking', 'burning', 'parking', 'stall', 'parking', 'burning', 'parking', 'stall'];

function documentFor(cameras: number): RuleDocument {
  const zones = [];
  const rules = [];
  for (let camera = 0; camera < cameras; camera += 1)
    for (let rule = 0; rule < RULES_A_CAMERA; rule += 1) {
      const [x1, x2] = [rule / RULES_A_CAMERA, (rule + 1) / RULES_A_CAMERA];
      const polygon = [
        [x1, 0.2],
        [x2, 0.2],
        [x2, 1],
        [x1, 1],
      ];
      const id = `c${camera}-${rule}`;
      zones.push({ id, camera: `c${camera}`, polygon });
      rules.push({ id, matter: KINDS[rule], severity: 3, zone: id, forSeconds: 30 });
    }
  return RuleDocument.parse({ schema: 'lamppost.rules/1', zones, rules });
}

/** Looks at a street on which half of the vehicles stand, and people walk between; a fire now and then. */
function looksAt(camera: number, count: number): CameraLook[] {
  const random = seededRandom(camera);
  const tracks = Array.from({ length: TRACKS }, (_, trackId) => ({
    trackId,
    x: random() * 0.9,
    isPerson: random() < 0.4,
  }));
  return Array.from({ length: count }, (_, look): CameraLook => {
    const atMs = START_MS + look * LOOK_MS;
    const times = { firstSeenAtMs: START_MS, lastSeenAtMs: atMs };
    const seen = tracks.map(({ trackId, x, isPerson }) => {
      const isStanding = trackId % 2 === 0;
      const left = isStanding ? x : (x + look * 0.01) % 0.9;
      const box = { x1: left, y1: 0.5, x2: left + 0.1, y2: 0.7 };
      const label = isPerson ? 'person' : 'car';
      const stationarySinceMs = isStanding ? START_MS : null;
      const observedMs = isStanding ? atMs - START_MS : 0;
      return {
        trackId,
        label,
        box,
        anchorBox: box,
        score: 0.8,
        visible: true,
        stationarySinceMs,
        observedMs,
        ...times,
      };
    });
    return { cameraId: `c${camera}`, atMs, tracks: seen, hazards: { fires: [], smokes: [] }, objects: [] };
  });
}

interface Pass {
  readonly eventsPerSecond: number;
  readonly found: number;
}

function passOver(looks: readonly CameraLook[], take: (look: CameraLook) => number): Pass {
  let found = 0;
  const before = ownProcessorSeconds();
  for (const look of looks) found += take(look);
  return { eventsPerSecond: looks.length / (ownProcessorSeconds() - before), found };
}

function throughEngine(document: RuleDocument, looks: readonly CameraLook[]): Pass {
  const plan = planRules({ gatewayId: 'bench', document });
  let state: EngineState = restoreEngine(plan, NOTHING_SAVED);
  return passOver(looks, (look) => {
    const answer = takeEvent(plan, state, { kind: 'look', look });
    ({ state } = answer);
    return answer.outcomes.length;
  });
}

type SeenArguments = Parameters<typeof judgeSeen>;

/** Rules of one camera, and what each remembers. */
interface OwnRules {
  readonly rules: { readonly rule: SeenArguments[0]; readonly zone: SeenArguments[1] }[];
  readonly states: SeenArguments[2][];
}

/** The rules' own functions alone: each look is known to concern its camera's ten rules, and nothing is kept in order. */
function throughRulesAlone(document: RuleDocument, looks: readonly CameraLook[]): Pass {
  const plan = planRules({ gatewayId: 'bench', document });
  const byCamera = new Map<string, OwnRules>();
  for (const { rule, zone } of plan.rules.values()) {
    if (zone === null || rule.matter === 'dust') continue;
    const camera = byCamera.get(zone.camera) ?? { rules: [], states: [] };
    camera.rules.push({ rule, zone });
    camera.states.push({ open: [], presence: null });
    byCamera.set(zone.camera, camera);
  }
  return passOver(looks, (look) => {
    const camera = byCamera.get(look.cameraId);
    if (camera === undefined) return 0;
    let found = 0;
    camera.rules.forEach(({ rule, zone }, place) => {
      const judged = judgeSeen(rule, zone, camera.states[place] ?? { open: [], presence: null }, look);
      camera.states[place] = judged.state;
      found += judged.findings.length;
    });
    return found;
  });
}

/** Events a second that the rule engine takes. */
export async function benchEngine({ isQuick, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, looksEach] = isQuick ? [1, 20] : [9, 400];
  const many = documentFor(CAMERAS);
  const one = documentFor(1);
  const streets = Array.from({ length: CAMERAS }, (_, camera) => looksAt(camera, looksEach));
  // As they come: the cameras in turn.
  const mixed = Array.from({ length: looksEach }, (_, look) => streets.flatMap((street) => street[look] ?? [])).flat();
  const single = looksAt(0, looksEach * CAMERAS);
  onProgress(`${rounds} rounds of ${mixed.length} looks`);
  const passes = await alternate(rounds, {
    many: () => throughEngine(many, mixed),
    alone: () => throughRulesAlone(many, mixed),
    one: () => throughEngine(one, single),
  });
  const rate = (of: readonly Pass[]) => of.map(({ eventsPerSecond }) => eventsPerSecond);
  const ratios = (of: readonly Pass[]) => rate(passes.many).map((events, round) => events / (rate(of)[round] ?? NaN));
  return {
    question:
      'How many events a second does the engine take with 1,000 rules over 100 cameras, against the rules alone?',
    method: `Looks of ${CAMERAS} cameras in turn, ${RULES_A_CAMERA} rules with zones of their own on each (parking, stall, burning), ${TRACKS} objects a look, half of them standing: takeEvent, against the functions of each camera's ten rules called directly on the same looks, without lanes, order or IDs, and against an engine with one camera and its ten rules. Processor time; each round takes all in turn. result = median over rounds of engine / rules alone.`,
    result: spreadOf(ratios(passes.alone)).median,
    unit: 'ratio',
    aim: { comparison: 'at least', limit: 0.7 },
    figures: [
      figureOf('engine, 1,000 rules over 100 cameras', 'events/s', rate(passes.many)),
      figureOf('the rules alone', 'events/s', rate(passes.alone)),
      figureOf('engine, 10 rules on 1 camera', 'events/s', rate(passes.one)),
      figureOf('engine / rules alone', 'ratio', ratios(passes.alone)),
      figureOf('1,000 rules / 10 rules', 'ratio', ratios(passes.one)),
    ],
    facts: {
      looks: mixed.length,
      rounds,
      violationsFound: passes.many.at(-1)?.found ?? 0,
      foundByRulesAlone: passes.alone.at(-1)?.found ?? 0,
    },
  };
}
