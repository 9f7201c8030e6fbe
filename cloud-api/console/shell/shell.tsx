import { formatMinute, PageShell } from '@lamppost/page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cloud } from '../cloud/client.js';
import type { Me } from '../session/use-me.js';
import { PlaceMenu } from './place-menu.js';
import { placesFor } from './places.js';
import { useWaiting } from './use-waiting.js';
import './styles.css';

interface ShellProps {
  readonly me: Me;
  /** When the cloud answered last, while it does not; null: it does. */
  readonly lostSinceMs: number | null;
  readonly children: ReactNode;
}

/** What stands around every page: where one is, who one is, and whether the cloud is reached. */
export function Shell({ me, lostSinceMs, children }: ShellProps) {
  const { t } = useTranslation();
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
      {lostSinceMs !== null && (
        <Alert
          type="warning"
          banner
          role="status"
          className="cloud-lost"
          title={t('places/lost', { time: formatMinute(lostSinceMs) })}
        />
      )}
      {children}
    </PageShell>
  );
}
