import { FailedPage, MatterTag } from '@lamppost/page-kit';
import { Button, Empty, Flex, Spin, Tag, Typography } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Conditions } from '../case/conditions.js';
import { Deadline } from '../case/deadline.js';
import { Pictures } from '../case/pictures.js';
import { Severity } from '../case/severity.js';
import { useCase } from '../cloud/use-case.js';
import { ReviewBar } from '../review/review-bar.js';
import type { Verdict } from '../review/use-review.js';

const MOST_PICTURES = 2;

/** What a reviewer needs to decide on a case, beside the list. */
export const Preview = memo(function Preview(options: {
  readonly caseId: string | null;
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onFailed: (caseId: string) => void;
}) {
  const { t } = useTranslation();
  const found = useCase(options.caseId);
  if (options.caseId === null) return <Empty className="centre" description={t('inbox/empty')} />;
  if (found.isPending) return <Spin className="centre" />;
  if (found.data === undefined) return <FailedPage error={found.error} onRetry={() => void found.refetch()} />;
  const detail = found.data;
  return (
    <Flex vertical gap={12}>
      <Flex gap={8} align="center" wrap>
        <MatterTag matter={detail.matter} />
        <Tag>{t(`state/${detail.state}`)}</Tag>
        <Severity value={detail.severity} />
        <Deadline deadline={detail.deadline} />
        <Typography.Text code>{detail.caseId}</Typography.Text>
        <Link href={`/cases/${detail.caseId}`}>
          <Button size="small">{t('inbox/open')}</Button>
        </Link>
      </Flex>
      <Typography.Title level={2} className="preview-title">
        {detail.placeName}
      </Typography.Title>
      <ReviewBar detail={detail} onVerdict={options.onVerdict} onFailed={options.onFailed} />
      <Pictures detail={detail} most={MOST_PICTURES} />
      <Conditions violation={detail.violation} />
    </Flex>
  );
});
