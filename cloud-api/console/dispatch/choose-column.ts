/** The stages of dispatches that have a column, first to last. */
export const COLUMNS = ['waiting', 'sent', 'taken', 'reported', 'closed'] as const;
/** A stage that has a column. */
export type Column = (typeof COLUMNS)[number];

/** Whoever goes on site begins with what is theirs to do there; who stays in the office with what came back. */
const ON_SITE: readonly Column[] = ['taken', 'sent', 'reported', 'waiting'];
const IN_OFFICE: readonly Column[] = ['reported', 'waiting', 'sent', 'taken'];

/**
 * The column in which something waits for whoever looks; where nothing does, the one in which it would come.
 *
 * @param counts How many stand in each
 */
export function chooseColumn(
  counts: Readonly<Record<Column, number>>,
  { goesOnSite }: { readonly goesOnSite: boolean },
): Column {
  const order = goesOnSite ? ON_SITE : IN_OFFICE;
  return order.find((column) => counts[column] > 0) ?? (goesOnSite ? 'sent' : 'waiting');
}
