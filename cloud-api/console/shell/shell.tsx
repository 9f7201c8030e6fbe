import { PageShell } from '@lamppost/page-kit';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { cloud } from '../cloud/client.js';
import type { Me } from '../session/use-me.js';
import { PlaceMenu } from './place-menu.js';
import { placesFor } from './places.js';
import { useWaiting } from './use-waiting.js';
import './styles.css';

/** What stands around every page: where one is, and who one is. */
export function Shell({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  const queries = useQueryClient();
  const waiting = useWaiting();
  const signOut = async () => {
    await cloud.delete('/api/v1/session');
    queries.clear();
    await queries.resetQueries();
  };
  return (
    <PageShell
      displayName={me.displayName}
      hasPassword
      menu={<PlaceMenu places={placesFor(me.permissions)} counts={waiting.data ?? {}} />}
      onSignOut={() => void signOut()}
    >
      {children}
    </PageShell>
  );
}
