import { Card, Flex, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageSwitches } from './page-switches.js';

/** The card that somebody meets who is not signed in: the product's name, what this page is for, and a form. */
export function SignInFrame({ purpose, children }: { readonly purpose: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Flex vertical align="center" justify="center" className="sign-in">
      <Card className="sign-in-card">
        <Flex align="center" gap={12}>
          <img src="/icon.svg" alt="" width={44} height={44} />
          <div>
            <Typography.Title level={1} className="sign-in-title">
              {t('product')}
            </Typography.Title>
            <Typography.Text type="secondary">{purpose}</Typography.Text>
          </div>
        </Flex>
        {children}
      </Card>
      <PageSwitches />
    </Flex>
  );
}
