import { Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAct } from '../../boards/use-act.js';
import { cloud } from '../../cloud/client.js';
import { ShownOnce } from '../shown-once.js';
import { AccountFields, type AccountFieldsGiven, toScope } from './account-fields.js';

const LOGIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/;

/** Makes an account, and shows its one-time password this once. */
export function NewAccount() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const act = useAct(['accounts']);
  const [made, setMade] = useState<{ readonly accountId: string; readonly password: string } | null>(null);
  return (
    <Card size="small" title={t('admin/accounts/newTitle')} className="admin-card">
      <Form<AccountFieldsGiven & { loginName: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => {
          act.mutate(async () => {
            const answer = await cloud.post('/api/v1/accounts', {
              body: { ...toScope(given), loginName: given.loginName },
            });
            if (answer.status === 'done')
              setMade({ accountId: answer.body.account.accountId, password: answer.body.oneTimePassword });
            return answer;
          });
        }}
      >
        <Form.Item
          name="loginName"
          label={t('admin/accounts/loginName')}
          extra={t('admin/accounts/loginRule')}
          rules={[
            { required: true, message: t('boards/required') },
            { pattern: LOGIN_NAME, message: t('admin/accounts/loginRule') },
          ]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <AccountFields />
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {t('admin/accounts/create')}
        </Button>
      </Form>
      {made !== null && (
        <ShownOnce
          label={t('admin/accounts/oneTime')}
          secret={made.password}
          hint={t('admin/accounts/oneTimeHint')}
          onDone={() => {
            navigate(`/admin/accounts/${made.accountId}`);
          }}
        />
      )}
    </Card>
  );
}
