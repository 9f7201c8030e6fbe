import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceDevice, Violation } from '@lamppost/contracts';
import { InferencePool, type PixelSize } from '@lamppost/detectors';
import {
  FootageRing,
  RuleDocument,
  collectMedia,
  loadOrCreateDeviceKey,
  sealPackage,
  showMedia,
} from '@lamppost/gateway';
import pino from 'pino';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { makeClip } from './make-clip.js';
import { ownProcessorSeconds } from './processor-time.js';
import { runFfmpeg } from './run-ffmpeg.js';
import { alternate, spreadOf } from './spread.js';

const FRAMES_PER_SECOND = 25;
const SEGMENT_MS = 4_000;
const DWELL_MS = 20_000;
const START_MS = 1_780_000_000_000;
const TICKS_PER_SECOND = 100;
const RULES_SHA256 = '0'.repeat(64);

const violation: Violation = {
  ...{ violationId: 'a'.repeat(32), gatewayId: 'pole-1', matter: 'parking', matterCode: '09 009', ruleId: 'kerb' },
  ...{ sourceId: 'cam-1', cameraId: 'cam-1', zoneId: null, severity: 3, observedCoverage: 1 },
  startedAtMs: START_MS,
  triggeredAtMs: START_MS + DWELL_MS,
  subject: { label: 'car', box: { x1: 0.4, y1: 0.5, x2: 0.6, y2: 0.7 }, score: 0.9 },
  explanation: [
    { condition: 'car stationary in zone kerb', value: DWELL_MS, limit: DWELL_MS, unit: 'ms', sinceMs: START_MS },
  ],
};
const device: EvidenceDevice = {
  sourceId: 'cam-1',
  deviceCode: '33010600081326000001',
  place: { lng: 120.1, lat: 30.3, name: '文一路公交站' },
  bearingDeg: 90,
  legalStatus: { deviceLegalReview: true, deviceTechReview: true, sitePublished: true, signagePosted: true },
};

