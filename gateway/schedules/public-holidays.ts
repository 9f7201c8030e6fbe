import chineseDays from 'chinese-days';

/** How the public arrangement of holidays departs from the week: a day off, or a working day to make up for one. */
export type Arrangement = 'off' | 'work' | null;

/** What the State Council has arranged for a day of mainland China, `2026-10-01`; null: nothing, the week decides. */
export function chinaArrangement(date: string): Arrangement {
  const { name, work } = chineseDays.getDayDetail(date);
  // The library names what was arranged as `English,中文,days`, and other days by a weekday that depends on the machine's own time zone.
  if (!name.includes(',')) return null;
  return work ? 'work' : 'off';
}

/** Whether the arrangement of a year is known: it is announced in the autumn before, and comes with an update of the library. */
export function isChinaYearKnown(year: number): boolean {
  return chinaArrangement(`${year}-10-01`) !== null;
}
