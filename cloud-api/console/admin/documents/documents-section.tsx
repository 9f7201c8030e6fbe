import { FileAddOutlined } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Button, Flex, Grid, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EntryLink } from '../../boards/entry-link.js';
import { useMe } from '../../session/use-me.js';
import { AdminFrame } from '../admin-frame.js';
import { WholeList } from '../whole-list.js';
import { DocumentDetail } from './document-detail.js';
import { PublishForm } from './publish-form.js';
import { type DocumentVersion, useDocuments } from './use-documents.js';

const NEW = '+new';

function Entry({ document }: { readonly document: DocumentVersion }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { kind, name, version, note, createdAtMs } = document;
  return (
    <>
      <Flex gap={6} align="center">
        <Tag>{t(`admin/documents/kind/${kind}`)}</Tag>
        <Typography.Text strong>{name}</Typography.Text>
        <Typography.Text>{t('admin/documents/version', { version })}</Typography.Text>
      </Flex>
      <Typography.Text ellipsis>{note}</Typography.Text>
      <Typography.Text type="secondary">{formatTime(createdAtMs, language)}</Typography.Text>
    </>
  );
}

/** Rules and configuration for gateways, version by version. */
export function DocumentsSection({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const isWide = Grid.useBreakpoint().lg === true;
  const query = useDocuments();
  const idOf = ({ kind, name }: DocumentVersion) => `${kind}:${name}`;
  const shown = id === null && isWide ? query.data?.[0] : query.data?.find((document) => idOf(document) === id);
  return (
    <AdminFrame
      section="documents"
      hint={t('admin/documents/hint')}
      isChosen={id !== null}
      tools={
        me.data?.permissions.includes('rules.publish') === true && (
          <Button
            type="primary"
            icon={<FileAddOutlined aria-hidden />}
            onClick={() => {
              navigate(`/admin/documents/${NEW}`);
            }}
          >
            {t('admin/documents/add')}
          </Button>
        )
      }
      list={
        <WholeList
          query={query}
          keyOf={idOf}
          textOf={({ name, note }) => `${name} ${note}`}
          empty={t('admin/documents/empty')}
          render={(document) => (
            <EntryLink href={`/admin/documents/${idOf(document)}`} isChosen={document === shown}>
              <Entry document={document} />
            </EntryLink>
          )}
        />
      }
      detail={
        id === NEW ? (
          <PublishForm newest={null} />
        ) : shown === undefined ? null : (
          <DocumentDetail key={idOf(shown)} document={shown} />
        )
      }
    />
  );
}
