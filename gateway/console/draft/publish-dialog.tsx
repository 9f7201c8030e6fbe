import { RequestError, sayProblem } from '@lamppost/page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Collapse, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RuleVersionSummary } from '@lamppost/gateway/console-shapes';
import { ask } from '../box/ask.js';
import { ChangeList } from './change-list.js';
import { useDraft } from './draft-context.js';
import { TextDiff } from './text-diff.js';

const MOST_REASON = 500;

/** Says what will change, asks why, and publishes the draft. Mounted anew each time that it opens. */
export function PublishDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const draft = useDraft();
  const [reason, setReason] = useState('');
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const publish = async () => {
    setSending(true);
    setFailure(null);
    try {
      const version = await ask<RuleVersionSummary>(
        'POST',
        '/rules/versions',
        { text: draft.text, reason },
        { 'if-match': `"${draft.base.etag}"` },
      );
      await queries.invalidateQueries({ queryKey: ['rules'] });
      await queries.invalidateQueries({ queryKey: ['versions'] });
      draft.discard();
      void message.success(t('draft/published', { number: version.number }));
      onClose();
      // What was published stands on top of the history, with who, when and why.
      navigate('/rules/history');
    } catch (error) {
      setFailure(error);
      if (error instanceof RequestError && error.problem?.code === 'rules.overtaken')
        await queries.invalidateQueries({ queryKey: ['rules'] });
    } finally {
      setSending(false);
    }
  };
  const isTested = draft.testedText === draft.text;
  return (
    <Modal
      open
      title={t('draft/publishTitle')}
      onCancel={onClose}
      onOk={() => void publish()}
      okText={t('draft/publish')}
      cancelText={t('common/cancel')}
      okButtonProps={{ disabled: reason.trim() === '' || draft.isOvertaken, loading: isSending }}
      width={720}
      className="publish-dialog"
    >
      {failure !== null && <Alert type="error" showIcon role="alert" title={sayProblem(failure, t)} />}
      {!isTested && (
        <Alert
          type="warning"
          showIcon
          title={t('draft/notTested')}
          action={
            <Button
              size="small"
              onClick={() => {
                onClose();
                navigate('/backtest');
              }}
            >
              {t('draft/testFirst')}
            </Button>
          }
        />
      )}
      {isTested && <Alert type="success" showIcon title={t('draft/tested')} />}
      <h3>{t('draft/whatChanges')}</h3>
      <ChangeList changes={draft.changes} />
      <Collapse
        size="small"
        items={[
          {
            key: 'diff',
            label: t('draft/asText'),
            children: <TextDiff before={draft.base.text} after={draft.text} label={t('draft/asText')} />,
          },
        ]}
      />
      <label className="reason">
        <span>{t('draft/reason')}</span>
        <Input.TextArea
          rows={2}
          maxLength={MOST_REASON}
          value={reason}
          placeholder={t('draft/reasonHint')}
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
      </label>
      <p className="quiet">{t('draft/atOnce')}</p>
    </Modal>
  );
}
