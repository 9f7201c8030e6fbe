import { RequestError } from '@lamppost/page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

const SIGN_IN_NEEDED = 401;

/** How the page stands with the box. */
export interface BoxLink {
  /** The box was not reached when it was asked last. */
  readonly isLost: boolean;
  /** The session ended while the page was open: it was too long unused, or the gateway started anew. */
  readonly hasEnded: boolean;
}

/**
 * Watches what comes of all that the page asks: a box that is not there is said on every page, and what failed meanwhile is asked again when it is back; a
 * session that is over leads to the sign-in, wherever it was noticed.
 */
export function useBoxLink(): BoxLink {
  const queries = useQueryClient();
  const [isLost, setLost] = useState(false);
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => {
    let isIn = false;
    // The box may tell of the end in its answer to who is signed in, too.
    const onMe = (isManual: boolean) => {
      const wasIn = isIn;
      isIn = queries.getQueryData(['me']) !== null;
      if (isIn) setEnded(false);
      else if (wasIn && !isManual) setEnded(true);
    };
    const onFailure = (error: unknown) => {
      if (!(error instanceof RequestError)) return;
      if (error.httpStatus === null) setLost(true);
      // A wrong password is refused in the same way, but whoever gives one was not signed in.
      if (error.httpStatus !== SIGN_IN_NEEDED || queries.getQueryData(['me']) === null) return;
      queries.setQueryData(['me'], null);
      setEnded(true);
    };
    const unwatchReads = queries.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated') return;
      if (event.action.type === 'failed' || event.action.type === 'error') onFailure(event.action.error);
      if (event.action.type !== 'success') return;
      const isManual = event.action.manual === true;
      if (event.query === queries.getQueryCache().find({ queryKey: ['me'] })) onMe(isManual);
      if (!isManual) setLost(false);
    });
    const unwatchWrites = queries.getMutationCache().subscribe((event) => {
      if (event.type === 'updated' && event.action.type === 'error') onFailure(event.action.error);
    });
    return () => {
      unwatchReads();
      unwatchWrites();
    };
  }, [queries]);
  useEffect(() => {
    if (!isLost) void queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
  }, [isLost, queries]);
  return { isLost, hasEnded };
}
