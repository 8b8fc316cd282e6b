/** The service gives a list in pages of at most this size. */
const pageSize = 200;

interface ListPage<Item> {
  items: Item[];
  next_cursor?: string | null;
}

/** A list read to its end, for choosing among all of a bureau's few hundred; never for lists that grow with time. */
export async function wholeList<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<ListPage<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await read({ limit: pageSize, ...(cursor && { cursor }) });
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}
