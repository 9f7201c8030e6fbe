import { FailedPage, formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { Alert, Card, Flex, Spin, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useBureauName } from '../boards/use-bureau-name.js';
import { usePatrols } from '../cloud/use-patrols.js';
import { type Visit, useVisit } from './use-visits.js';
import { VisitSteps } from './visit-steps.js';
import { VisitTag } from './visit-tag.js';

const CONSENT_COLOURS = { asked: 'gold', joined: 'green', out: 'default' } as const;

function VisitCase({ found }: { readonly found: Visit['cases'][number] }) {
  const { t } = useTranslation();
  const nameOf = useBureauName();
  const { caseId, bureauId, matter, placeName, consent, reason, dispatchId, finding } = found;
  return (
    <li>
      <Flex gap={8} align="center" wrap>
        <MatterTag matter={matter} />
        <Link href={`/cases/${caseId}`}>{caseId}</Link>
        <Typography.Text>{nameOf(bureauId)}</Typography.Text>
        {consent !== null && (
          <Tag className="quiet" color={CONSENT_COLOURS[consent]}>
            {t(`visits/consent/${consent}`)}
          </Tag>
        )}
        {consent === 'joined' && (
          <Tag className="quiet" color={finding === null ? 'default' : 'blue'}>
            {finding === null ? t('visits/noFinding') : t(`visits/finding/${finding}`)}
          </Tag>
        )}
        {dispatchId !== null && (
          <Link href={`/dispatch/${dispatchId}`}>
            {t('visits/result')} {dispatchId}
          </Link>
        )}
      </Flex>
      <Typography.Text type="secondary">{placeName}</Typography.Text>
      {reason !== null && <p className="said">{reason}</p>}
    </li>
  );
}

/** One visit: why it is proposed, its cases, the plan, and what came of it. */
export function VisitDetail({ inspectionId }: { readonly inspectionId: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const visit = useVisit(inspectionId);
  const patrols = usePatrols();
  if (visit.isPending) return <Spin className="centre" />;
  if (visit.data === undefined) return <FailedPage error={visit.error} onRetry={() => void visit.refetch()} />;
  const found = visit.data;
  const patrol = patrols.data?.find(({ patrolId }) => patrolId === found.patrolId);
  // The sentence ends with the list of cases, which stands below in full.
  const [why = found[language]] = found[language].split(/[：:]/);
  return (
    <Flex vertical gap={14}>
      <header className="entry-head">
        <Flex gap={8} align="center" wrap>
          <VisitTag state={found.state} />
          <Tag>{t(`visits/kind/${found.kind}`)}</Tag>
        </Flex>
        <Typography.Title level={2} className="entry-title">
          {found.cases[0]?.placeName}
        </Typography.Title>
        <Typography.Text type="secondary">
          {t('visits/proposedAt', { time: formatTime(found.proposedAtMs, language) })}
        </Typography.Text>
      </header>
      {found.atMs !== null && (
        <Alert
          type="info"
          showIcon
          title={t('visits/planned', {
            time: formatTime(found.atMs, language),
            patrol: patrol?.name ?? found.patrolId ?? '',
          })}
        />
      )}
      {found.reason !== null && <Alert type="warning" showIcon title={t('visits/reason')} description={found.reason} />}
      <Card size="small" title={t('visits/why')}>
        <p className="said">{why}</p>
      </Card>
      <Card size="small" title={t('visits/listed')}>
        <ul className="plain-list">
          {found.cases.map((one) => (
            <VisitCase key={one.caseId} found={one} />
          ))}
        </ul>
      </Card>
      <VisitSteps key={found.version} visit={found} />
    </Flex>
  );
}