/** Processor time of the programs that this process has run to their end, in seconds. Needs Linux. */
function endedChildrenSeconds(): number {
  const text = readFileSync('/proc/self/stat', 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // proc(5): behind the name, 13 and 14 are the time of children that were waited for.
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

async function fillRing(settings: BenchSettings, size: PixelSize): Promise<FootageRing> {
  const seconds = DWELL_MS / 1000 + 8;
  const request = { size, framesPerSecond: FRAMES_PER_SECOND, seconds, movingSeconds: seconds };
  const clip = await makeClip('package', request, settings);
  const ring = new FootageRing({ directory: join(settings.scratch, 'ring'), keepMs: 600_000, maxBytes: 500_000_000 });
  const session = ring.openSession();
  await runFfmpeg(settings.ffmpeg, [
    ...['-i', clip.file, '-c', 'copy', '-f', 'segment', '-segment_time', String(SEGMENT_MS / 1000)],
    ...['-segment_format', 'matroska', join(session, '%03d.mkv')],
  ]);
  const first = START_MS - SEGMENT_MS;
  for (let index = 0; index * SEGMENT_MS < seconds * 1000; index += 1)
    ring.add(join(session, `${String(index).padStart(3, '0')}.mkv`), {
      startMs: first + index * SEGMENT_MS,
      endMs: first + (index + 1) * SEGMENT_MS,
      startPtsUs: index * SEGMENT_MS * 1000,
    });
  return ring;
}

/** What one parking package of a 1080p camera takes, from the ring to the sealed ZIP. */
export async function benchPackage(settings: BenchSettings): Promise<BenchResult> {
  const { isQuick, ffmpeg, scratch, onProgress } = settings;
  const rounds = isQuick ? 1 : 9;
  const size = isQuick ? { width: 320, height: 192 } : { width: 1920, height: 1080 };
  const log = pino({ level: 'silent' });
  const ring = await fillRing(settings, size);
  const key = await loadOrCreateDeviceKey(join(scratch, 'key.pem'));
  const document = RuleDocument.parse({ schema: 'lamppost.rules/1', rules: [] });
  const pool = await InferencePool.create({ threads: 1, log });
  let zipBytes = 0;
  const makePackage = async () => {
    const before = { own: ownProcessorSeconds(), ffmpeg: endedChildrenSeconds(), looks: pool.stats().elapsedMs };
    const loop = performance.eventLoopUtilization();
    const startedMs = performance.now();
    const signal = AbortSignal.timeout(60_000);
    const wanted = { ring, ffmpegPath: ffmpeg.path, sight: pool, stills: null, readings: () => [], signal, log };
    const { media, seen } = await collectMedia(violation, wanted);
    const collectedMs = performance.now();
    const plate = { status: 'none', reason: 'not-found' } as const;
    const shown = await showMedia(violation, { device, document, media, seen, readings: [], plate });
    const shownMs = performance.now();
    const { zip } = await sealPackage({
      ...{ gatewayId: 'pole-1', link: { sequence: 1, previousDigest: null }, violation, plate, device, key },
      ...{ media: [...media, ...shown], models: [], rules: { name: 'rules.yaml', sha256: RULES_SHA256 } },
      ...{ clock: { source: 'unknown', synchronised: null }, software: { name: 'bench', version: '0' } },
      nowMs: START_MS + DWELL_MS,
    });
    const endedMs = performance.now();
    zipBytes = zip.length;
    const cpu = {
      ffmpeg: (endedChildrenSeconds() - before.ffmpeg) * 1000,
      own: (ownProcessorSeconds() - before.own) * 1000,
      detector: pool.stats().elapsedMs - before.looks,
      script: performance.eventLoopUtilization(loop).active,
    };
    // What our own process uses besides JavaScript and the detector is used by sharp, on threads of its own.
    const sharpMs = Math.max(0, cpu.own - cpu.detector - cpu.script);
    const allMs = cpu.ffmpeg + cpu.own;
    return {
      wallMs: endedMs - startedMs,
      collectMs: collectedMs - startedMs,
      showMs: shownMs - collectedMs,
      sealMs: endedMs - shownMs,
      ffmpegShare: cpu.ffmpeg / allMs,
      sharpShare: sharpMs / allMs,
      detectorShare: cpu.detector / allMs,
    };
  };
  onProgress(`${rounds} packages`);
  const runs = (await alternate(rounds, { makePackage })).makePackage;
  await pool.close();
  const of = (name: keyof (typeof runs)[number]) => runs.map((run) => run[name]);
  return {
    question: 'How long does one parking package of a 1080p camera take, from the ring to the sealed ZIP?',
    method: `Wall time of collectMedia (three stills, the sharpest of those near each moment, each looked at whole and in nine tiles; the clip by stream copy), showMedia (masked copies, marked copy, close-up, composite) and sealPackage (SHA-256, SM3, Ed25519, ZIP) over real H.264 of ${DWELL_MS / 1000} s and 1 inference thread, without reading the plate. Shares are of all processor time: ffmpeg's by the kernel's account of ended children, the detector's by its own, sharp's what is left of our process beside JavaScript. result = median of the wall times.`,
    result: spreadOf(of('wallMs')).median,
    unit: 'ms',
    aim: { comparison: 'at most', limit: 5_000 },
    figures: [
      figureOf('whole package', 'ms', of('wallMs')),
      figureOf('stills and clip', 'ms', of('collectMs')),
      figureOf('masks and composite', 'ms', of('showMs')),
      figureOf('hashes, signature, ZIP', 'ms', of('sealMs')),
      figureOf('share of processor time in ffmpeg', 'of 1', of('ffmpegShare')),
      figureOf('share of processor time in sharp', 'of 1', of('sharpShare')),
      figureOf('share of processor time in the detector', 'of 1', of('detectorShare')),
    ],
    facts: { zipBytes, ...size },
  };
}
