import { FRAME_SIZE } from '@lamppost/detectors';
import { classReductionModel, decodeDetections } from '@lamppost/detectors/evaluation';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { crowdedAnswer } from './crowded-answer.js';
import { seededRandom } from './seeded-random.js';
import { ownProcessorSeconds } from './processor-time.js';
import { alternate, spreadOf } from './spread.js';

const CLASSES = 80;
/** Numbers of anchors, and how many of them tell each of the 30 objects. */
const SIZES = [
  { anchors: 2_100, hitsPerObject: 4 },
  { anchors: 8_400, hitsPerObject: 8 },
] as const;
const AIM_ANCHORS = 8_400;
const LETTERBOX = { x1: 0, y1: 11 / 256, x2: 1, y2: 245 / 256 };

/** Processor time for each answer, in milliseconds, that JavaScript takes to make detections of it. */
function decodeFor({ anchors, hitsPerObject }: (typeof SIZES)[number], times: number) {
  const answer = crowdedAnswer(anchors, hitsPerObject, FRAME_SIZE);
  const frame = { ...FRAME_SIZE, letterbox: LETTERBOX };
  return () => {
    const before = ownProcessorSeconds();
    let found = 0;
    for (let time = 0; time < times; time += 1) found = decodeDetections(answer, frame).length;
    return { ms: ((ownProcessorSeconds() - before) * 1000) / times, found };
  };
}

/** Processor time for each answer, in milliseconds, that the part of the graph takes which picks the best class of each anchor and converts its box. */
async function reduceFor(anchors: number, times: number) {
  const session = await InferenceSession.create(classReductionModel(CLASSES, anchors), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  });
  const random = seededRandom(anchors);
  const values = Float32Array.from({ length: (4 + CLASSES) * anchors }, () => random() * 0.3);
  const feeds = { raw: new Tensor('float32', values, [1, 4 + CLASSES, anchors]) };
  return {
    run: async () => {
      const before = ownProcessorSeconds();
      for (let time = 0; time < times; time += 1) await session.run(feeds);
      return ((ownProcessorSeconds() - before) * 1000) / times;
    },
    close: () => session.release(),
  };
}

/** Time to make detections of a detector's answer: in JavaScript, and in the graph, where the best class of each anchor is picked. */
export async function benchDecode({ isQuick, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, times] = isQuick ? [1, 2] : [9, 400];
  onProgress(`${rounds} rounds of ${times} answers each`);
  const [small, large] = SIZES;
  const graphs = { small: await reduceFor(small.anchors, times), large: await reduceFor(large.anchors, times) };
  try {
    const runs = await alternate(rounds, {
      small: decodeFor(small, times),
      smallGraph: graphs.small.run,
      large: decodeFor(large, times),
      largeGraph: graphs.large.run,
    });
    const largeMs = runs.large.map(({ ms }) => ms);
    return {
      question: `How long does JavaScript take for the boxes of ${AIM_ANCHORS} anchors with ${CLASSES} classes?`,
      method: `Processor time of decodeDetections (threshold, letterbox undone, suppression by label and group) on an answer made beforehand: 30 objects, each told by several anchors with scores above the threshold (${small.hitsPerObject} of ${small.anchors}, ${large.hitsPerObject} of ${large.anchors}), ${times} times for a sample. The best class of each anchor is picked inside the ONNX graph, with the conversion of its box; that share is measured alone, as a graph of the same nodes over an answer [1, ${4 + CLASSES}, anchors], one thread. result = JavaScript's part at ${AIM_ANCHORS} anchors; javaScriptPlusGraphMs has both.`,
      result: spreadOf(largeMs).median,
      unit: 'ms',
      aim: { comparison: 'below', limit: 0.5 },
      figures: [
        figureOf(`JavaScript, ${large.anchors} anchors`, 'ms', largeMs),
        figureOf(`in the graph, ${large.anchors} anchors`, 'ms', runs.largeGraph),
        figureOf(
          `JavaScript, ${small.anchors} anchors`,
          'ms',
          runs.small.map(({ ms }) => ms),
        ),
        figureOf(`in the graph, ${small.anchors} anchors`, 'ms', runs.smallGraph),
      ],
      facts: {
        javaScriptPlusGraphMs: spreadOf(largeMs).median + spreadOf(runs.largeGraph).median,
        detectionsKept: runs.large.at(-1)?.found ?? 0,
      },
    };
  } finally {
    await graphs.small.close();
    await graphs.large.close();
  }
}
