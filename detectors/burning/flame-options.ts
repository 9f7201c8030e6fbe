/** When cells of the flame measure are taken for fire. Own choices, made by looking at real fires; times are capture times in ms. */
export interface FlameOptions {
  /** Least share of flame-coloured pixels in a cell. */
  readonly minColour: number;
  /** Least mean change of their luma: real flames show 0.1 to 0.4, strong sensor grain 0.04, a lit surface that stands 0.01. */
  readonly minFlicker: number;
  /** Time over which a cell must go on flickering. */
  readonly windowMs: number;
  /** Least share of the looks in that time which must show it: what only passes by does not reach it. */
  readonly minShare: number;
  /** Least number of looks in that time. */
  readonly minLooks: number;
  /** Looks that follow one another faster are not counted: they would show the same flame. */
  readonly lookEveryMs: number;
  /** Longest time between two looks that counts as seen in between. */
  readonly coverGapMs: number;
  /** How long a fire that is not seen is remembered. */
  readonly keepMs: number;
}

/** Values that suit a street camera. */
export const FLAME_DEFAULTS: FlameOptions = {
  minColour: 0.12,
  minFlicker: 0.06,
  windowMs: 8_000,
  minShare: 0.5,
  minLooks: 4,
  lookEveryMs: 200,
  coverGapMs: 3_000,
  keepMs: 30_000,
};
