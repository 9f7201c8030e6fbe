import { UsergroupAddOutlined } from '@ant-design/icons';
import { Button, Card, Flex, Form, Input, InputNumber, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useAct } from '../boards/use-act.js';
import { useBureauName } from '../boards/use-bureau-name.js';
import { Deadline } from '../case/deadline.js';
import { cloud } from '../cloud/client.js';
import { useBureaus } from '../cloud/use-bureaus.js';
import type { CaseDetail } from '../cloud/use-case.js';
import { useMe } from '../session/use-me.js';
import { SupportTag } from './support-tag.js';
import { useSupportsOf } from './use-supports.js';

const JOINT_STATES: readonly CaseDetail['state'][] = ['in_review', 'confirmed', 'transferred', 'returned', 'accepted'];
const MOST_DAYS = 60;

interface Asked {
  readonly bureauId: string;
  readonly question: string;
  readonly days?: number | null;
}

function AskDialog({ detail, onDone }: { readonly detail: CaseDetail; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const nameOf = useBureauName();
  const bureaus = useBureaus();
  const act = useAct(['supports']);
  const needed = [{ required: true, message: t('boards/required') }];
  return (
    <Modal open title={t('joint/askTitle')} footer={null} destroyOnHidden onCancel={onDone}>
      <Form<Asked>
        layout="vertical"
        requiredMark={false}
        onFinish={({ bureauId, question, days }) => {
          act.mutate(
            () =>
              cloud.post('/api/v1/cases/{caseId}/supports', {
                path: { caseId: detail.caseId },
                body: { bureauId, question, ...(days == null ? {} : { days }) },
              }),
            { onSuccess: onDone },
          );
        }}
      >
        <Form.Item name="bureauId" label={t('joint/bureau')} rules={needed}>
          <Select
            options={(bureaus.data ?? [])
              .filter(({ bureauId }) => bureauId !== detail.bureauId)
              .map(({ bureauId }) => ({ value: bureauId, label: nameOf(bureauId) }))}
          />
        </Form.Item>
        <Form.Item
          name="question"
          label={t('joint/what')}
          rules={[...needed, { min: 2, message: t('boards/tooShort') }]}
        >
          <Input.TextArea rows={3} maxLength={4_000} />
        </Form.Item>
        <Form.Item name="days" label={t('joint/days')}>
          <InputNumber min={1} max={MOST_DAYS} precision={0} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {t('joint/send')}
        </Button>
      </Form>
    </Modal>
  );
}

/** Joint handling of a case: who supports it, and asking another bureau. */
export function JointCard({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation();
  const me = useMe();
  const nameOf = useBureauName();
  const supports = useSupportsOf(detail.caseId);
  const [isAsking, setAsking] = useState(false);
  const mayAsk =
    me.data?.permissions.includes('case.transfer') === true &&
    detail.bureauId !== null &&
    (me.data.bureauId === null || me.data.bureauId === detail.bureauId) &&
    JOINT_STATES.includes(detail.state);
  const found = supports.data ?? [];
  if (found.length === 0 && !mayAsk) return null;
  return (
    <Card
      size="small"
      title={t('joint/inCase')}
      extra={
        mayAsk && (
          <Button
            size="small"
            icon={<UsergroupAddOutlined aria-hidden />}
            onClick={() => {
              setAsking(true);
            }}
          >
            {t('joint/ask')}
          </Button>
        )
      }
    >
      {found.length === 0 ? (
        <Typography.Text type="secondary">{t('joint/none')}</Typography.Text>
      ) : (
        <ul className="plain-list">
          {found.map((support) => (
            <li key={support.supportId}>
              <Flex gap={8} align="center" wrap>
                <SupportTag state={support.state} />
                <Link href={`/joint/${support.supportId}`}>{nameOf(support.bureauId)}</Link>
                {support.deadline !== null && <Deadline deadline={support.deadline} />}
              </Flex>
              <p className="said">{support.question}</p>
            </li>
          ))}
        </ul>
      )}
      {isAsking && (
        <AskDialog
          detail={detail}
          onDone={() => {
            setAsking(false);
          }}
        />
      )}
    </Card>
  );
}
