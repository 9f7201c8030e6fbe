import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Alert, Flex, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { BoardList } from '../boards/board-list.js';
import { useMe } from '../session/use-me.js';
import { addWords } from '../words/add-words.js';
import { AuditSearch } from './audit-search.js';
import { findBrokenLink } from './find-broken-link.js';
import { type AuditFilter, type AuditLine, useAudit, useAuditHead } from './use-audit.js';
import { en, zh } from './words.js';
import '../boards/styles.css';
import './styles.css';

addWords({ zh: { audit: zh }, en: { audit: en } });

const HASH_SHOWN = 16;

/** What is asked for beside the subject, which stands in the page's address. */
type Asked = Omit<AuditFilter, 'subjectId'>;
const ALL: Asked = { accountId: null, action: null, day: null };

function Entry({ line: { entry } }: { readonly line: AuditLine }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { number, atMs, who, action, outcome, subject, why, what, from } = entry;
  const details = Object.entries(what).filter(([, value]) => value !== null);
  return (
    <article className="audit-entry">
      <Flex gap={8} wrap align="center">
        <Typography.Text type="secondary" className="audit-number">
          #{number}
        </Typography.Text>
        <Typography.Text strong>{t(`audit/action/${action}`)}</Typography.Text>
        {outcome === 'refused' && <Tag color="red">{t('audit/refused')}</Tag>}
        {subject !== null &&
          (subject.kind === 'case' ? (
            <Link href={`/cases/${subject.id}`}>{subject.id}</Link>
          ) : (
            <Typography.Text code>{subject.id}</Typography.Text>
          ))}
      </Flex>
      <Typography.Text>
        {who === null ? t('audit/program') : `${who.displayName} (${who.accountId})`}
        {' · '}
        <time dateTime={new Date(atMs).toISOString()}>{formatTime(atMs, language)}</time>
        {from !== null && ` · ${t('audit/from')} ${from}`}
      </Typography.Text>
      {why !== null && (
        <Typography.Text>
          {t('audit/why')}: {why}
        </Typography.Text>
      )}
      {details.length > 0 && (
        <details>
          <summary>{t('audit/details')}</summary>
          <code className="audit-what">{JSON.stringify(Object.fromEntries(details))}</code>
        </details>
      )}
    </article>
  );
}

/** The audit log, or what of it is about one case, account or device. */
export function AuditPage({ subjectId }: { readonly subjectId: string | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(ALL);
  const filter = { subjectId, ...asked };
  const query = useAudit(filter);
  const head = useAuditHead();
  const lines = query.data?.pages.flatMap((page) => page.lines) ?? [];
  // One who is limited to a bureau sees its people's entries alone, which need not follow each other.
  const isTownWide = me.data?.bureauId === null;
  const isWhole = isTownWide && Object.values(filter).every((one) => one === null);
  const broken = isWhole ? findBrokenLink(lines) : null;
  const find = ({ subjectId: subject, ...rest }: AuditFilter) => {
    setAsked(rest);
    navigate(subject === null ? '/audit' : `/audit/${encodeURIComponent(subject)}`);
  };
  return (
    <div className="audit">
      <Typography.Title level={1} className="audit-title">
        {t('audit/title')}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{t('audit/hint')}</Typography.Paragraph>
      <AuditSearch key={JSON.stringify(filter)} filter={filter} mayExport={isTownWide} onFind={find} />
      {broken === null ? (
        <Alert
          type="info"
          showIcon
          className="audit-chain"
          title={isWhole ? t('audit/linked', { count: lines.length }) : t('audit/linkedFiltered')}
          description={
            <>
              {head.data !== undefined && (
                <div>{t('audit/head', { number: head.data.number, hash: head.data.hash.slice(0, HASH_SHOWN) })}</div>
              )}
              <div>{t('audit/verify')}</div>
            </>
          }
        />
      ) : (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="audit-chain"
          title={t('audit/broken', { number: broken })}
        />
      )}
      <section className="audit-lines" aria-label={t('audit/list')}>
        <BoardList
          query={query}
          entries={lines}
          keyOf={({ entry }) => entry.number}
          empty={t('audit/empty')}
          isEmptyGood={false}
          render={(line) => <Entry line={line} />}
        />
      </section>
    </div>
  );
}
