import type { BacktestOutcome, BacktestSection, BacktestState } from '@lamppost/gateway/console-shapes';
import { formatDuration, useLanguage } from '@lamppost/page-kit';
import { Alert, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Precision } from './precision.js';
import { SideBySide } from './side-by-side.js';
import { type PlacedFound, TimeLine } from './time-line.js';

interface BacktestResultProps {
  readonly backtest: BacktestState;
  readonly outcome: Extract<BacktestOutcome, { kind: 'compare' }>;
  readonly tookMs: number;
}

function placed({ found, new: fresh, gone }: BacktestSection): PlacedFound[] {
  const isNew = new Set(fresh.map(({ violationId }) => violationId));
  return [
    ...found.map((one) => ({ found: one, side: isNew.has(one.violationId) ? ('new' as const) : ('same' as const) })),
    ...gone.map((one) => ({ found: one, side: 'gone' as const })),
  ];
}

/** What a backtest came to: in a sentence, in numbers, on a time line, and one by one. */
export function BacktestResult({ backtest, outcome, tookMs }: BacktestResultProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { report, leftOut } = outcome;
  const { live, shadow, log } = report;
  const { request } = backtest;
  const against = 'against' in request && request.against === 'found' ? 'found' : 'now';
  const goneFalse = live.gone.filter(({ verdict }) => verdict === 'rejected').length;
  const goneTrue = live.gone.filter(({ verdict }) => verdict === 'confirmed').length;
  const isSafe = goneTrue === 0;
  return (
    <>
      <Alert
        type={isSafe ? 'success' : 'warning'}
        showIcon
        role="status"
        className="backtest-summary"
        title={t('backtest/summary', { same: live.total.same, gone: live.total.gone, fresh: live.total.new })}
        description={
          live.total.gone === 0
            ? t('backtest/nothingGone')
            : isSafe
              ? t('backtest/safe', { count: goneFalse })
              : t('backtest/losing', { count: goneTrue })
        }
      />
      <dl className="counts">
        {(
          [
            ['same', live.total.same],
            ['gone', live.total.gone],
            ['new', live.total.new],
          ] as const
        ).map(([side, count]) => (
          <div key={side} className={side}>
            <dt>{t(`backtest/side/${side}`)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <Card size="small" title={t('backtest/right')}>
        <Precision row={live.total} />
      </Card>
      <Card size="small" title={t('backtest/timeLine')}>
        <TimeLine all={placed(live)} fromMs={log.fromMs} toMs={log.toMs} />
      </Card>
      <Card size="small" title={t('backtest/oneByOne')}>
        <SideBySide all={placed(live)} backtestId={backtest.id} against={against} />
        {leftOut > 0 && <p className="quiet">{t('backtest/leftOut', { count: leftOut })}</p>}
      </Card>
      {shadow !== null && shadow.found.length + shadow.gone.length > 0 && (
        <Card size="small" title={t('backtest/shadowTitle')}>
          <p className="quiet">{t('backtest/shadowHint')}</p>
          <SideBySide all={placed(shadow)} backtestId={backtest.id} against={against} />
        </Card>
      )}
      <Card size="small" title={t('backtest/played')}>
        <ul className="facts">
          <li>
            {t('backtest/playedLog', {
              looks: log.looks,
              readings: log.readings,
              time: formatDuration(Math.max(0, log.toMs - log.fromMs), language),
              took: formatDuration(tookMs, language),
            })}
          </li>
          {log.gaps.length > 0 && <li>{t('backtest/gaps', { count: log.gaps.length })}</li>}
          {log.damage.length > 0 && <li>{t('backtest/damage', { count: log.damage.length })}</li>}
          {report.unheard.map(({ ruleId, source }) => (
            <li key={ruleId}>{t('backtest/unheard', { ruleId, source })}</li>
          ))}
          {report.reminding.length > 0 && <li>{t('backtest/reminding', { rules: report.reminding.join(', ') })}</li>}
        </ul>
      </Card>
    </>
  );
}
