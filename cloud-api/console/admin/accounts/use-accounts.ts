import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../../cloud/client.js';
import { readAll } from '../read-all.js';

const readAccounts = () =>
  readAll(
    (query) => bodyOf(cloud.get('/api/v1/accounts', { query })),
    ({ accounts }) => accounts,
  );

/** An account as administrators see it. */
export type Account = Awaited<ReturnType<typeof readAccounts>>[number];
/** What somebody is in the bureau's work. */
export type PersonRole = Account['roles'][number];

/** All accounts that one may manage, the newest first. */
export function useAccounts() {
  return useQuery({ queryKey: ['accounts'], queryFn: readAccounts });
}
