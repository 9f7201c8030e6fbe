import { LogoutOutlined, LockOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown, Flex, Layout, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { cloud } from '../cloud/client.js';
import type { Me } from '../session/use-me.js';
import { PageSwitches } from './page-switches.js';

/** What stands around every page: where one is, and who one is. */
export function Shell({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const signOut = async () => {
    await cloud.delete('/api/v1/session');
    queries.clear();
    await queries.resetQueries();
  };
  return (
    <Layout className="shell">
      <a className="skip" href="#content">
        {t('nav/skip')}
      </a>
      <Layout.Header className="shell-header">
        <Flex align="center" justify="space-between" gap={12}>
          <Link href="/" className="brand">
            <img src="/icon.svg" alt="" width={26} height={26} />
            <Typography.Text strong>{t('product')}</Typography.Text>
          </Link>
          <Flex align="center" gap={4}>
            <PageSwitches />
            <Dropdown
              trigger={['click']}
              menu={{
                items: [
                  { key: 'password', icon: <LockOutlined />, label: t('nav/password') },
                  { key: 'out', icon: <LogoutOutlined />, label: t('nav/signOut') },
                ],
                onClick: ({ key }) => {
                  if (key === 'password') navigate('/password');
                  else void signOut();
                },
              }}
            >
              <Button
                type="text"
                icon={<UserOutlined aria-hidden />}
                aria-label={`${t('nav/account')}: ${me.displayName}`}
              >
                <span className="wide-only">{me.displayName}</span>
              </Button>
            </Dropdown>
          </Flex>
        </Flex>
      </Layout.Header>
      <Layout.Content id="content" tabIndex={-1}>
        {children}
      </Layout.Content>
    </Layout>
  );
}
