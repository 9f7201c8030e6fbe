/** All entries of a list that the cloud gives page by page. The lists of administration are short: hundreds, not millions. */
export async function readAll<Page extends { readonly nextCursor: string | null }, Entry>(
  readPage: (from: { readonly limit: number; readonly cursor?: string }) => Promise<Page>,
  entriesOf: (page: Page) => readonly Entry[],
): Promise<Entry[]> {
  const limit = 100;
  const entries: Entry[] = [];
  let page = await readPage({ limit });
  entries.push(...entriesOf(page));
  while (page.nextCursor !== null) {
    page = await readPage({ limit, cursor: page.nextCursor });
    entries.push(...entriesOf(page));
  }
  return entries;
}
