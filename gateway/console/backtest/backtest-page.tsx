import type { LogRange } from '@lamppost/gateway/console-shapes';
import { FailedPage, sayProblem } from '@lamppost/page-kit';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Empty, Input, Progress, Segmented, Spin, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ask } from '../box/ask.js';
import { DraftBar } from '../draft/draft-bar.js';
import { useDraft } from '../draft/draft-context.js';
import { BacktestResult } from './backtest-result.js';
import { rememberedDay } from './days.js';
import { CurvePanel } from './curve-panel.js';
import { useBacktest } from './use-backtest.js';
import './backtest.css';

/** The draft tried on what has happened: what would be found, what would not any more, and how often it would be right. */
export function BacktestPage({ day }: { readonly day?: string | undefined }) {
  const { t } = useTranslation();
  const range = useQuery({ queryKey: ['event-log'], queryFn: () => ask<LogRange>('GET', '/event-log') });
  return (
    <div className="page">
      <Typography.Title level={1} className="page-title">
        {t('backtest/title')}
      </Typography.Title>
      <DraftBar isOnBacktest />
      {range.isPending && <Spin className="centre" />}
      {range.isLoadingError && <FailedPage error={range.error} onRetry={() => void range.refetch()} />}
      {range.data !== undefined &&
        (range.data.days === null ? (
          <Empty description={t('backtest/emptyLog')} />
        ) : (
          <Bench
            first={range.data.days.first}
            last={range.data.days.last}
            day={day ?? rememberedDay() ?? range.data.days.last}
            mostDays={range.data.mostDays}
          />
        ))}
    </div>
  );
}

interface BenchProps {
  readonly first: string;
  readonly last: string;
  readonly day: string;
  readonly mostDays: number;
}

function Bench({ first, last, day, mostDays }: BenchProps) {
  const { t } = useTranslation();
  const draft = useDraft();
  const { backtest, start, cancel } = useBacktest('compare');
  const [fromDay, setFrom] = useState(day);
  const [toDay, setTo] = useState(day);
  const [against, setAgainst] = useState<'now' | 'found'>('now');
  const state = backtest?.state;
  const { checked, canEdit, text } = draft;
  const canRun = canEdit && checked.status === 'taken' && fromDay !== '' && toDay !== '';
  // The draft that it was made of has been published since.
  const isOfRulesNow = !draft.isChanged && backtest?.textSha256 === draft.now.etag;
  const run = () => {
    draft.noteTested(text);
    start.mutate({ kind: 'compare', text, fromDay, toDay, against });
  };
  return (
    <>
      <Card size="small" title={t('backtest/choose')}>
        <div className="controls">
          <label>
            <span>{t('backtest/fromDay')}</span>
            <Input
              type="date"
              min={first}
              max={last}
              value={fromDay}
              onChange={({ target }) => {
                setFrom(target.value);
                if (toDay < target.value) setTo(target.value);
              }}
            />
          </label>
          <label>
            <span>{t('backtest/toDay')}</span>
            <Input
              type="date"
              min={fromDay}
              max={last}
              value={toDay}
              onChange={({ target }) => {
                setTo(target.value);
              }}
            />
          </label>
          <div className="field">
            <span id="against-name">{t('backtest/againstName')}</span>
            <Segmented
              aria-labelledby="against-name"
              value={against}
              options={(['now', 'found'] as const).map((value) => ({ value, label: t(`backtest/against/${value}`) }))}
              onChange={setAgainst}
            />
          </div>
          <Button
            type="primary"
            disabled={!canRun || state?.kind === 'running'}
            loading={start.isPending}
            onClick={run}
          >
            {draft.isChanged ? t('backtest/runDraft') : t('backtest/runNow')}
          </Button>
        </div>
        <p className="quiet">{t('backtest/range', { first, last, mostDays })}</p>
        {!draft.isChanged && (
          <p className="quiet">
            {t('backtest/noDraft')} <Link href="/rules">{t('rules/title')}</Link>
          </p>
        )}
      </Card>
      {start.isError && <Alert type="error" showIcon role="alert" title={sayProblem(start.error, t)} />}
      {state?.kind === 'running' && (
        <div className="running" role="status">
          <Progress percent={Math.round(state.share * 100)} aria-label={t('backtest/progress')} />
          <span>{t('backtest/events', { count: state.events })}</span>
          <Button
            onClick={() => {
              cancel.mutate(backtest?.id ?? 0);
            }}
          >
            {t('backtest/cancel')}
          </Button>
        </div>
      )}
      {state?.kind === 'cancelled' && <Alert type="info" showIcon title={t('backtest/cancelled')} />}
      {state?.kind === 'failed' && (
        <Alert type="error" showIcon title={t('backtest/failed')} description={state.detail} />
      )}
      {backtest !== null && state?.kind === 'done' && state.outcome.kind === 'compare' && (
        <>
          {isOfRulesNow && <Alert type="info" showIcon title={t('backtest/ofRulesNow')} />}
          {!isOfRulesNow && draft.testedText !== text && (
            <Alert type="warning" showIcon title={t('backtest/otherDraft')} />
          )}
          <BacktestResult backtest={backtest} outcome={state.outcome} tookMs={state.tookMs} />
        </>
      )}
      {checked.status === 'taken' && checked.document.rules.length > 0 && (
        <CurvePanel document={checked.document} text={text} fromDay={fromDay} toDay={toDay} canRun={canRun} />
      )}
    </>
  );
}
