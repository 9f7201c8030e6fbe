import { describeCondition, formatTime, formatValue, nameLabel, useLanguage } from '@lamppost/page-kit';
import { Flex, Progress, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../cloud/use-case.js';

/** Why the gateway's rule told of it, condition by condition, in plain words. */
export function Conditions({ violation }: Pick<CaseDetail, 'violation'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <ol className="conditions">
        {violation.explanation.map(({ condition, value, limit, unit, sinceMs }) => (
          <li key={condition}>
            <Typography.Text>{describeCondition(condition, language)}</Typography.Text>
            <Flex gap="0 12px" wrap>
              {value !== null && (
                <Typography.Text type="secondary">
                  {t('case/seen')} <b>{formatValue(value, unit, language)}</b>
                </Typography.Text>
              )}
              {limit !== null && (
                <Typography.Text type="secondary">
                  {t('case/limit')} <b>{formatValue(limit, unit, language)}</b>
                </Typography.Text>
              )}
              <Typography.Text type="secondary">
                {t('case/since')} {formatTime(sinceMs, language)}
              </Typography.Text>
            </Flex>
          </li>
        ))}
      </ol>
      <Flex gap={12} align="center">
        <Typography.Text type="secondary" className="keep-line">
          {t('case/coverage')}
        </Typography.Text>
        <Progress
          percent={Math.round(violation.observedCoverage * 100)}
          size="small"
          status="normal"
          aria-label={t('case/coverage')}
        />
      </Flex>
      {violation.subject !== null && (
        <Typography.Text type="secondary">
          {t('case/subject')} {nameLabel(violation.subject.label, language)} · {t('case/score')}{' '}
          {formatValue(violation.subject.score, 'fraction', language)}
        </Typography.Text>
      )}
    </>
  );
}
