import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../../cloud/client.js';
import { readAll } from '../read-all.js';

/** Gateways ask every minute: what they made of a document is soon to be seen. */
const REFRESH_MS = 10_000;

const readGroups = () =>
  readAll(
    (query) => bodyOf(cloud.get('/api/v1/gateway-groups', { query })),
    ({ groups }) => groups,
  );
const readMembers = (groupId: string) =>
  readAll(
    (query) => bodyOf(cloud.get('/api/v1/gateway-groups/{groupId}/gateways', { path: { groupId }, query })),
    ({ gateways }) => gateways,
  );
const readNewest = async (groupId: string) => {
  const { rollouts } = await bodyOf(cloud.get('/api/v1/rollouts', { query: { groupId, limit: 1 } }));
  const [newest] = rollouts;
  if (newest === undefined) return null;
  return await bodyOf(cloud.get('/api/v1/rollouts/{rolloutId}', { path: { rolloutId: newest.rolloutId } }));
};

/** Gateways that go by the same document of a kind. */
export type GatewayGroup = Awaited<ReturnType<typeof readGroups>>[number];
/** A gateway of a group, and what it made of its document. */
export type Member = Awaited<ReturnType<typeof readMembers>>[number];
/** A roll-out with what was done with it. */
export type Rollout = NonNullable<Awaited<ReturnType<typeof readNewest>>>;

/** All groups, the newest first. */
export function useGroups() {
  return useQuery({ queryKey: ['rollouts', 'groups'], queryFn: readGroups, refetchInterval: REFRESH_MS });
}

/** The gateways of a group. */
export function useMembers(groupId: string) {
  return useQuery({
    queryKey: ['rollouts', 'members', groupId],
    queryFn: () => readMembers(groupId),
    refetchInterval: REFRESH_MS,
  });
}

/** The newest roll-out of a group; null: it had none. */
export function useNewestRollout(groupId: string) {
  return useQuery({
    queryKey: ['rollouts', 'newest', groupId],
    queryFn: () => readNewest(groupId),
    refetchInterval: REFRESH_MS,
  });
}
