import { MatterTag } from '@lamppost/page-kit';
import type { Matter } from '@lamppost/contracts';
import { Flex, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Severity } from '../case/severity.js';

/** What something on a board is about: matter, severity, place, and the way to the case. */
export function CaseHead(options: {
  readonly caseId: string;
  readonly matter: Matter;
  readonly severity: number;
  readonly placeName: string;
  readonly tags?: ReactNode;
}) {
  const { t } = useTranslation();
  const { caseId, matter, severity, placeName, tags } = options;
  return (
    <header className="entry-head">
      <Flex gap={8} align="center" wrap>
        <MatterTag matter={matter} />
        <Severity value={severity} />
        {tags}
      </Flex>
      <Typography.Title level={2} className="entry-title">
        {placeName}
      </Typography.Title>
      <Flex gap={12} align="center" wrap>
        <Typography.Text code>{caseId}</Typography.Text>
        <Link href={`/cases/${caseId}`}>{t('boards/openCase')}</Link>
      </Flex>
    </header>
  );
}
