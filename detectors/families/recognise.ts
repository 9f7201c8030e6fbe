import type { Family } from './family.js';
import { fitHeads } from './fit-heads.js';
import type { Reading, SizedOutput } from './fit-heads.js';
import { headOutputs } from './head.js';
import type { Head } from './head.js';
import { hasConstantObjectness, looksLike } from './look-alike.js';
import { measureOutputs, rowsOf } from './measure-outputs.js';
import type { MeasuredOutput } from './measure-outputs.js';
import { misfitReason } from './misfit.js';
import type { RecogniseRequest } from './recognise-request.js';
import { unrecognised } from './seen-model.js';
import type { SeenModel } from './seen-model.js';
import type { Sidecar } from './sidecar.js';
import { readStatement } from './statement.js';
import type { Statement } from './statement.js';

/** What a model turned out to be. */
export interface Recognised {
  readonly family: Family;
  readonly head: Head;
}

function declaredOutputs({ onnx }: SeenModel): SizedOutput[] {
  return onnx.outputs.map(({ name, shape }) => ({
    name,
    // The first dimension is the batch; it is 1 whatever the file says.
    shape: (shape ?? []).map((size) => (typeof size === 'number' ? size : null)),
  }));
}

function isMeasured({ shape }: SizedOutput): boolean {
  return shape.length > 0 && shape.slice(1).every((size) => size !== null);
}

function chosen(outputs: readonly SizedOutput[], { output }: Sidecar): SizedOutput[] {
  return outputs.filter(({ name }) => output === undefined || name === output);
}

/** Keeps the readings that agree with what was said of the model, by its operator or by its exporter. */
function agreeing(given: readonly Reading[], { family, boxes }: Sidecar, stated: Statement): Reading[] {
  const readings = given.filter(({ head }) => boxes === undefined || (head.kind === 'anchors' && head.boxes === boxes));
  if (family !== undefined) return readings.filter(({ families }) => families.includes(family));
  const keep = (holds: (reading: Reading) => boolean, among: readonly Reading[]) => {
    const kept = among.filter(holds);
    return kept.length > 0 ? kept : [...among];
  };
  const ofFamily = keep(({ families }) => stated.family === null || families.includes(stated.family), readings);
  const ofExporter = keep(
    ({ families }) => !stated.isUltralytics || !families.every((one) => one === 'yolox' || one.startsWith('nanodet')),
    ofFamily,
  );
  return keep(({ head }) => stated.isFinished === null || (head.kind === 'rows') === stated.isFinished, ofExporter);
}

/** Keeps the readings that are distinct in what they do. */
function distinct(readings: readonly Reading[]): Reading[] {
  const byHead = new Map(readings.toReversed().map((reading) => [JSON.stringify(reading.head), reading]));
  return [...byHead.values()].toReversed();
}

/** The one reading that measured values bear out while they rule out all others; null when there is none. */
function borneOut(readings: readonly Reading[], measured: readonly MeasuredOutput[], request: RecogniseRequest) {
  const verdicts = readings.map(({ head }) => {
    const [name] = headOutputs(head);
    const output = measured.find((one) => one.name === name);
    const rows = output === undefined ? null : rowsOf(output);
    return rows === null ? 'unsure' : looksLike(head, rows, request.size, request.classes.length);
  });
  const isOne = verdicts.filter((verdict) => verdict === 'yes').length === 1 && !verdicts.includes('unsure');
  return isOne ? (readings[verdicts.indexOf('yes')] ?? null) : null;
}

/** How to read YOLOv6, which has no objectness: https://github.com/meituan/YOLOv6/blob/main/yolov6/models/effidehead.py */
const YOLOV6_LINES = ['family: yolox', 'boxes: pixels', 'input:', '  channels: rgb', `  scale: ${1 / 255}`];

function isYolov6(readings: readonly Reading[], measured: readonly MeasuredOutput[]): boolean {
  const [head] = readings.map((reading) => reading.head);
  const rows = head?.kind === 'anchors' ? measured.find(({ name }) => name === head.output) : undefined;
  const seen = rows === undefined || readings.some(({ families }) => !families.includes('yolox')) ? null : rowsOf(rows);
  return seen !== null && hasConstantObjectness(seen);
}

function ambiguous(model: SeenModel, readings: readonly Reading[], measured: readonly MeasuredOutput[]) {
  if (isYolov6(readings, measured))
    return unrecognised(
      model,
      'its objectness is 1 everywhere, as in exports of YOLOv6 and unlike YOLOX',
      YOLOV6_LINES,
    );
  const outputs = new Set(readings.flatMap(({ head }) => headOutputs(head)));
  if (outputs.size === readings.length && outputs.size > 1)
    return unrecognised(model, 'several of its outputs could be the detections', [
      `output: ${[...outputs].join('   # or ')}`,
    ]);
  const codings = [...new Set(readings.map(({ head }) => (head.kind === 'anchors' ? head.boxes : head.kind)))];
  const families = [...new Set(readings.flatMap((reading) => reading.families.slice(0, 1)))];
  return unrecognised(
    model,
    `it could be read in ${readings.length} ways, and nothing in it says which is right`,
    families.length > 1 ? [`family: ${families.join('   # or ')}`] : [`boxes: ${codings.join('   # or ')}`],
  );
}

/**
 * Finds out what a model is: by the sizes of its outputs, then by what its metadata says, then by what it gives for a grey frame.
 *
 * @throws DetectorError `model.unrecognised` when that leaves no reading, or more than one
 */
export async function recognise(request: RecogniseRequest): Promise<Recognised> {
  const { model, sidecar, classes, size } = request;
  const stated = readStatement(model.onnx);
  const readingsOf = (outputs: readonly SizedOutput[]) => {
    const fitting = fitHeads({ outputs: chosen(outputs, sidecar), classes: classes.length, size });
    return distinct(agreeing(fitting, sidecar, stated));
  };
  const declared = declaredOutputs(model);
  let measured: MeasuredOutput[] | null = null;
  let readings = readingsOf(declared);
  if (readings.length !== 1 || !chosen(declared, sidecar).every(isMeasured)) {
    measured = await measureOutputs(model, request.inputs, size);
    readings = readingsOf(measured);
  }
  if (readings.length === 0) throw unrecognised(model, ...misfitReason(measured ?? declared, request));
  const reading =
    readings.length === 1 ? readings[0] : measured === null ? null : borneOut(readings, measured, request);
  if (reading === null || reading === undefined) throw ambiguous(model, readings, measured ?? []);
  if (reading.head.kind === 'queries' && sidecar.family === undefined && stated.family === null)
    throw unrecognised(
      model,
      'it answers with logits and pred_boxes, as RT-DETR and D-FINE do, but DETR too, which sees other pixels and scores otherwise',
      ['family: rtdetr   # or dfine; only if it is one of the two'],
    );
  const family = sidecar.family ?? reading.families.find((one) => one === stated.family) ?? reading.families[0];
  return { family: family ?? 'yolov8', head: reading.head };
}
