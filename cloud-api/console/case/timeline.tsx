import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Timeline, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBureauName } from '../boards/use-bureau-name.js';
import type { CaseDetail } from '../cloud/use-case.js';
import type { zh } from '../words/zh.js';
import { describeAct } from './describe-act.js';
import { describeEvent } from './describe-event.js';

/** What happened, and what people did since, first to last. */
export function CaseTimeline({ detail }: { readonly detail: CaseDetail }) {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  const nameOf = useBureauName();
  const bureauOf = (bureauId: string | null) => (bureauId === null ? null : nameOf(bureauId));
  const happened = detail.timeline.map((event) => ({
    atMs: event.atMs,
    key: `${event.kind} ${event.atMs}`,
    color: 'gray',
    title: t(`event/${event.kind}`),
    text: describeEvent(event, language),
  }));
  const done = detail.steps.map((step) => ({
    atMs: step.atMs,
    key: `step ${step.version}`,
    color: 'blue',
    title: `${t(`step/${step.step}`)} → ${t(`state/${step.to}`)}`,
    text: [
      step.accountId === null ? t('case/program') : step.displayName,
      bureauOf(step.bureauId),
      step.otherCaseId,
      step.note,
    ]
      .filter((part) => part !== null && part !== '')
      .join(' · '),
  }));
  const acts = detail.acts.map((act, index) => ({
    atMs: act.atMs,
    key: `act ${index}`,
    color: 'green',
    // An act of a newer cloud is told by its code.
    title: i18n.exists(`act/${act.act}`) ? t(`act/${act.act as keyof (typeof zh)['act']}`) : act.act,
    text: [
      act.accountId === null ? t('case/program') : act.displayName,
      bureauOf(act.bureauId),
      ...describeAct(act, t, nameOf),
      act.note,
    ]
      .filter((part) => part !== null && part !== '')
      .join(' · '),
  }));
  const items = [...happened, ...done, ...acts]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ key, color, title, text, atMs }) => ({
      key,
      color,
      content: (
        <>
          <Typography.Text strong>{title}</Typography.Text>{' '}
          <Typography.Text type="secondary">
            <time dateTime={new Date(atMs).toISOString()}>{formatTime(atMs, language)}</time>
          </Typography.Text>
          <br />
          <Typography.Text type="secondary">{text}</Typography.Text>
        </>
      ),
    }));
  return <Timeline items={items} />;
}
