import type { BacktestRow, Proportion } from '@lamppost/gateway/console-shapes';
import { useTranslation } from 'react-i18next';

const percent = (share: number) => `${(share * 100).toFixed(0)}%`;

/** A share with its interval, as a bar and in numbers. */
export function ShareBar({ label, proportion }: { readonly label: string; readonly proportion: Proportion }) {
  const { t } = useTranslation();
  const { share, interval, count, of } = proportion;
  return (
    <div className="share">
      <span>{label}</span>
      {share === null || interval === null ? (
        <span className="quiet">{t('backtest/noVerdicts')}</span>
      ) : (
        <>
          <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden>
            <rect className="all" width="100" height="12" />
            <rect className="value" width={share * 100} height="12" />
            <rect
              className="interval"
              x={interval.low * 100}
              width={Math.max(0.5, (interval.high - interval.low) * 100)}
              y="4"
              height="4"
            />
          </svg>
          <strong>{percent(share)}</strong>
          <span className="quiet">
            {t('backtest/interval', { count, of, low: percent(interval.low), high: percent(interval.high) })}
          </span>
        </>
      )}
    </div>
  );
}

/** How often the draft would have been right, as far as reviewers have said. */
export function Precision({ row }: { readonly row: BacktestRow }) {
  const { t } = useTranslation();
  if (row.score === null) return <p className="quiet">{t('backtest/noVerdicts')}</p>;
  return (
    <div className="shares">
      <ShareBar label={t('backtest/precision')} proportion={row.score.precision} />
      <ShareBar label={t('backtest/recall')} proportion={row.score.recall} />
      <p className="quiet">{t('backtest/intervalHint', { open: row.score.unlabelled })}</p>
    </div>
  );
}
