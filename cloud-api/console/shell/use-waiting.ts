import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';

const REFRESH_MS = 30_000;

const readWaiting = () => bodyOf(cloud.get('/api/v1/waiting'));

/** How much waits for the reader, by board. */
export function useWaiting() {
  return useQuery({ queryKey: ['waiting'], queryFn: readWaiting, refetchInterval: REFRESH_MS });
}
