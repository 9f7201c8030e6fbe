/**
 * How the outputs of a detector are laid out. n is the number of locations or queries, c that of the classes.
 *
 * - `anchors`: one output `[1, n, 4 + c]` or `[1, n, 5 + c]` (the fifth is objectness), or with `channelsFirst` `[1, 4 + c, n]`.
 * - `rows`: finished detections: `[1, n, 6]` of x1, y1, x2, y2, score, class; or `[n, 7]` of picture, x1, y1, x2, y2, class, score.
 * - `distances`: `[1, n, c + 4 * bins]`, each side's distance from the location's centre a distribution over 0, 1, ... strides.
 * - `queries`: class logits `[1, n, c]` and boxes `[1, n, 4]` in fractions, centre and size.
 * - `labelled`: classes `[1, n]`, boxes `[1, n, 4]` in units of `orig_target_sizes`, corners, and scores `[1, n]`.
 * - `decoded`: boxes `[1, n, 4]` in pixels, corners, scores `[1, n]` and classes int32 `[1, n]`.
 */
export type Head =
  | {
      readonly kind: 'anchors';
      readonly output: string;
      readonly channelsFirst: boolean;
      /** Centre and size in pixels or in fractions of the input, or as YOLOX leaves them: in strides from the cell, and logarithms. */
      readonly boxes: 'pixels' | 'fractions' | 'cells';
      /** `times`: the score is objectness times class; `alone`: with one class, training leaves the class's own score untouched. */
      readonly objectness: 'none' | 'times' | 'alone';
      /** Strides of the levels, for boxes in cells; empty else. */
      readonly strides: readonly number[];
    }
  | { readonly kind: 'rows'; readonly output: string; readonly columns: 6 | 7 }
  | {
      readonly kind: 'distances';
      readonly output: string;
      readonly bins: number;
      /** Where a location's centre lies in its cell, in cells. */
      readonly centre: 0 | 0.5;
      readonly strides: readonly number[];
    }
  | { readonly kind: 'queries'; readonly logits: string; readonly boxes: string }
  | { readonly kind: 'labelled'; readonly labels: string; readonly boxes: string; readonly scores: string }
  | { readonly kind: 'decoded' };

/** Names of the outputs that a head reads. */
export function headOutputs(head: Head): string[] {
  switch (head.kind) {
    case 'anchors':
    case 'rows':
    case 'distances':
      return [head.output];
    case 'queries':
      return [head.logits, head.boxes];
    case 'labelled':
      return [head.labels, head.boxes, head.scores];
    case 'decoded':
      return ['boxes', 'scores', 'classes'];
    default:
      return head satisfies never;
  }
}
