import { cpus } from 'node:os';
import { join } from 'node:path';
import { FRAME_SIZE, InferencePool, modelDirectory } from '@lamppost/detectors';
import { clipFrames } from '@lamppost/gateway';
import { BareInference } from './bare-inference.js';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { cameraPart, silent } from './camera-part.js';
import { makeClip } from './make-clip.js';
import { DECODE_ONLY, runFfmpeg } from './run-ffmpeg.js';
import { alternate, spreadOf } from './spread.js';

/** More than there are threads, so that none waits for a camera. */
const CAMERAS = 4;
const LOOKS_PER_SECOND = 5;
const FRAMES_PER_SECOND = 25;

interface Run {
  readonly looks: number;
  readonly seconds: number;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

/** Looks a second from clip to rules, against what the bare model and the bare decoder do when they share the same cores. */
export async function benchPipeline(settings: BenchSettings): Promise<BenchResult> {
  const { isQuick, ffmpeg, onProgress } = settings;
  const threads = cpus().length;
  const [rounds, seconds, cameras] = isQuick ? [1, 1, 1] : [5, 20, CAMERAS];
  const size = isQuick ? { width: 320, height: 192 } : { width: 1280, height: 720 };
  const request = { size, framesPerSecond: FRAMES_PER_SECOND, seconds, movingSeconds: seconds };
  const clip = await makeClip('pipeline', request, settings);
  const ids = Array.from({ length: cameras }, (_, index) => `cam-${index}`);
  const play = { file: clip.file, looksPerSecond: LOOKS_PER_SECOND, frameSize: FRAME_SIZE, startMs: 0, ffmpeg };
  const pool = await InferencePool.create({ threads, log: silent });
  const bare = await BareInference.start(threads, join(modelDirectory, 'street.onnx'));

  const product = async (): Promise<Run> => {
    const pipelines = cameraPart(pool, ids);
    const before = pool.stats().looked;
    const took = await timed(() =>
      Promise.all(
        ids.map(async (cameraId) => {
          for await (const frame of clipFrames({ ...play, cameraId })) await pipelines.take(frame);
        }),
      ),
    );
    return { looks: pool.stats().looked - before, seconds: took };
  };
  const decodeOnly = async () =>
    Promise.all(ids.map(() => runFfmpeg(ffmpeg, ['-threads', '1', '-i', clip.file, ...DECODE_ONLY])));
  let looks = 0;
  const limit = async (): Promise<Run> => ({
    looks,
    seconds: await timed(() => Promise.all([bare.run(looks), decodeOnly()])),
  });
  try {
    onProgress(`${rounds} rounds of ${cameras} clips through everything, and of the bare parts`);
    ({ looks } = await product());
    const runs = await alternate(rounds, {
      product,
      limit,
      model: async () => timed(() => bare.run(looks)),
      decoder: async () => timed(decodeOnly),
    });
    const rate = (run: Run) => run.looks / run.seconds;
    const [productRate, limitRate] = [spreadOf(runs.product.map(rate)), spreadOf(runs.limit.map(rate))];
    const ratios = spreadOf(runs.product.map((run, round) => rate(run) / rate(runs.limit[round] ?? run)));
    return {
      question:
        'What share of the looks that bare model and bare decoder could do together does the whole way from clip to rules do?',
      method: `${cameras} clips at once. Product: ffmpeg with the gateway's own filters -> gate -> InferencePool (${threads} threads) -> boxes -> tracker, background, rules, each frame waited for. Limit, timed as one: ${cameras} ffmpeg that decode the same clips to nothing, and at the same time as many runs of the bare ONNX session in ${threads} worker threads. result = median over rounds of (product's looks per second / limit's looks per second). Start-up of the threads is left out of both, that of ffmpeg is in both.`,
      result: ratios.median,
      unit: 'ratio',
      aim: { comparison: 'at least', limit: 0.85 },
      figures: [
        figureOf('ratio', 'ratio', ratios.samples),
        figureOf('product', 'looks/s', productRate.samples),
        figureOf('limit, both at once', 'looks/s', limitRate.samples),
        figureOf('bare model alone', 's', runs.model),
        figureOf('bare decoder alone', 's', runs.decoder),
      ],
      facts: {
        clip: clip.source,
        clipSize: `${size.width}x${size.height}, ${FRAMES_PER_SECOND} pictures a second`,
        looksPerRound: looks,
        framesLookedAtShare: looks / (cameras * seconds * LOOKS_PER_SECOND),
        threads,
      },
    };
  } finally {
    await bare.close();
    await pool.close();
  }
}
