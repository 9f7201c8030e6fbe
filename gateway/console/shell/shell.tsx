import {
  AppstoreOutlined,
  BulbOutlined,
  CloudOutlined,
  ExperimentOutlined,
  HistoryOutlined,
  SlidersOutlined,
} from '@ant-design/icons';
import { type PageLink, PageShell } from '@lamppost/page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../box/ask.js';
import type { Me } from '../session/use-me.js';

interface ShellProps {
  readonly me: Me;
  /** Whether the box is not reached. */
  readonly isLost: boolean;
  readonly children: ReactNode;
}

/** What stands around every page: where one is, where one can go, who one is, and whether the box is there. */
export function Shell({ me, isLost, children }: ShellProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const signOut = async () => {
    await ask('DELETE', '/session');
    queries.setQueryData(['me'], null);
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  };
  const links: readonly PageLink[] = [
    { href: '/', label: t('shell/wall'), icon: <AppstoreOutlined aria-hidden /> },
    { href: '/leads', label: t('shell/leads'), icon: <BulbOutlined aria-hidden /> },
    { href: '/rules', label: t('shell/rules'), icon: <SlidersOutlined aria-hidden /> },
    { href: '/backtest', label: t('shell/backtest'), icon: <HistoryOutlined aria-hidden /> },
    { href: '/dust', label: t('shell/dust'), icon: <CloudOutlined aria-hidden /> },
    { href: '/models', label: t('shell/models'), icon: <ExperimentOutlined aria-hidden /> },
  ];
  return (
    <PageShell displayName={me.name} links={links} hasPassword onSignOut={() => void signOut()}>
      {isLost && <Alert type="error" banner role="alert" className="box-lost" title={t('shell/lost')} />}
      {children}
    </PageShell>
  );
}
