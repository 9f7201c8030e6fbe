import type { RuleDocument } from '@lamppost/gateway/console-shapes';
import { sayProblem } from '@lamppost/page-kit';
import { Alert, Button, Card, Progress, Select } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { THRESHOLDS, type ThresholdName } from './threshold-names.js';
import { useBacktest } from './use-backtest.js';

const CurveChart = lazy(async () => ({ default: (await import('./curve-chart.js')).CurveChart }));

interface CurvePanelProps {
  readonly document: RuleDocument;
  readonly text: string;
  readonly fromDay: string;
  readonly toDay: string;
  readonly canRun: boolean;
}

/** What moving one number of one rule would do: drawn, and as a table. */
export function CurvePanel({ document, text, fromDay, toDay, canRun }: CurvePanelProps) {
  const { t } = useTranslation();
  const { backtest, start, cancel } = useBacktest('curve');
  const [ruleId, setRule] = useState(document.rules[0]?.id ?? '');
  const rule = document.rules.find(({ id }) => id === ruleId) ?? document.rules[0];
  const names = THRESHOLDS.filter(
    (name) => typeof (rule as Partial<Record<string, unknown>> | undefined)?.[name] === 'number',
  );
  const [chosen, setChosen] = useState<ThresholdName>('forSeconds');
  const name = names.includes(chosen) ? chosen : names[0];
  const state = backtest?.state;
  if (rule === undefined || name === undefined) return null;
  return (
    <Card size="small" title={t('backtest/curveTitle')}>
      <p className="quiet">{t('backtest/curveHint')}</p>
      <div className="controls">
        <label>
          <span>{t('backtest/rule')}</span>
          <Select
            aria-label={t('backtest/rule')}
            value={rule.id}
            options={document.rules.map(({ id }) => ({ value: id, label: id }))}
            onChange={setRule}
          />
        </label>
        <label>
          <span>{t('backtest/threshold')}</span>
          <Select<ThresholdName>
            aria-label={t('backtest/threshold')}
            value={name}
            options={names.map((one) => ({ value: one, label: t(`rules/field/${one}`) }))}
            onChange={setChosen}
          />
        </label>
        <Button
          disabled={!canRun || state?.kind === 'running'}
          loading={start.isPending}
          onClick={() => {
            start.mutate({ kind: 'curve', text, fromDay, toDay, ruleId: rule.id, threshold: name });
          }}
        >
          {t('backtest/drawCurve')}
        </Button>
      </div>
      {start.isError && <Alert type="error" showIcon role="alert" title={sayProblem(start.error, t)} />}
      {state?.kind === 'running' && (
        <div className="running" role="status">
          <Progress percent={Math.round(state.share * 100)} aria-label={t('backtest/progress')} />
          <Button
            size="small"
            onClick={() => {
              cancel.mutate(backtest?.id ?? 0);
            }}
          >
            {t('backtest/cancel')}
          </Button>
        </div>
      )}
      {state?.kind === 'failed' && (
        <Alert type="error" showIcon title={t('backtest/failed')} description={state.detail} />
      )}
      {state?.kind === 'done' && state.outcome.kind === 'curve' && (
        <Suspense>
          <CurveChart curve={state.outcome.curve} />
        </Suspense>
      )}
    </Card>
  );
}
