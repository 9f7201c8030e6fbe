/**
 * A camera rests only when its key pictures come at most so far apart, ms: between two of them it is blind but for their sizes. Cameras
 * come with two seconds; some are set to four.
 */
export const LONGEST_REST_GAP_MS = 4_200;
