import { sayProblem, SignInFrame } from '@lamppost/page-kit';
import { IdcardOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Divider, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bodyOf, cloud } from '../cloud/client.js';
import { useWaysIn } from './use-ways-in.js';

const REFUSALS = ['access.provider-refused', 'access.provider-unreachable', 'access.not-allowed'] as const;

interface Given {
  readonly loginName?: string;
  readonly password?: string;
  readonly accessCode?: string;
}

/** Why the identity provider did not let somebody in: the cloud sends browsers back with it. */
function readRefusal(): (typeof REFUSALS)[number] | null {
  const code = new URLSearchParams(location.search).get('refused') ?? '';
  return REFUSALS.find((one) => one === code) ?? null;
}

/** What everybody meets who is not signed in. */
export function SignInPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isByCode, setByCode] = useState(false);
  const ways = useWaysIn();
  const refusal = readRefusal();
  const signIn = useMutation({
    mutationFn: async ({ loginName = '', password = '', accessCode = '' }: Given) =>
      await bodyOf(
        cloud.post('/api/v1/session', {
          body: isByCode ? { accessCode: accessCode.trim() } : { loginName: loginName.trim(), password },
        }),
      ),
    onSuccess: async () => {
      if (refusal !== null) history.replaceState(null, '', location.pathname + location.hash);
      await queries.resetQueries();
    },
  });
  const rules = [{ required: true, message: t('signIn/required') }];
  return (
    <SignInFrame purpose={t('signIn/subtitle')}>
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
        {refusal !== null && signIn.isIdle && (
          <Alert type="error" showIcon role="alert" title={t(`signIn/refused/${refusal}`)} />
        )}
        {signIn.isError && <Alert type="error" showIcon role="alert" title={sayProblem(signIn.error, t)} />}
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t('signIn/submit')}
        </Button>
        {ways.data?.hasIdentityProvider === true && (
          <>
            <Divider plain>{t('signIn/or')}</Divider>
            <Button href="/api/v1/session/oidc" size="large" block icon={<IdcardOutlined aria-hidden />}>
              {t('signIn/byProvider')}
            </Button>
          </>
        )}
        {ways.data?.hasAccessCode !== false && (
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
        )}
      </Form>
    </SignInFrame>
  );
}
