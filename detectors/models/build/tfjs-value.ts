/** Border that was asked for but is not yet part of the tensor; a convolution or pooling takes it over as an attribute. */
export interface Border {
  /** 0, or minus infinity before a maximum. */
  readonly fill: number;
  /** Width of the border before and after, by physical axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * A TensorFlow value on its way into ONNX. The two keep different orders of axes; instead of moving the numbers at every transposition,
 * it is noted where each axis lies.
 */
export interface TfjsValue {
  /** Name in the ONNX graph. */
  readonly name: string;
  /** Physical axis of each logical axis: `[0, 2, 3, 1]` is NHWC to TensorFlow and NCHW in memory. */
  readonly axes: readonly number[];
  /** Pixels of the model's input for each cell, in height and width alike. */
  readonly strideCells: number;
  readonly border: Border | null;
}

/** Where the axes of an NHWC value lie when it is stored as NCHW, the one order that ONNX convolves in. */
export const NHWC_AS_NCHW: readonly number[] = [0, 2, 3, 1];

/** The permutation of ONNX `Transpose` that brings a value from one arrangement of axes into another. */
export function permutationBetween(from: readonly number[], to: readonly number[]): number[] {
  const permutation = new Array<number>(to.length).fill(0);
  to.forEach((physical, logical) => {
    permutation[physical] = from[logical] ?? logical;
  });
  return permutation;
}
