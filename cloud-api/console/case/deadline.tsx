import { formatDuration, formatTime, type Language, useLanguage, useNow } from '@lamppost/page-kit';
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

const DAY_FORMATS: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  zh: dayFormat('zh-CN'),
  en: dayFormat('en-GB'),
};

type Due = Pick<CaseDetail, 'deadline'>;

/** What a deadline says, and how pressing it is. */
function useDue({ deadline }: Due) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nowMs = useNow();
  if (deadline === null) return { type: 'secondary', title: '', words: t('inbox/noDeadline') } as const;
  const leftMs = deadline.dueAtMs - nowMs;
  const name = t(`clock/${deadline.clock}`);
  const title = formatTime(deadline.dueAtMs, language);
  if (leftMs < 0) {
    const late = t('inbox/overdue', { time: formatDuration(-leftMs, language) });
    return { type: 'danger', title, words: `${name} ${late}` } as const;
  }
  const due = t('inbox/due', { time: DAY_FORMATS[language].format(deadline.dueAtMs) });
  return { type: leftMs < SOON_MS ? 'warning' : 'secondary', title, words: `${name} ${due}` } as const;
}

/** What a case waits for and until when; what is late says so by sign and words. */
export function Deadline({ deadline }: Due) {
  const { type, title, words } = useDue({ deadline });
  return (
    <Typography.Text type={type} title={title}>
      {type === 'danger' ? (
        <ExclamationCircleFilled aria-hidden />
      ) : (
        deadline !== null && <ClockCircleOutlined aria-hidden />
      )}{' '}
      {words}
    </Typography.Text>
  );
}

/** The same in a row of a long list, of which each element counts: only what is late has a sign. */
export function RowDeadline({ deadline }: Due) {
  const { type, title, words } = useDue({ deadline });
  return (
    <span className={`row-due ${type}`} title={title}>
      {type === 'danger' && <ExclamationCircleFilled aria-hidden />} {words}
    </span>
  );
}
