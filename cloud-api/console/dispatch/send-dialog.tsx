import { Alert, Button, Flex, Form, Input, Modal, Radio, Spin, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../boards/use-act.js';
import { cloud } from '../cloud/client.js';
import { type CaseDetail, useCase } from '../cloud/use-case.js';
import { type Patrol, usePatrols } from '../cloud/use-patrols.js';
import { useOutlinesAt } from '../map/use-map-data.js';
import { choosePatrols } from './choose-patrols.js';

function SendForm(options: {
  readonly detail: CaseDetail;
  readonly patrols: readonly Patrol[];
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const { detail, patrols, onDone } = options;
  const at = useOutlinesAt(detail.device.place);
  const act = useAct(['dispatches']);
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const grids = at.data?.grids ?? [];
  const fitting = choosePatrols(patrols, { bureauId: detail.bureauId, grids: grids.map(({ grid }) => grid) });
  const patrol = fitting.find(({ patrolId }) => patrolId === chosen) ?? fitting[0];
  if (at.isPending) return <Spin />;
  return (
    <Form
      layout="vertical"
      onFinish={() => {
        if (patrol === undefined) return;
        const grid = grids[0]?.grid;
        act.mutate(
          () =>
            cloud.post('/api/v1/cases/{caseId}/dispatches', {
              path: { caseId: detail.caseId },
              body: {
                patrolId: patrol.patrolId,
                ...(grid !== undefined && patrol.isOfGrid ? { grid } : {}),
                ...(note.trim() === '' ? {} : { note: note.trim() }),
              },
            }),
          { onSuccess: onDone },
        );
      }}
    >
      <Typography.Paragraph strong>{detail.placeName}</Typography.Paragraph>
      <Typography.Paragraph type="secondary">
        {grids[0] === undefined
          ? t('dispatch/noGrid')
          : t('dispatch/ofGrid', { grid: `${grids[0].name} ${grids[0].grid}` })}
      </Typography.Paragraph>
      {fitting.length === 0 ? (
        <Alert type="warning" showIcon title={t('dispatch/noPatrols')} />
      ) : (
        <Form.Item label={t('dispatch/patrol')}>
          <Radio.Group
            aria-label={t('dispatch/patrol')}
            value={patrol?.patrolId}
            onChange={({ target }) => {
              setChosen(String(target.value));
            }}
          >
            <Flex vertical gap={8}>
              {fitting.map(({ patrolId, name, isOfGrid }) => (
                <Radio key={patrolId} value={patrolId}>
                  {name} {isOfGrid && <Tag>{t('dispatch/inGrid')}</Tag>}
                </Radio>
              ))}
            </Flex>
          </Radio.Group>
        </Form.Item>
      )}
      <Form.Item label={t('dispatch/sendNote')} htmlFor="send-note">
        <Input.TextArea
          id="send-note"
          rows={2}
          maxLength={2_000}
          value={note}
          onChange={({ target }) => {
            setNote(target.value);
          }}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" disabled={patrol === undefined} loading={act.isPending}>
        {t('dispatch/send')}
      </Button>
    </Form>
  );
}

/** Sends a patrol to a case; those that go through its grid come first. */
export function SendDialog({ caseId, onDone }: { readonly caseId: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const found = useCase(caseId);
  const patrols = usePatrols();
  return (
    <Modal open title={t('dispatch/sendTitle')} footer={null} destroyOnHidden onCancel={onDone}>
      {found.data === undefined || patrols.data === undefined ? (
        <Spin />
      ) : (
        <SendForm detail={found.data} patrols={patrols.data} onDone={onDone} />
      )}
    </Modal>
  );
}
