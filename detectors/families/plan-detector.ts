import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { ConfigError } from '../configuration/config-error.js';
import { readYaml } from '../configuration/read-yaml.js';
import type { ReadYaml } from '../configuration/read-yaml.js';
import { DECODING_DEFAULTS } from '../decoding/decode-detections.js';
import { FRAME_SIZE } from '../inference/frame.js';
import { ADAPTED_OUTPUTS } from './adapt-head.js';
import { adaptModel } from './adapt-model.js';
import { labelClasses, readClasses } from './class-labels.js';
import type { DetectorPlan } from './detector-plan.js';
import { normalisationOf } from './family.js';
import type { Family, Normalisation } from './family.js';
import { roundUp } from './fit-size.js';
import { runOnGrey } from './measure-outputs.js';
import { openModel } from './open-model.js';
import { readInputs } from './picture-input.js';
import type { ModelInputs } from './picture-input.js';
import { recognise } from './recognise.js';
import { unrecognised } from './seen-model.js';
import type { SeenModel } from './seen-model.js';
import { Sidecar } from './sidecar.js';
import { readStatement } from './statement.js';

/** A model that an operator brings. */
export interface ModelSource {
  /** Absolute path of the ONNX file. */
  readonly file: string;
  /** Absolute path of its sidecar; by default the file's own name with `.yaml`, if that is there. */
  readonly sidecar?: string;
}

/** Step of the sizes that the levels of every family divide. */
const DEFAULT_STRIDE = 32;
/** Coordinates below this, all of them, are no pixels. */
const LEAST_PIXELS = 2;

function readSidecar({ file, sidecar }: ModelSource): { file: string; read: ReadYaml<Sidecar> | null } {
  const beside = `${file.slice(0, file.length - extname(file).length)}.yaml`;
  if (sidecar === undefined && !existsSync(beside)) return { file: beside, read: null };
  return { file: sidecar ?? beside, read: readYaml(Sidecar, sidecar ?? beside) };
}

function normalisation(family: Family, { input }: Sidecar): Normalisation {
  const usual = normalisationOf(family);
  return {
    channels: input.channels ?? usual.channels,
    scale: input.scale ?? usual.scale,
    mean: input.mean ?? usual.mean,
    std: input.std ?? usual.std,
  };
}

function isOurs({ onnx }: SeenModel): boolean {
  return (
    onnx.producer === 'lamppost' && onnx.metadata.has('family') && onnx.outputs.some(({ name }) => name === 'classes')
  );
}

/** Looks at what a plan makes of a grey frame: whether scores, classes and boxes are what they ought to be. */
async function assertSound(model: SeenModel, plan: DetectorPlan): Promise<void> {
  const size = plan.input.size ?? roundUp(FRAME_SIZE, plan.stride);
  const outputs = await runOnGrey(model.file, adaptModel(model.onnx, plan, { frame: size, size }), size);
  const [scores, boxes] = [outputs.floats(ADAPTED_OUTPUTS.scores), outputs.floats(ADAPTED_OUTPUTS.boxes)];
  const classes = outputs.integers(ADAPTED_OUTPUTS.classes);
  const lines = ['family: ...   # what it really is'];
  if (scores.some((score) => !(score >= 0 && score <= 1.001)))
    throw unrecognised(model, `read as ${plan.family}, it gives scores outside of 0 to 1 for a grey frame`, lines);
  if (classes.some((index) => index < 0 || index >= plan.classes.length))
    throw unrecognised(model, `read as ${plan.family}, it gives classes that it has no names for`, lines);
  const isFraction = plan.head.kind !== 'decoded' && boxes.every((value) => Math.abs(value) < LEAST_PIXELS);
  if (isFraction && boxes.some((value) => value !== 0))
    throw unrecognised(
      model,
      `read as ${plan.family}, it gives boxes of less than ${LEAST_PIXELS} pixels alone`,
      lines,
    );
}

/** Sees to it that a sidecar does not contradict its model. */
function assertAgrees(read: ReadYaml<Sidecar>, { picture }: ModelInputs): void {
  const { size, scale, mean, std } = read.value.input;
  const fixed = picture.size;
  if (size !== undefined && fixed !== null && (size.width !== fixed.width || size.height !== fixed.height))
    throw new ConfigError([
      read.problem(
        ['input', 'size'],
        `the model takes ${fixed.width} x ${fixed.height} pixels alone; leave the size out`,
      ),
    ]);
  if (picture.elementType === 'uint8' && [scale, mean, std].some((value) => value !== undefined))
    throw new ConfigError([
      read.problem(['input'], 'the model takes bytes and normalises them itself; leave scale, mean and std out'),
    ]);
}

/**
 * Finds out how a model file is to be used. Runs it once or twice, and blocks the thread for that long.
 *
 * @throws DetectorError `model.missing`, `model.unusable` or `model.unrecognised`, saying what was seen and what to write into the sidecar;
 *   ConfigError for a sidecar that is wrong, with its line and column
 */
export async function planDetector(source: ModelSource): Promise<DetectorPlan> {
  const { onnx, sha256 } = await openModel(source.file);
  const { file: sidecarFile, read } = readSidecar(source);
  const sidecar = read?.value ?? Sidecar.parse({});
  const model: SeenModel = { file: source.file, sidecarFile, onnx };
  const { task } = readStatement(onnx);
  if (task !== null && task !== 'detect')
    throw unrecognised(model, `it was made for the task "${task}"; a model of the task "detect" is needed`);
  const inputs = readInputs(model, sidecar);
  if (read !== null) assertAgrees(read, inputs);
  const classes = readClasses(model, sidecar);
  const stride = Math.max(DEFAULT_STRIDE, Number(onnx.metadata.get('stride') ?? 0) || 0);
  const size = inputs.picture.size ?? roundUp(FRAME_SIZE, stride);
  const { family, head } = isOurs(model)
    ? ({ family: 'lamppost', head: { kind: 'decoded' } } as const)
    : await recognise({ model, sidecar, inputs, classes, size });
  const plan: DetectorPlan = {
    name: basename(source.file),
    file: source.file,
    sha256,
    sidecar:
      read === null
        ? null
        : { name: basename(sidecarFile), sha256: createHash('sha256').update(read.bytes).digest('hex') },
    family,
    input: { ...inputs.picture, normalisation: normalisation(family, sidecar) },
    constants: inputs.constants,
    head,
    stride,
    classes,
    labels: labelClasses(model, classes, read),
    minScore: sidecar.minScore ?? DECODING_DEFAULTS.minScore,
    overlaps: { ...DECODING_DEFAULTS.overlaps, ...(sidecar.nmsIou === undefined ? {} : { sameLabel: sidecar.nmsIou }) },
    hasHazard: onnx.outputs.some(({ name }) => name === 'hazard') && family === 'lamppost',
  };
  // Ours are vouched for by their cards.
  if (family !== 'lamppost') await assertSound(model, plan);
  return plan;
}
