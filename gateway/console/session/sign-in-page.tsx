import { sayProblem, SignInFrame } from '@lamppost/page-kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask } from '../box/ask.js';

interface Given {
  readonly name: string;
  readonly password: string;
}

/** What everybody meets who is not signed in, and who was until now. */
export function SignInPage({ hasEnded }: { readonly hasEnded: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: async ({ name, password }: Given) => ask('POST', '/session', { name: name.trim(), password }),
    onSuccess: async () => {
      await queries.resetQueries();
    },
  });
  const rules = [{ required: true, message: t('session/required') }];
  return (
    <SignInFrame purpose={t('session/purpose')}>
      {hasEnded && !signIn.isError && <Alert type="info" showIcon role="status" title={t('session/ended')} />}
      <Form<Given>
        layout="vertical"
        requiredMark={false}
        className="sign-in-form"
        onFinish={(given) => {
          signIn.mutate(given);
        }}
      >
        <Form.Item name="name" label={t('session/name')} rules={rules}>
          <Input autoFocus maxLength={64} autoComplete="username" size="large" />
        </Form.Item>
        <Form.Item name="password" label={t('session/password')} rules={rules}>
          <Input.Password maxLength={512} autoComplete="current-password" size="large" />
        </Form.Item>
        {signIn.isError && <Alert type="error" showIcon role="alert" title={sayProblem(signIn.error, t)} />}
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t('session/submit')}
        </Button>
      </Form>
      <Typography.Paragraph type="secondary" className="sign-in-hint">
        {t('session/forgotten')} <Typography.Text code>npm run operator -- add NAME</Typography.Text>
      </Typography.Paragraph>
    </SignInFrame>
  );
}
