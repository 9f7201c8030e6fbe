import type { FoundLead } from '@lamppost/gateway/console-shapes';
import { FailedPage, formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { Alert, Empty, Segmented, Spin, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addressOf } from '../box/ask.js';
import { usePlaceNames } from '../devices/use-place-names.js';
import { LeadPicture } from './lead-picture.js';
import { sayReason } from './say-reason.js';
import { useLeads } from './use-leads.js';
import { VerdictTag } from './verdict-tag.js';
import './leads.css';

const FILTERS = ['all', 'rejected', 'confirmed', 'open'] as const;
type Filter = (typeof FILTERS)[number];

function passes({ verdict }: FoundLead, filter: Filter): boolean {
  return filter === 'all' || (filter === 'open' ? verdict === null : verdict === filter);
}

/** What the rules found of late, and which of it was false. */
export function LeadsPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [filter, setFilter] = useState<Filter>('all');
  const found = useLeads();
  const placeOf = usePlaceNames();
  if (found.isPending) return <Spin className="centre" size="large" />;
  if (found.data === undefined) return <FailedPage error={found.error} onRetry={() => void found.refetch()} />;
  const { leads } = found.data;
  const count = (which: Filter) => leads.filter((lead) => passes(lead, which)).length;
  const shown = leads.filter((lead) => passes(lead, filter));
  const [falseLead] = leads.filter(({ verdict }) => verdict === 'rejected');
  return (
    <div className="page">
      <Typography.Title level={1} className="page-title">
        {t('leads/title')}
      </Typography.Title>
      {falseLead !== undefined && filter === 'all' && (
        <Alert
          type="warning"
          showIcon
          title={t('leads/hasFalse', { count: count('rejected') })}
          action={<Link href={`/leads/${falseLead.violation.violationId}`}>{t('leads/why')}</Link>}
        />
      )}
      <Segmented
        aria-label={t('leads/filter')}
        value={filter}
        options={FILTERS.map((which) => ({ value: which, label: `${t(`leads/filters/${which}`)} ${count(which)}` }))}
        onChange={setFilter}
        className="lead-filter"
      />
      {shown.length === 0 && <Empty description={t('leads/none')} />}
      <ul className="lead-list">
        {shown.map(({ violation, verdict, reason, fate, hasPicture }) => (
          <li key={violation.violationId}>
            <Link href={`/leads/${violation.violationId}`} className="lead-card">
              <LeadPicture
                key={String(hasPicture)}
                src={addressOf(`/leads/${violation.violationId}/picture`)}
                alt={`${t(`matter/${violation.matter}`)}, ${placeOf(violation.sourceId)}`}

                box={violation.subject?.box ?? null}
              />
              <span className="lead-words">
                <span className="tags">
                  <MatterTag matter={violation.matter} />
                  <VerdictTag verdict={verdict} />
                  {fate !== 'lead' && <Tag>{t(`leads/fate/${fate}`)}</Tag>}
                </span>
                <strong>{placeOf(violation.sourceId)}</strong>
                <span className="quiet">
                  {violation.sourceId} · {violation.ruleId}
                </span>
                <span className="quiet">{formatTime(violation.triggeredAtMs, language)}</span>
                {verdict === 'rejected' && reason !== null && <span>{sayReason(reason, t)}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
