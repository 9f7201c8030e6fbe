import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Form, Input, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bodyOf, cloud } from '../cloud/client.js';
import { PageSwitches } from '../shell/page-switches.js';
import { sayProblem } from '../words/say-problem.js';

interface Given {
  readonly loginName?: string;
  readonly password?: string;
  readonly accessCode?: string;
}

/** What everybody meets who is not signed in. */
export function SignInPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isByCode, setByCode] = useState(false);
  const signIn = useMutation({
    mutationFn: async ({ loginName = '', password = '', accessCode = '' }: Given) =>
      await bodyOf(
        cloud.post('/api/v1/session', {
          body: isByCode ? { accessCode: accessCode.trim() } : { loginName: loginName.trim(), password },
        }),
      ),
    onSuccess: async () => {
      await queries.resetQueries();
    },
  });
  const rules = [{ required: true, message: t('signIn/required') }];
  return (
    <Flex vertical align="center" justify="center" className="sign-in">
      <Card className="sign-in-card">
        <Flex align="center" gap={12}>
          <img src="/icon.svg" alt="" width={44} height={44} />
          <div>
            <Typography.Title level={1} className="sign-in-title">
              {t('product')}
            </Typography.Title>
            <Typography.Text type="secondary">{t('signIn/subtitle')}</Typography.Text>
          </div>
        </Flex>
        <Form<Given>
          key={isByCode ? 'code' : 'name'}
          layout="vertical"
          requiredMark={false}
          className="sign-in-form"
          onFinish={(given) => {
            signIn.mutate(given);
          }}
        >
          {isByCode ? (
            <Form.Item name="accessCode" label={t('signIn/code')} rules={rules}>
              <Input.Password autoFocus maxLength={256} autoComplete="current-password" size="large" />
            </Form.Item>
          ) : (
            <>
              <Form.Item name="loginName" label={t('signIn/name')} rules={rules}>
                <Input autoFocus maxLength={64} autoComplete="username" size="large" />
              </Form.Item>
              <Form.Item name="password" label={t('signIn/password')} rules={rules}>
                <Input.Password maxLength={512} autoComplete="current-password" size="large" />
              </Form.Item>
            </>
          )}
          {signIn.isError && <Alert type="error" showIcon role="alert" title={sayProblem(signIn.error, t)} />}
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            {t('signIn/submit')}
          </Button>
          <Button
            type="link"
            block
            onClick={() => {
              signIn.reset();
              setByCode(!isByCode);
            }}
          >
            {t(isByCode ? 'signIn/byName' : 'signIn/byCode')}
          </Button>
        </Form>
      </Card>
      <PageSwitches />
    </Flex>
  );
}
