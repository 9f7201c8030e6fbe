import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';

const REFRESH_MS = 20_000;
const PAGE = 30;

const readPage = (state: ListedState, filter: DispatchFilter, cursor: string | null) =>
  bodyOf(
    cloud.get('/api/v1/dispatches', {
      query: {
        state,
        limit: PAGE,
        ...(filter.grid === null ? {} : { grid: filter.grid }),
        ...(filter.patrolId === null ? {} : { patrolId: filter.patrolId }),
        ...(filter.isLateOnly && state !== 'closed' ? { overdue: 'true' } : {}),
        ...(cursor === null ? {} : { cursor }),
      },
    }),
  );
const readWaiting = (cursor: string | null) =>
  bodyOf(
    cloud.get('/api/v1/cases', {
      query: {
        state: 'confirmed',
        dispatch: 'none',
        limit: PAGE,
        ...(cursor === null ? {} : { cursor }),
      },
    }),
  );
const readOne = (dispatchId: number) => bodyOf(cloud.get('/api/v1/dispatches/{dispatchId}', { path: { dispatchId } }));
const readOfCase = (caseId: string) => bodyOf(cloud.get('/api/v1/dispatches', { query: { caseId } }));

/** States of dispatches that have a column. */
export type ListedState = 'sent' | 'taken' | 'reported' | 'closed';
/** A dispatch as a list shows it, and with its steps. */
export type ListedDispatch = Awaited<ReturnType<typeof readPage>>['dispatches'][number];
export type DispatchDetail = Awaited<ReturnType<typeof readOne>>;
/** A confirmed case to which no patrol was sent. */
export type WaitingCase = Awaited<ReturnType<typeof readWaiting>>['cases'][number];

/** What of the dispatches is shown; null: all. */
export interface DispatchFilter {
  readonly grid: string | null;
  readonly patrolId: string | null;
  readonly isLateOnly: boolean;
}

/** Dispatches of a state, the newest first. */
export function useDispatches(state: ListedState, filter: DispatchFilter) {
  return useInfiniteQuery({
    queryKey: ['dispatches', state, filter],
    queryFn: ({ pageParam }) => readPage(state, filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** Confirmed cases to which no patrol was sent, the newest first. */
export function useWaitingCases() {
  return useInfiniteQuery({
    queryKey: ['dispatches', 'waiting'],
    queryFn: ({ pageParam }) => readWaiting(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** One dispatch with its steps. */
export function useDispatch(dispatchId: number) {
  return useQuery({ queryKey: ['dispatches', 'one', dispatchId], queryFn: () => readOne(dispatchId) });
}

/** The dispatches of a case, the newest first. */
export function useDispatchesOf(caseId: string) {
  return useQuery({ queryKey: ['dispatches', 'of', caseId], queryFn: () => readOfCase(caseId) });
}
