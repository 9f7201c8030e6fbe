/**
 * Does work on each item, on so many at a time.
 *
 * @param work - gets the item and the number of its lane, 0 to `lanes - 1`; a lane takes its next item when it is done with the last
 * @returns the results in the order of the items
 * @throws what `work` throws first; no lane takes another item after that
 */
export async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item, lane: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  let hasFailed = false;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      // All lanes share one iterator, so each item goes to one of them.
      for (const [index, item] of queue) {
        if (hasFailed) return;
        try {
          results.set(index, await work(item, lane));
        } catch (error) {
          hasFailed = true;
          throw error;
        }
      }
    }),
  );
  return [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
}
