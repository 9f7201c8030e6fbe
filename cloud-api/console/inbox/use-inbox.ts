import { useInfiniteQuery } from '@tanstack/react-query';
import type { Matter } from '@lamppost/contracts';
import { bodyOf, cloud } from '../cloud/client.js';

const PAGE = 50;
const REFRESH_MS = 10_000;

/** Which cases are listed, and in what order. */
export interface InboxFilter {
  readonly matter: Matter | null;
  /** Those in which the reader has something to do, or all; only the former have an order by deadline and severity. */
  readonly state: 'to-do' | null;
  readonly sort: 'due' | 'severity' | 'newest';
}

const readPage = (filter: InboxFilter, cursor: string | null) =>
  bodyOf(
    cloud.get('/api/v1/cases', {
      query: {
        ...(filter.state === null ? { sort: 'newest' } : { state: filter.state, sort: filter.sort }),
        limit: PAGE,
        ...(filter.matter === null ? {} : { matter: filter.matter }),
        ...(cursor === null ? {} : { cursor }),
      },
    }),
  );

/** A case as it stands in the list. */
export type ListedCase = Awaited<ReturnType<typeof readPage>>['cases'][number];

/** Open cases, page by page as they are scrolled to; what is new comes by itself. */
export function useInbox(filter: InboxFilter) {
  const query = useInfiniteQuery({
    queryKey: ['cases', filter],
    queryFn: ({ pageParam }) => readPage(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Far down the list all of its pages would be read again and again: there, what is new comes when somebody returns to the window.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 2 ? REFRESH_MS : false),
  });
  return query;
}
