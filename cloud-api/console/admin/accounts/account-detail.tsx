import { KeyOutlined, LogoutOutlined, StopOutlined, UnlockOutlined } from '@ant-design/icons';
import { FactsList, formatTime, useLanguage } from '@lamppost/page-kit';
import { Alert, Button, Card, Flex, Form, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../boards/use-act.js';
import { cloud } from '../../cloud/client.js';
import { useMe } from '../../session/use-me.js';
import { ShownOnce } from '../shown-once.js';
import { SureButton } from '../sure-button.js';
import { AccountFields, type AccountFieldsGiven, toFields, toScope } from './account-fields.js';
import { AccountTags } from './account-tags.js';
import type { Account } from './use-accounts.js';

function AccountSteps({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const act = useAct(['accounts']);
  const [password, setPassword] = useState<string | null>(null);
  const path = { accountId: account.accountId };
  const setDisabled = (isDisabled: boolean) => {
    act.mutate(() => cloud.patch('/api/v1/accounts/{accountId}', { path, body: { isDisabled } }));
  };
  return (
    <Flex gap={8} wrap>
      {account.loginName !== null && (
        <SureButton
          label={t('admin/accounts/reset')}
          question={t('admin/accounts/resetSure')}
          icon={<KeyOutlined aria-hidden />}
          isBusy={act.isPending}
          onSure={() => {
            act.mutate(async () => {
              const answer = await cloud.post('/api/v1/accounts/{accountId}/password-reset', { path });
              if (answer.status === 'done') setPassword(answer.body.oneTimePassword);
              return answer;
            });
          }}
        />
      )}
      <SureButton
        label={t('admin/accounts/signOut')}
        question={t('admin/accounts/signOutSure')}
        icon={<LogoutOutlined aria-hidden />}
        isBusy={act.isPending}
        onSure={() => {
          act.mutate(() => cloud.delete('/api/v1/accounts/{accountId}/sessions', { path }));
        }}
      />
      {account.isDisabled ? (
        <Button
          icon={<UnlockOutlined aria-hidden />}
          loading={act.isPending}
          onClick={() => {
            setDisabled(false);
          }}
        >
          {t('admin/accounts/enable')}
        </Button>
      ) : (
        <SureButton
          isDanger
          label={t('admin/accounts/disable')}
          question={t('admin/accounts/disableSure')}
          icon={<StopOutlined aria-hidden />}
          isBusy={act.isPending}
          onSure={() => {
            setDisabled(true);
          }}
        />
      )}
      {password !== null && (
        <ShownOnce
          label={t('admin/accounts/oneTime')}
          secret={password}
          hint={t('admin/accounts/oneTimeHint')}
          onDone={() => {
            setPassword(null);
          }}
        />
      )}
    </Flex>
  );
}

/** One account: what it may do, and whether it may sign in. */
export function AccountDetail({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe();
  const act = useAct(['accounts']);
  const { accountId, loginName, displayName, createdAtMs, signedInAtMs } = account;
  return (
    <Flex vertical gap={14}>
      <header className="entry-head">
        <Flex gap={8} align="center" wrap>
          <AccountTags account={account} />
          {me.data?.accountId === accountId && <Tag color="blue">{t('admin/accounts/you')}</Tag>}
        </Flex>
        <Typography.Title level={2} className="entry-title">
          {displayName}
        </Typography.Title>
        <Typography.Text code>{loginName ?? accountId}</Typography.Text>
      </header>
      {loginName === null && <Alert type="info" showIcon title={t('admin/accounts/providerHint')} />}
      <Card size="small" title={t('admin/accounts/access')}>
        <Flex vertical gap={12}>
          <FactsList
            facts={[
              [t('admin/accounts/created'), formatTime(createdAtMs, language)],
              [
                t('admin/accounts/signedIn'),
                signedInAtMs === null ? t('admin/accounts/never') : formatTime(signedInAtMs, language),
              ],
            ]}
          />
          <AccountSteps account={account} />
        </Flex>
      </Card>
      <Card size="small" title={t('admin/accounts/rightsOf')}>
        <Form<AccountFieldsGiven>
          layout="vertical"
          requiredMark={false}
          initialValues={toFields(account)}
          onFinish={(given) => {
            act.mutate(() =>
              cloud.patch('/api/v1/accounts/{accountId}', { path: { accountId }, body: toScope(given) }),
            );
          }}
        >
          <AccountFields />
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t('admin/save')}
          </Button>
        </Form>
      </Card>
    </Flex>
  );
}
