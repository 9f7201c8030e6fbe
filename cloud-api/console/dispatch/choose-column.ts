/** The stages of dispatches that have a column, first to last. */
export const COLUMNS = ['waiting', 'sent', 'taken', 'reported', 'closed'] as const;
/** A stage that has a column. */
export type Column = (typeof COLUMNS)[number];

/** What a sender has to do comes first, then what a patrol has to do. */
const FOR_SENDERS: readonly Column[] = ['reported', 'waiting', 'sent', 'taken'];
const FOR_PATROLS: readonly Column[] = ['taken', 'sent', 'reported', 'waiting'];

/** The column in which something waits for whoever looks; the first of theirs where nothing does. `counts` is how many stand in each. */
export function chooseColumn(
  counts: Readonly<Record<Column, number>>,
  { maySend }: { readonly maySend: boolean },
): Column {
  const order = maySend ? FOR_SENDERS : FOR_PATROLS;
  return order.find((column) => counts[column] > 0) ?? (maySend ? 'waiting' : 'sent');
}
