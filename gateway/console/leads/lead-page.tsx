import type { FoundLead, Rule } from '@lamppost/gateway/console-shapes';
import {
  describeCondition,
  FactsList,
  FailedPage,
  formatDuration,
  formatTime,
  formatValue,
  MatterTag,
  useLanguage,
} from '@lamppost/page-kit';
import { Alert, Card, Spin, Tag, Typography } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addressOf } from '../box/ask.js';
import { useDraft } from '../draft/draft-context.js';
import { dayOf, rememberDay } from '../backtest/days.js';
import { LeadPicture } from './lead-picture.js';
import { sayReason } from './say-reason.js';
import { useLead } from './use-leads.js';
import { VerdictTag } from './verdict-tag.js';
import './leads.css';

/** Why one thing was found, what a reviewer made of it, and where to go from there. */
export function LeadPage({ violationId }: { readonly violationId: string }) {
  const { t } = useTranslation();
  const lead = useLead(violationId);
  if (lead.isPending) return <Spin className="centre" size="large" />;
  if (lead.data === undefined) return <FailedPage error={lead.error} onRetry={() => void lead.refetch()} />;
  return (
    <div className="page">
      <Typography.Title level={1} className="page-title">
        {t('leads/one')}
      </Typography.Title>
      <LeadSheet lead={lead.data} />
    </div>
  );
}

function LeadSheet({ lead }: { readonly lead: FoundLead }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { now } = useDraft();
  const { violation, verdict, reason, rule, fate, hasPicture } = lead;
  const document = now.checked.status === 'taken' ? now.checked.document : null;
  const zone = document?.zones.find(({ id, camera }) => id === violation.zoneId && camera === violation.cameraId);
  const timeZone = document?.timeZone ?? 'Asia/Shanghai';
  const day = dayOf(violation.triggeredAtMs, timeZone);
  useEffect(() => {
    rememberDay(day);
  }, [day]);
  const name = zone?.name ?? violation.zoneId ?? violation.sourceId;
  const isNewRules = lead.rulesSha256 !== now.live.sha256;
  return (
    <div className="lead-sheet">
      <div>
        <LeadPicture
          key={String(hasPicture)}
          src={addressOf(`/leads/${violation.violationId}/picture`)}
          alt={`${t(`matter/${violation.matter}`)}, ${name}`}
          box={violation.subject?.box ?? null}
        />
        {violation.subject !== null && <p className="quiet">{t('leads/pictureWords')}</p>}
      </div>
      <div className="lead-side">
        <span className="tags">
          <MatterTag matter={violation.matter} />
          <VerdictTag verdict={verdict} />
          {fate !== 'lead' && <Tag>{t(`leads/fate/${fate}`)}</Tag>}
        </span>
        {verdict === 'rejected' && (
          <Alert
            type="warning"
            showIcon
            title={`${t('leads/rejected')}${reason === null ? '' : `${t('leads/colon')}${sayReason(reason, t)}`}`}
            description={t('leads/rejectedHint')}
          />
        )}
        {isNewRules && <Alert type="info" showIcon title={t('leads/otherRules')} />}
        <Card size="small" title={t('leads/whyTitle')}>
          <p>
            {t(violation.matter === 'dust' ? 'leads/becauseDust' : 'leads/because', {
              rule: violation.ruleId,
              zone: name,
            })}
          </p>
          <table className="conditions">
            <thead>
              <tr>
                <th scope="col">{t('leads/condition')}</th>
                <th scope="col">{t('leads/value')}</th>
                <th scope="col">{t('leads/limit')}</th>
              </tr>
            </thead>
            <tbody>
              {violation.explanation.map(({ condition, value, limit, unit }) => (
                <tr key={condition}>
                  <td>{describeCondition(condition, language)}</td>
                  <td>{value === null ? '—' : formatValue(value, unit, language)}</td>
                  <td>{limit === null ? '—' : formatValue(limit, unit, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <FactsList
            facts={[
              [t('leads/from'), formatTime(violation.startedAtMs, language)],
              [t('leads/told'), formatTime(violation.triggeredAtMs, language)],
              [t('leads/coverage'), formatValue(violation.observedCoverage, 'fraction', language)],
              [t('leads/asked'), rule === null ? null : <RuleInWords rule={rule} />],
            ]}
          />
        </Card>
        <Card size="small" title={t('leads/whatNow')}>
          <ol className="next-steps">
            {zone !== undefined && (
              <li>
                <Link href={`/rules/zones/${zone.camera}/${zone.id}`}>{t('leads/toZone')}</Link>
                <span className="quiet">{t('leads/toZoneHint')}</span>
              </li>
            )}
            <li>
              <Link href={`/rules/form/${violation.ruleId}`}>{t('leads/toRule')}</Link>
              <span className="quiet">{t('leads/toRuleHint')}</span>
            </li>
            <li>
              <Link href={`/backtest/${day}`}>{t('leads/toBacktest')}</Link>
              <span className="quiet">{t('leads/toBacktestHint')}</span>
            </li>
          </ol>
        </Card>
      </div>
    </div>
  );
}

/** What the rule asked for, in one line. */
function RuleInWords({ rule }: { readonly rule: Rule }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (rule.matter === 'dust')
    return t('leads/askedDust', { limit: rule.limit, window: formatDuration(rule.windowSeconds * 1000, language) });
  return t('leads/askedSeen', {
    time: formatDuration(rule.forSeconds * 1000, language),
    share: formatValue(rule.minCoverage, 'fraction', language),
  });
}
