import { Checkbox, Flex, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { oneAtLeast } from '../one-at-least.js';
import type { EventType } from './use-webhooks.js';

/** All kinds of events, those of leads first. */
export const EVENT_TYPES: readonly EventType[] = [
  'lamppost.case.opened.v1',
  'lamppost.case.step.v1',
  'lamppost.case.act.v1',
  'lamppost.case.alarm.v1',
  'lamppost.device.alarm.v1',
  'lamppost.device.chain-question.v1',
  'lamppost.device.clock-doubt.v1',
  'lamppost.rollout.step.v1',
];

/** Address and events of a webhook. */
export function WebhookFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="url"
        label={t('admin/webhooks/url')}
        extra={t('admin/webhooks/urlRule')}
        rules={[
          { required: true, message: t('boards/required') },
          { type: 'url', message: t('admin/webhooks/urlRule') },
        ]}
      >
        <Input maxLength={2_000} autoComplete="off" inputMode="url" />
      </Form.Item>
      <Form.Item name="types" label={t('admin/webhooks/types')} rules={[oneAtLeast(t('boards/required'))]}>
        <Checkbox.Group aria-label={t('admin/webhooks/types')}>
          <Flex vertical gap={8}>
            {EVENT_TYPES.map((type) => (
              <Checkbox key={type} value={type}>
                {t(`admin/webhooks/type/${type}`)}
              </Checkbox>
            ))}
          </Flex>
        </Checkbox.Group>
      </Form.Item>
    </>
  );
}
