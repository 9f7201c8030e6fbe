import { RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { useLanguage } from '@lamppost/page-kit';
import { Alert, Button, Popconfirm, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDraft } from './draft-context.js';
import './draft.css';

const PublishDialog = lazy(async () => ({ default: (await import('./publish-dialog.js')).PublishDialog }));

/** What the draft is worth, and what can be done with it: the same on every page on which rules are changed. */
export function DraftBar({ isOnBacktest = false }: { readonly isOnBacktest?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const draft = useDraft();
  const [isPublishing, setPublishing] = useState(false);
  const { now, checked, changes, isChanged, isOvertaken, canEdit } = draft;
  const problems = checked.status === 'refused' ? checked.problems.length : 0;
  const who = now.newest?.who ?? null;
  return (
    <>
      {now.source.kind === 'cloud' && <CloudNotice />}
      {isChanged && isOvertaken && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={who === null ? t('draft/overtaken') : t('draft/overtakenBy', { who })}
          description={t('draft/overtakenHint')}
          action={
            <span className="bar-actions">
              <Button onClick={draft.discard}>{t('draft/takeTheirs')}</Button>
              <Button onClick={draft.rebase}>{t('draft/keepMine')}</Button>
            </span>
          }
        />
      )}
      <section className="draft-bar" aria-label={t('draft/label')}>
        <span className="draft-state" role="status">
          {isChanged ? (
            <Tag color={problems > 0 ? 'red' : 'gold'}>
              {problems > 0
                ? t('draft/broken', { count: problems })
                : t('draft/changed', { count: Math.max(1, changes.length) })}
            </Tag>
          ) : (
            <Tag>{t('draft/unchanged')}</Tag>
          )}
          {checked.status === 'taken' && checked.warnings.length > 0 && (
            <Link
              href="/rules/yaml"
              className="draft-warnings"
              title={checked.warnings.map(({ message }) => message[language]).join('\n')}
            >
              {t('draft/warnings', { count: checked.warnings.length })}
            </Link>
          )}
        </span>
        {canEdit && (
          <span className="bar-actions">
            <Button
              icon={<UndoOutlined aria-hidden />}
              disabled={!draft.canUndo}
              onClick={draft.undo}
              aria-label={t('draft/undo')}
              title={t('draft/undo')}
            />
            <Button
              icon={<RedoOutlined aria-hidden />}
              disabled={!draft.canRedo}
              onClick={draft.redo}
              aria-label={t('draft/redo')}
              title={t('draft/redo')}
            />
            <Popconfirm
              title={t('draft/discardSure')}
              okText={t('draft/discard')}
              cancelText={t('common/cancel')}
              onConfirm={draft.discard}
              disabled={!isChanged}
            >
              <Button disabled={!isChanged}>{t('draft/discard')}</Button>
            </Popconfirm>
            {!isOnBacktest && (
              <Link
                href="/backtest"
                className="ant-btn ant-btn-default ant-btn-color-default ant-btn-variant-outlined draft-link"
              >
                {isChanged ? t('draft/test') : t('draft/toTest')}
              </Link>
            )}
            <Button
              type="primary"
              disabled={!isChanged || problems > 0 || draft.isChecking || !draft.canPublish}
              onClick={() => {
                setPublishing(true);
              }}
            >
              {t('draft/publishOpen')}
            </Button>
          </span>
        )}
      </section>
      {isPublishing && (
        <Suspense>
          <PublishDialog
            onClose={() => {
              setPublishing(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** The cloud assigns the rules: they are looked at here, and changed there. */
function CloudNotice() {
  const { t } = useTranslation();
  const { text, now } = useDraft();
  const download = () => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'rules.yaml';
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Alert
      type="info"
      showIcon
      title={t('draft/fromCloud', { name: now.source.name })}
      description={t('draft/fromCloudHint')}
      action={<Button onClick={download}>{t('draft/download')}</Button>}
    />
  );
}
