import { DiffOutlined, FileTextOutlined, SendOutlined } from '@ant-design/icons';
import { FailedPage, formatTime, useLanguage } from '@lamppost/page-kit';
import { Button, Card, Flex, Spin, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { useMe } from '../../session/use-me.js';
import { PublishForm } from './publish-form.js';
import { TextDiff } from './text-diff.js';
import { type DocumentName, type DocumentVersion, useDocumentText, useVersions } from './use-documents.js';

/** What is looked at: a version, or what it has otherwise than the one before. */
interface Looked {
  readonly version: number;
  readonly isDiff: boolean;
}

function VersionText({ document, looked }: { readonly document: DocumentName; readonly looked: Looked }) {
  const { t } = useTranslation();
  const { version, isDiff } = looked;
  const after = useDocumentText(document, version);
  const before = useDocumentText(document, isDiff ? version - 1 : null);
  if (after.data === undefined || (isDiff && before.data === undefined)) return <Spin />;
  return isDiff ? (
    <TextDiff
      before={before.data ?? ''}
      after={after.data}
      label={t('admin/documents/difference', { before: version - 1, after: version })}
      same={t('admin/documents/same')}
    />
  ) : (
    <pre className="document-text" tabIndex={0} role="region" aria-label={t('admin/documents/text')}>
      {after.data}
    </pre>
  );
}

function VersionRow(options: {
  readonly version: DocumentVersion;
  readonly isNewest: boolean;
  readonly looked: Looked | null;
  readonly onLook: (looked: Looked | null) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { version: row, isNewest, looked, onLook } = options;
  const { kind, name, version, note, displayName, createdAtMs } = row;
  const isShown = looked?.version === version;
  const look = (isDiff: boolean) => {
    onLook(isShown && looked.isDiff === isDiff ? null : { version, isDiff });
  };
  return (
    <li>
      <Flex gap={8} wrap align="center">
        <Typography.Text strong>{t('admin/documents/version', { version })}</Typography.Text>
        {isNewest && (
          <Tag color="green" className="quiet">
            {t('admin/documents/newest')}
          </Tag>
        )}
        <Typography.Text type="secondary">
          {t('admin/documents/by', { name: displayName, time: formatTime(createdAtMs, language) })}
        </Typography.Text>
      </Flex>
      <p className="said">{note}</p>
      <Flex gap={8} wrap className="version-tools">
        <Button
          size="small"
          icon={<FileTextOutlined aria-hidden />}
          aria-expanded={isShown && !looked.isDiff}
          onClick={() => {
            look(false);
          }}
        >
          {t('admin/documents/show')}
        </Button>
        {version > 1 && (
          <Button
            size="small"
            icon={<DiffOutlined aria-hidden />}
            aria-expanded={isShown && looked.isDiff}
            className="show-diff"
            onClick={() => {
              look(true);
            }}
          >
            {t('admin/documents/difference', { before: version - 1, after: version })}
          </Button>
        )}
        <Link href={`/admin/rollout/+begin:${kind}:${name}:${version}`} className="roll-out-link">
          <SendOutlined aria-hidden /> {t('admin/documents/rollOut')}
        </Link>
      </Flex>
      {isShown && <VersionText document={{ kind, name }} looked={looked} />}
    </li>
  );
}

function NextVersion({ newest }: { readonly newest: DocumentVersion }) {
  const text = useDocumentText(newest, newest.version);
  const { kind, name, version } = newest;
  if (text.data === undefined) return <Spin />;
  return <PublishForm key={version} newest={{ kind, name, version, text: text.data }} />;
}

/** One document: its versions, what each has otherwise than the one before, and the next one. */
export function DocumentDetail({ document }: { readonly document: DocumentName }) {
  const { t } = useTranslation();
  const me = useMe();
  const nameOf = useBureauName();
  const versions = useVersions(document);
  const [looked, setLooked] = useState<Looked | null>(null);
  if (versions.isPending) return <Spin className="centre" />;
  if (versions.data === undefined) return <FailedPage error={versions.error} onRetry={() => void versions.refetch()} />;
  const [newest] = versions.data;
  const permission = document.kind === 'rules' ? 'rules.publish' : 'configuration.publish';
  const mayPublish = me.data?.permissions.includes(permission) === true;
  const bureauId = newest?.bureauId ?? null;
  return (
    <Flex vertical gap={14}>
      <header className="entry-head">
        <Tag>{t(`admin/documents/kind/${document.kind}`)}</Tag>
        <Typography.Title level={2} className="entry-title">
          {document.name}
        </Typography.Title>
        <Typography.Text type="secondary">
          {bureauId === null ? t('admin/documents/town') : nameOf(bureauId)}
        </Typography.Text>
      </header>
      <Card size="small" title={t('admin/documents/versions')}>
        <ul className="plain-list">
          {versions.data.map((version) => (
            <VersionRow
              key={version.version}
              version={version}
              isNewest={version === newest}
              looked={looked}
              onLook={setLooked}
            />
          ))}
        </ul>
      </Card>
      {mayPublish && newest !== undefined && <NextVersion newest={newest} />}
    </Flex>
  );
}
