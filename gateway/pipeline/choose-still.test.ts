import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '@lamppost/detectors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Seen } from '../evidence/see-picture.js';
import { FootageRing } from '../footage/footage-ring.js';
import { sampleViolation } from '../testing/sample-violation.js';
import { chooseStill } from './choose-still.js';

const START_MS = 1_780_000_000_000;
const SECONDS = 8;
/** The lens is out of focus for a while. */
const BLURRED = { fromS: 4.5, toS: 5.3 };
const { subject } = sampleViolation(1);
const CAR: Seen[] = [{ label: 'truck', score: 0.8, box: { x1: 0.12, y1: 0.1, x2: 0.4, y2: 0.5 } }];
const ELSEWHERE: Seen[] = [{ label: 'car', score: 0.8, box: { x1: 0.6, y1: 0.6, x2: 0.9, y2: 0.9 } }];

let directory = '';
let ffmpegPath = '';
let ring: FootageRing;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'choose-'));
  ffmpegPath = (await findFfmpeg()).path;
  ring = new FootageRing({ directory: join(directory, 'ring'), keepMs: 600_000, maxBytes: 50_000_000 });
  const session = ring.openSession();
  const blur = `boxblur=6:enable='between(t,${BLURRED.fromS},${BLURRED.toS})'`;
  execFileSync(ffmpegPath, [
    ...['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=10', '-vf', blur],
    ...['-t', String(SECONDS), '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '20', '-keyint_min', '20'],
    ...['-sc_threshold', '0', '-f', 'segment', '-segment_time', '2', '-segment_format', 'matroska'],
    join(session, '%03d.mkv'),
  ]);
  for (const [index, name] of readdirSync(session).sort().entries()) {
    const startMs = START_MS + index * 2000;
    ring.add(join(session, name), { startMs, endMs: startMs + 2000, startPtsUs: index * 2_000_000 });
  }
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const window = (atS: number, nearMs: number, slackMs: number) => {
  const atMs = START_MS + atS * 1000;
  return { atMs, fromMs: atMs - nearMs, toMs: atMs + nearMs, slackMs };
};
const choose = (of: ReturnType<typeof window>, see: (atMs: number) => Seen[] | null = () => CAR) =>
  chooseStill(of, {
    ...{ ring, ffmpegPath, subject },
    see: ({ capturedAtMs }) => Promise.resolve(see(capturedAtMs)),
  });

test('of the pictures near a moment the one in focus is taken', async () => {
  const still = await choose(window(5, 400, 0));
  expect(still?.capturedAtMs).toBeGreaterThan(START_MS + BLURRED.toS * 1000);
  expect(still?.capturedAtMs).toBeLessThanOrEqual(START_MS + 5_400);
  expect(still?.seen).toBe(CAR);
});

test('where the subject is hidden, one from further off that shows it', async () => {
  const still = await choose(window(5, 0, 1000), (atMs) => (atMs < START_MS + 5_900 ? ELSEWHERE : CAR));
  expect(still?.capturedAtMs).toBe(START_MS + 6_000);
  expect(still?.seen).toBe(CAR);
});

test('where it is hidden all along, the one of the moment', async () => {
  const still = await choose(window(5, 0, 1000), () => ELSEWHERE);
  expect(still?.capturedAtMs).toBe(START_MS + 5_000);
});

test('a subject that nobody could look for is not looked for elsewhere', async () => {
  let looks = 0;
  const still = await choose(window(5, 0, 1000), () => {
    looks += 1;
    return null;
  });
  expect([still?.capturedAtMs, still?.seen, looks]).toEqual([START_MS + 5_000, null, 1]);
});

test('a moment just beyond the footage is shown by its end, and one far beyond by nothing', async () => {
  const still = await choose(window(SECONDS + 2, 0, 0));
  expect(still?.capturedAtMs).toBeGreaterThan(START_MS + (SECONDS - 1) * 1000);
  expect(await choose(window(SECONDS + 30, 0, 0))).toBeNull();
});
