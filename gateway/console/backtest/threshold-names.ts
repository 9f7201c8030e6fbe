/** Thresholds of rules, by the names that they have in the document. */
export const THRESHOLDS = [
  'forSeconds',
  'minCoverage',
  'minScore',
  'minGoodsScore',
  'leastPeople',
  'limit',
  'maxPerDay',
  'minCapture',
] as const;

/** Name of a threshold. */
export type ThresholdName = (typeof THRESHOLDS)[number];
