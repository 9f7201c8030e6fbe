import type { Label } from '../decoding/labels.js';
import type { OverlapLimits } from '../decoding/suppress-overlaps.js';
import type { PixelSize } from '../geometry/letterbox.js';
import type { Family, Normalisation } from './family.js';
import type { Head } from './head.js';

/** The input that takes the picture. */
export interface PictureInput {
  readonly name: string;
  readonly elementType: 'float32' | 'float16' | 'uint8';
  readonly layout: 'nchw' | 'nhwc';
  /** Null for a model that takes any size. */
  readonly size: PixelSize | null;
  readonly normalisation: Normalisation;
}

/** What else a model asks for, and is given always the same. */
export interface ConstantInput {
  readonly name: string;
  readonly elementType: 'int32' | 'int64' | 'float32';
  readonly values: readonly number[];
}

/** How a model file is used: all that was found out about it, as plain data. */
export interface DetectorPlan {
  /** Name by which evidence refers to it. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly sha256: string;
  /** The sidecar that says more about it, and its digest. */
  readonly sidecar: { readonly name: string; readonly sha256: string } | null;
  readonly family: Family;
  readonly input: PictureInput;
  readonly constants: readonly ConstantInput[];
  readonly head: Head;
  /** Both sides of the input must be multiples of it. */
  readonly stride: number;
  readonly classes: readonly string[];
  /** Our label of each class; null for one that is not asked for. */
  readonly labels: readonly (Label | null)[];
  readonly minScore: number;
  readonly overlaps: OverlapLimits;
  /** Whether it scores fire and smoke on a grid besides. */
  readonly hasHazard: boolean;
}
