import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';

/** By what people may sign in at this cloud, beside their accounts; it stays so while the cloud runs. */
export function useWaysIn() {
  return useQuery({
    queryKey: ['ways in'],
    queryFn: () => bodyOf(cloud.get('/api/v1/session/ways')),
    staleTime: Infinity,
  });
}
