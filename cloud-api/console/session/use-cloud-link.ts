import { nowMs, RequestError } from '@lamppost/page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

const SIGN_IN_NEEDED = 401;

/** How the page stands with the cloud. */
export interface CloudLink {
  /** When the cloud answered last, while it does not; null: it does. */
  readonly lostSinceMs: number | null;
}

/**
 * Watches what comes of all that the page asks: it knows since when the cloud is not reached, has what failed asked again when it is back, and looks who is
 * signed in when the cloud wants a sign-in.
 */
export function useCloudLink(): CloudLink {
  const queries = useQueryClient();
  const answeredAtMs = useRef(nowMs());
  const [lostSinceMs, setLostSinceMs] = useState<number | null>(null);
  useEffect(() => {
    const onFailure = (error: unknown) => {
      if (!(error instanceof RequestError)) return;
      if (error.problem === null) setLostSinceMs(answeredAtMs.current);
      else if (error.httpStatus === SIGN_IN_NEEDED && queries.getQueryData(['me']) !== null)
        void queries.invalidateQueries({ queryKey: ['me'] });
    };
    const unwatchReads = queries.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated') return;
      if (event.action.type === 'error') onFailure(event.action.error);
      if (event.action.type !== 'success' || event.action.manual === true) return;
      answeredAtMs.current = nowMs();
      setLostSinceMs(null);
    });
    const unwatchWrites = queries.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') onFailure(event.action.error);
    });
    return () => {
      unwatchReads();
      unwatchWrites();
    };
  }, [queries]);
  const isLost = lostSinceMs !== null;
  useEffect(() => {
    if (!isLost) void queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
  }, [isLost, queries]);
  return { lostSinceMs };
}
