import { formatDuration, formatTime, useLanguage, useNow } from '@lamppost/page-kit';
import { ClockCircleOutlined, ExclamationCircleFilled, FieldTimeOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { howDue } from './how-due.js';

/** How long there is until something is due, or how long it is late: in words, by sign and colour. */
export function DueClock({ dueAtMs, fromMs }: { readonly dueAtMs: number | null; readonly fromMs: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nowMs = useNow();
  if (dueAtMs === null) return null;
  const { how, lengthMs } = howDue({ dueAtMs, fromMs, nowMs });
  const time = formatDuration(Math.max(60_000, lengthMs - (lengthMs % 60_000)), language);
  const title = formatTime(dueAtMs, language);
  if (how === 'late')
    return (
      <Tag color="red" icon={<ExclamationCircleFilled aria-hidden />} title={title} className="due-clock">
        {t('boards/late', { time })}
      </Tag>
    );
  return (
    <Tag
      color={how === 'soon' ? 'gold' : 'default'}
      icon={how === 'soon' ? <FieldTimeOutlined aria-hidden /> : <ClockCircleOutlined aria-hidden />}
      title={title}
      className="due-clock"
    >
      {t('boards/left', { time })}
    </Tag>
  );
}
