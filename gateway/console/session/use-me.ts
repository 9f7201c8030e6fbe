import { RequestError } from '@lamppost/page-kit';
import { useQuery } from '@tanstack/react-query';
import type { Me } from '@lamppost/gateway/console-shapes';
import { ask } from '../box/ask.js';

export type { Me };

async function readMe(): Promise<Me | null> {
  try {
    return await ask<Me>('GET', '/me');
  } catch (error) {
    if (error instanceof RequestError && error.httpStatus === 401) return null;
    throw error;
  }
}

/** While the box is not there it is asked again so often. */
const AGAIN_MS = 3_000;

/** Asks who is signed in; null: nobody. */
export function useMe({ isLost }: { readonly isLost: boolean } = { isLost: false }) {
  return useQuery({
    queryKey: ['me'],
    queryFn: readMe,
    staleTime: 60_000,
    refetchInterval: isLost ? AGAIN_MS : false,
  });
}
