/** Turns the pages of a list, from the first to the last: each begins where the one before says. */
export async function* turnPages<Row, Place>(
  readPage: (after: Place | null) => Promise<{ readonly rows: readonly Row[]; readonly next: Place | null }>,
): AsyncGenerator<readonly Row[]> {
  for (let after: Place | null = null; ;) {
    const { rows, next }: { readonly rows: readonly Row[]; readonly next: Place | null } = await readPage(after);
    yield rows;
    if (next === null) return;
    after = next;
  }
}
