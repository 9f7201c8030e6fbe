import { FRAME_SIZE } from '../inference/frame.js';
import type { PixelSize } from '../geometry/letterbox.js';
import type { Label } from '../decoding/labels.js';
import type { DetectorPlan } from './detector-plan.js';
import { roundUp } from './fit-size.js';
import { planDetector } from './plan-detector.js';
import type { ModelSource } from './plan-detector.js';

/** A model that is brought along the default one. */
export interface OwnModel extends ModelSource {
  /** Whether nothing that the default model calls an object is used any more; its scores of fire and smoke stay. */
  readonly replaceDefault?: boolean;
}

/** A model, and its part in a look. */
export interface PlannedModel {
  readonly plan: DetectorPlan;
  /** Size that it is run at. */
  readonly size: PixelSize;
  /** Label of each class that this model, and none before it, is asked for. */
  readonly labels: readonly (Label | null)[];
}

/** The models that look at every frame. */
export interface ModelSet {
  /** Size that frames are made in. */
  readonly frameSize: PixelSize;
  /** An operator's models in their order, then the default one; without those that nothing is left to ask for. */
  readonly models: readonly PlannedModel[];
  /** Labels of the default model whose place others took. */
  readonly replacedLabels: readonly Label[];
}

/** Step of frame sizes. */
const FRAME_STEP = 32;

const area = ({ width, height }: PixelSize) => width * height;

/** The largest size that a model insists on, so that none gets less than it was made for; the usual one when none does. */
function frameSizeFor(plans: readonly DetectorPlan[]): PixelSize {
  const sizes = plans.flatMap(({ input }) => input.size ?? []).map((size) => roundUp(size, FRAME_STEP));
  return (
    sizes.reduce<PixelSize | null>((best, size) => (best !== null && area(best) >= area(size) ? best : size), null) ??
    FRAME_SIZE
  );
}

/** A model that takes any size keeps to the usual width: larger frames, made for another one, would cost it as much again for little. */
function sizeFor({ input, stride }: DetectorPlan, frame: PixelSize): PixelSize {
  if (input.size !== null) return input.size;
  const width = Math.min(FRAME_SIZE.width, frame.width);
  return roundUp({ width, height: (frame.height * width) / frame.width }, stride);
}

/** Gives every label to the first model that has it. */
function shareLabels(plans: readonly DetectorPlan[], isReplaced: boolean) {
  const taken = new Set<Label>();
  return plans.map((plan, index) => {
    const isDefault = index === plans.length - 1;
    const labels = plan.labels.map((label) => {
      if (label === null || taken.has(label)) return null;
      return isDefault && isReplaced ? null : label;
    });
    for (const label of plan.labels) if (label !== null) taken.add(label);
    return labels;
  });
}

/**
 * Plans how an operator's models and the default one look at frames together.
 *
 * @param defaultFile absolute path of the model that ships with this package
 * @throws what `planDetector` throws
 */
export async function planModels(own: readonly OwnModel[], defaultFile: string): Promise<ModelSet> {
  const plans: DetectorPlan[] = [];
  // One after another, for each is run on this thread.
  for (const source of [...own, { file: defaultFile }]) plans.push(await planDetector(source));
  const frameSize = frameSizeFor(plans);
  const labels = shareLabels(
    plans,
    own.some(({ replaceDefault }) => replaceDefault === true),
  );
  const planned = plans.map((plan, index) => ({ plan, size: sizeFor(plan, frameSize), labels: labels[index] ?? [] }));
  const lost = planned.at(-1)?.labels ?? [];
  const replacedLabels = (plans.at(-1)?.labels ?? []).flatMap((label, index) =>
    lost[index] === null ? (label ?? []) : [],
  );
  const models = planned.filter((model) => model.plan.hasHazard || model.labels.some((label) => label !== null));
  return { frameSize, models, replacedLabels };
}
