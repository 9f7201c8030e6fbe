import type { BacktestRequest, BacktestState } from '@lamppost/gateway/console-shapes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../box/ask.js';

const WHILE_RUNNING_MS = 700;

type Kind = BacktestRequest['kind'];

/** The newest backtest of a kind, followed while it runs, and how another is begun or it is broken off. */
export function useBacktest(kind: Kind) {
  const queries = useQueryClient();
  const key = ['backtest', kind];
  const newest = useQuery({
    queryKey: key,
    queryFn: async () => (await ask<{ backtest: BacktestState | null }>('GET', `/backtests/newest/${kind}`)).backtest,
    refetchInterval: ({ state }) => (state.data?.state.kind === 'running' ? WHILE_RUNNING_MS : false),
    refetchOnWindowFocus: false,
  });
  const put = (state: BacktestState) => {
    queries.setQueryData(key, state);
  };
  const start = useMutation({
    mutationFn: (request: BacktestRequest) => ask<BacktestState>('POST', '/backtests', request),
    onSuccess: put,
  });
  const cancel = useMutation({
    mutationFn: (id: number) => ask<BacktestState>('DELETE', `/backtests/${id}`),
    onSuccess: put,
  });
  return { backtest: newest.data ?? null, start, cancel };
}
