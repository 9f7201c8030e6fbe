/** How the long-term background is kept. Times are capture times in ms, brightness is luma from 0 to 255. */
export interface BackgroundOptions {
  /** Looks that follow one another faster are left out: the background changes slowly. */
  readonly lookEveryMs: number;
  /** Longest time that one look can stand for. */
  readonly coverGapMs: number;
  /** After a longer gap what was seen of objects is forgotten; the background is not. */
  readonly forgetGapMs: number;
  /** How long a camera must have been watched before any object is told. */
  readonly learnMs: number;
  /** How long a cell must be free and still before it has a background. */
  readonly learnCellMs: number;
  /** How long a camera must have been watched before what shows its background is said to have always stood there. */
  readonly settleMs: number;
  /** How long something that was not there before must be still to count as an object. */
  readonly persistMs: number;
  /** An object that stays for so long becomes background. */
  readonly absorbMs: number;
  /** How long a cell may show something else, as someone walks by, and still be taken up where it was. */
  readonly passMs: number;
  /** Time constant with which a cell that is still follows what it shows. A shadow's edge that creeps over it is slower, but not still. */
  readonly stillTimeMs: number;
  /** Time constant with which the background follows slow change. */
  readonly driftTimeMs: number;
  /** Time constant of a cell's unrest. */
  readonly noiseTimeMs: number;
  /** Difference from the background that is no noise. */
  readonly contrast: number;
  /** Difference from one look to the next that is no movement. */
  readonly unrest: number;
  /** Share of the free cells that may differ: with more, the camera was moved, or the light is another altogether. */
  readonly maxChanged: number;
  /** Share of the background's edges that must be seen where they were, for the same reason. */
  readonly keptEdges: number;
  /** Least number of edges that this can be told by. */
  readonly minEdges: number;
  /** How long it must be so before everything is learnt anew. */
  readonly resetMs: number;
  /** Cells of one object came within this time of one another; those of a moving shadow did not. */
  readonly togetherMs: number;
  /** Least number of cells of an object. */
  readonly minCells: number;
  /** Largest share of the picture that an object may take. */
  readonly maxArea: number;
  /** Least mean change of the pattern (log of the brightness between neighbours): shadow and light change the level, but not the pattern. */
  readonly minPattern: number;
  /** Least share of an object's cells that are brighter than their background while the others are darker: enough without a pattern. */
  readonly mixedShare: number;
  /** Share of the light that even a deep shadow leaves, in luma: what is darker is an object. */
  readonly deepestShadow: number;
}

/** Values that suit a street camera. Own choices, made on drawn scenes and by looking at real clips. */
export const BACKGROUND_DEFAULTS: BackgroundOptions = {
  lookEveryMs: 450,
  coverGapMs: 3_000,
  forgetGapMs: 120_000,
  learnMs: 60_000,
  learnCellMs: 20_000,
  settleMs: 600_000,
  persistMs: 30_000,
  absorbMs: 4 * 3_600_000,
  passMs: 3_000,
  stillTimeMs: 20_000,
  driftTimeMs: 300_000,
  noiseTimeMs: 60_000,
  contrast: 14,
  unrest: 8,
  maxChanged: 0.3,
  keptEdges: 0.5,
  minEdges: 20,
  resetMs: 20_000,
  togetherMs: 45_000,
  minCells: 10,
  maxArea: 0.15,
  minPattern: 0.06,
  mixedShare: 0.2,
  deepestShadow: 0.38,
};
