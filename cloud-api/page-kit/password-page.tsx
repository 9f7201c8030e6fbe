import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Flex, Form, Input, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { sayProblem } from './say-problem.js';

/** A password that is changed. */
export interface PasswordChange {
  readonly current: string;
  readonly next: string;
}

interface PasswordPageProps {
  /** A one-time password opens nothing but this. */
  readonly isForced: boolean;
  readonly send: (change: PasswordChange) => Promise<unknown>;
  readonly onDone: () => void;
}

/** Where somebody chooses a password: at will, or because a one-time password opens nothing else. */
export function PasswordPage({ isForced, send, onDone }: PasswordPageProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: async ({ current, next }: PasswordChange) => send({ current, next }),
    onSuccess: async () => {
      void message.success(t('password/done'));
      await queries.resetQueries();
      onDone();
    },
  });
  const rules = [{ required: true, message: t('password/required') }];
  return (
    <Flex vertical align="center" justify="center" className="sign-in">
      <Card className="sign-in-card">
        <Typography.Title level={1} className="sign-in-title">
          {t('password/title')}
        </Typography.Title>
        {isForced && <Typography.Paragraph>{t('password/why')}</Typography.Paragraph>}
        <Form<PasswordChange & { again: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={(given) => {
            change.mutate(given);
          }}
        >
          <Form.Item name="current" label={t('password/current')} rules={rules}>
            <Input.Password autoFocus autoComplete="current-password" />
          </Form.Item>
          <Form.Item name="next" label={t('password/next')} rules={rules} extra={t('password/rule')}>
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="again"
            label={t('password/again')}
            dependencies={['next']}
            rules={[
              ...rules,
              ({ getFieldValue }) => ({
                validator: async (_, value: unknown) => {
                  if (value !== getFieldValue('next')) throw new Error(t('password/differ'));
                  return Promise.resolve();
                },
              }),
            ]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          {change.isError && <Alert type="error" showIcon role="alert" title={sayProblem(change.error, t)} />}
          <Flex gap={8} justify="end">
            {!isForced && <Button onClick={onDone}>{t('common/cancel')}</Button>}
            <Button type="primary" htmlType="submit" loading={change.isPending}>
              {t('password/submit')}
            </Button>
          </Flex>
        </Form>
      </Card>
    </Flex>
  );
}
