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

/** Asks who is signed in; null: nobody. */
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: readMe, staleTime: 60_000 });
}
