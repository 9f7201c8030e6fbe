import type { TrackRecord } from './tracker-state.js';

/** The label with the highest sum of scores; of equal ones the first that was seen. */
export function trackLabel({ votes }: Pick<TrackRecord, 'votes'>): string {
  return Object.entries(votes).reduce((best, vote) => (vote[1] > best[1] ? vote : best), ['', 0])[0];
}
