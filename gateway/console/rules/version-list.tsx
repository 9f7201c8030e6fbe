import type { RuleVersion, RuleVersionSummary } from '@lamppost/gateway/console-shapes';
import { FailedPage, formatTime, sayProblem, useLanguage } from '@lamppost/page-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Input, Modal, Spin, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../box/ask.js';
import { ChangeList } from '../draft/change-list.js';
import { useDraft } from '../draft/draft-context.js';
import { TextDiff } from '../draft/text-diff.js';

/** Who changed what, when and why; and the way back. */
export function VersionList() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { now, canPublish } = useDraft();
  const [restoring, setRestoring] = useState<number | null>(null);
  const versions = useQuery({
    queryKey: ['versions', now.etag],
    queryFn: () => ask<{ versions: readonly RuleVersionSummary[] }>('GET', '/rules/versions'),
  });
  if (versions.isPending) return <Spin className="centre" />;
  if (versions.data === undefined) return <FailedPage error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <>
      <ol className="versions">
        {versions.data.versions.map(
          ({ number, atMs, kind, who, reason, restores, sha256, version, changes }, place) => (
            <li key={number}>
              <Card size="small">
                <div className="version-head">
                  <strong>{t('rules/versionNumber', { number })}</strong>
                  {place === 0 && <Tag color="green">{t('rules/inForce')}</Tag>}
                  <span>{formatTime(atMs, language)}</span>
                  <span>{who ?? t(`rules/by/${number === 1 ? 'first' : kind}`)}</span>
                  {restores !== null && <Tag>{t('rules/restored', { number: restores })}</Tag>}
                  {version !== null && <Tag>{version}</Tag>}
                  <code title={sha256}>{sha256.slice(0, 10)}</code>
                  {canPublish && place > 0 && (
                    <Button
                      size="small"
                      onClick={() => {
                        setRestoring(number);
                      }}
                    >
                      {t('rules/restore')}
                    </Button>
                  )}
                </div>
                {reason !== null && <p>{reason}</p>}
                {(changes.length > 0 || kind === 'published') && <ChangeList changes={changes} />}
              </Card>
            </li>
          ),
        )}
      </ol>
      {restoring !== null && (
        <RestoreDialog
          number={restoring}
          onClose={() => {
            setRestoring(null);
          }}
        />
      )}
    </>
  );
}

function RestoreDialog({ number, onClose }: { readonly number: number; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { now, discard } = useDraft();
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const version = useQuery({
    queryKey: ['version', number],
    queryFn: () => ask<RuleVersion>('GET', `/rules/versions/${number}`),
    staleTime: Infinity,
  });
  const restore = async () => {
    setFailure(null);
    try {
      await ask('POST', `/rules/versions/${number}/restore`, { reason }, { 'if-match': `"${now.etag}"` });
      await queries.invalidateQueries({ queryKey: ['rules'] });
      discard();
      void message.success(t('rules/restoredNow', { number }));
      onClose();
    } catch (error) {
      setFailure(error);
      await queries.invalidateQueries({ queryKey: ['rules'] });
    }
  };
  return (
    <Modal
      open
      width={720}
      className="publish-dialog"
      title={t('rules/restoreTitle', { number })}
      okText={t('rules/restore')}
      cancelText={t('common/cancel')}
      okButtonProps={{ disabled: reason.trim() === '' }}
      onOk={() => void restore()}
      onCancel={onClose}
    >
      {failure !== null && <Alert type="error" showIcon role="alert" title={sayProblem(failure, t)} />}
      {version.data !== undefined && <TextDiff before={now.text} after={version.data.text} label={t('draft/asText')} />}
      <label className="reason">
        <span>{t('draft/reason')}</span>
        <Input.TextArea
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
      </label>
    </Modal>
  );
}
