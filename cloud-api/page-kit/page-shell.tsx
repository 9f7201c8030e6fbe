import { LockOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, Flex, Layout, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { PageSwitches } from './page-switches.js';
import { useChosenInView } from './use-chosen-in-view.js';

/** A page of the navigation. */
export interface PageLink {
  readonly href: string;
  readonly label: string;
  readonly icon: ReactNode;
}

interface PageShellProps {
  /** Who is signed in, as it is shown. */
  readonly displayName: string;
  /** Left out where there is one page alone. */
  readonly links?: readonly PageLink[];
  /** Instead of links in the head: a menu that stands beside the pages, or below them. */
  readonly menu?: ReactNode;
  /** Whether there is a password to change. */
  readonly hasPassword: boolean;
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

function isWithin(place: string, href: string): boolean {
  return href === '/' ? place === '/' : place === href || place.startsWith(`${href}/`);
}

/** What stands around every page: where one is, where one can go, and who one is. */
export function PageShell({ displayName, links = [], menu, hasPassword, onSignOut, children }: PageShellProps) {
  const { t } = useTranslation();
  const [place, navigate] = useLocation();
  const pages = useChosenInView(place);
  return (
    <Layout className={menu !== undefined ? 'shell with-side' : links.length === 0 ? 'shell' : 'shell with-pages'}>
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          // The address after the hash is that of a page.
          event.preventDefault();
          document.querySelector<HTMLElement>('#content')?.focus();
        }}
      >
        {t('frame/skip')}
      </a>
      <Layout.Header className="shell-header">
        <Link href="/" className="brand">
          <img src="/icon.svg" alt="" width={26} height={26} />
          <Typography.Text strong>{t('product')}</Typography.Text>
        </Link>
        {links.length > 0 && (
          <nav ref={pages} className="pages" aria-label={t('frame/pages')}>
            {links.map(({ href, label, icon }) => (
              <Link key={href} href={href} aria-current={isWithin(place, href) ? 'page' : undefined}>
                {icon}
                {label}
              </Link>
            ))}
          </nav>
        )}
        <Flex align="center" gap={4} className="shell-tools">
          <PageSwitches />
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                ...(hasPassword ? [{ key: 'password', icon: <LockOutlined />, label: t('frame/password') }] : []),
                { key: 'out', icon: <LogoutOutlined />, label: t('frame/signOut') },
              ],
              onClick: ({ key }) => {
                if (key === 'password') navigate('/password');
                else onSignOut();
              },
            }}
          >
            <Button
              type="text"
              icon={<UserOutlined aria-hidden />}
              aria-label={`${t('frame/account')}: ${displayName}`}
            >
              <span className="wide-only">{displayName}</span>
            </Button>
          </Dropdown>
        </Flex>
      </Layout.Header>
      {menu}
      <Layout.Content id="content" tabIndex={-1}>
        {children}
      </Layout.Content>
    </Layout>
  );
}
