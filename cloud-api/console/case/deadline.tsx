import { formatDuration, formatTime, useLanguage, useNow } from '@lamppost/page-kit';
import { ClockCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons';
import { Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../cloud/use-case.js';

const SOON_MS = 86_400_000;

function dayFormat(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'Asia/Shanghai',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

const DAY_FORMATS = { zh: dayFormat('zh-CN'), en: dayFormat('en-GB') } as const;

/** What a case waits for and until when; what is late says so by sign and words. */
export function Deadline({ deadline }: Pick<CaseDetail, 'deadline'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nowMs = useNow();
  if (deadline === null) return <Typography.Text type="secondary">{t('inbox/noDeadline')}</Typography.Text>;
  const leftMs = deadline.dueAtMs - nowMs;
  const name = t(`clock/${deadline.clock}`);
  const title = formatTime(deadline.dueAtMs, language);
  if (leftMs < 0)
    return (
      <Typography.Text type="danger" title={title}>
        <ExclamationCircleFilled aria-hidden /> {name} {t('inbox/overdue', { time: formatDuration(-leftMs, language) })}
      </Typography.Text>
    );
  return (
    <Typography.Text type={leftMs < SOON_MS ? 'warning' : 'secondary'} title={title}>
      <ClockCircleOutlined aria-hidden /> {name}{' '}
      {t('inbox/due', { time: DAY_FORMATS[language].format(deadline.dueAtMs) })}
    </Typography.Text>
  );
}
