import { formatDuration, formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { type CaseState, Matter } from '@lamppost/contracts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCaseLife } from '../cloud/use-case-life.js';
import { CountBar, ShareBar, TimeBar } from './bars.js';
import { DaysChart, DaysTable } from './days-chart.js';
import { FiguresCard } from './figures-card.js';
import { FiguresTable } from './figures-table.js';
import { HoursTable } from './hours-table.js';
import type { AskedWith } from './question.js';
import { stackDays } from './stack-days.js';
import {
  useDays,
  useDeadlines,
  useHours,
  useOutcomes,
  usePersuasion,
  usePlaces,
  usePrecision,
  useRejections,
  useSteps,
} from './use-statistics.js';

interface PartProps {
  readonly asked: AskedWith;
}

interface Rows<Row> {
  readonly rows: readonly Row[];
}

const isNothing = ({ rows }: Rows<unknown>) => rows.length === 0;
const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)} %`);

function ShareCell({
  of,
}: {
  readonly of: NonNullable<ReturnType<typeof usePrecision>['data']>['rules'][number]['precision'];
}) {
  const { share, interval } = of;
  return <ShareBar share={share} low={interval?.low ?? 0} high={interval?.high ?? 0} />;
}

function DaysFigures({ rows, asked }: PartProps & Rows<Parameters<typeof stackDays>[0][number]>) {
  const stacked = useMemo(() => stackDays(rows, asked), [rows, asked]);
  return (
    <>
      <DaysChart stacked={stacked} />
      <DaysTable stacked={stacked} />
    </>
  );
}

export function DaysPart({ asked }: PartProps) {
  return (
    <FiguresCard
      part="days"
      isWide
      query={useDays(asked)}
      isEmpty={isNothing}
      table={{ path: 'statistics/cases.csv', query: { ...asked, by: 'day,matter' } }}
      render={({ rows }) => <DaysFigures rows={rows} asked={asked} />}
    />
  );
}

export function OutcomePart({ asked }: PartProps) {
  const { t } = useTranslation();
  const table = { path: 'statistics/cases.csv', query: { ...asked, by: 'matter,state' } };
  return (
    <FiguresCard
      part="outcome"
      query={useOutcomes(asked)}
      isEmpty={isNothing}
      table={table}
      render={({ rows }) => {
        const states = [...new Set(rows.flatMap(({ state }) => (state === undefined ? [] : [state])))];
        const matters = Matter.options.filter((matter) => rows.some((row) => row.matter === matter));
        const count = (state: CaseState, matter: Matter | null) =>
          rows
            .filter((row) => row.state === state && (matter === null || row.matter === matter))
            .reduce((sum, { cases }) => sum + cases, 0);
        const sums = states.map((state) => ({ state, sum: count(state, null) })).sort((a, b) => b.sum - a.sum);
        return (
          <FiguresTable
            label={t('statistics/part/outcome/title')}
            rows={sums}
            keyOf={({ state }) => state}
            columns={[
              { name: t('statistics/state'), show: ({ state }) => t(`state/${state}`) },
              { name: t('statistics/total'), isNumber: true, show: ({ sum }) => <strong>{sum}</strong> },
              { name: '', show: ({ sum }) => <CountBar value={sum} most={sums[0]?.sum ?? 0} /> },
              ...matters.map((matter) => ({
                name: t(`matter/${matter}`),
                isNumber: true,
                show: ({ state }: { state: CaseState }) => count(state, matter),
              })),
            ]}
          />
        );
      }}
    />
  );
}

export function PrecisionPart({ asked }: PartProps) {
  const { t } = useTranslation();
  const { fromMs, toMs, matter } = asked;
  const query = { fromMs, toMs, ...(matter === undefined ? {} : { matter }) };
  return (
    <FiguresCard
      part="precision"
      isWide
      query={usePrecision(asked)}
      isEmpty={({ rules }) => rules.length === 0}
      table={{ path: 'precision.csv', query }}
      render={({ rules }) => (
        <FiguresTable
          label={t('statistics/part/precision/title')}
          rows={[...rules].sort((a, b) => b.precision.of - a.precision.of)}
          keyOf={({ gatewayId, sourceId, ruleId, rules: { sha256 } }) =>
            [gatewayId, sourceId, ruleId, sha256].join(' ')
          }
          columns={[
            {
              name: t('statistics/part/precision/rule'),
              show: ({ ruleId, gatewayId, sourceId }) => (
                <>
                  {ruleId} <small>{`${gatewayId} / ${sourceId}`}</small>
                </>
              ),
            },
            { name: t('statistics/matter'), show: (row) => <MatterTag matter={row.matter} /> },
            {
              name: t('statistics/part/precision/version'),
              show: ({ rules: { version, sha256 } }) => <code>{version ?? sha256.slice(0, 8)}</code>,
            },
            {
              name: t('statistics/part/precision/share'),
              isNumber: true,
              show: ({ precision: { share, count, of } }) => (
                <>
                  <strong>{percent(share)}</strong>
                  <small>{t('statistics/part/precision/counted', { count, of })}</small>
                </>
              ),
            },
            { name: '0 – 100 %', show: ({ precision }) => <ShareCell of={precision} /> },
            {
              name: '',
              isNumber: true,
              show: ({ verdicts: { open } }) =>
                open === 0 ? '' : t('statistics/part/precision/open', { count: open }),
            },
          ]}
        />
      )}
    />
  );
}

export function StepsPart({ asked }: PartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <FiguresCard
      part="steps"
      query={useSteps(asked)}
      isEmpty={isNothing}
      table={{ path: 'statistics/steps.csv', query: asked }}
      render={({ rows }) => {
        const most = Math.max(...rows.map(({ p90Ms }) => p90Ms));
        return (
          <FiguresTable
            label={t('statistics/part/steps/title')}
            rows={[...rows].sort((a, b) => a.medianMs - b.medianMs)}
            keyOf={({ step }) => step}
            columns={[
              { name: t('statistics/part/steps/step'), show: ({ step }) => t(`step/${step}`) },
              { name: t('statistics/part/steps/taken'), isNumber: true, show: ({ taken }) => taken },
              {
                name: t('statistics/part/steps/median'),
                isNumber: true,
                show: ({ medianMs }) => <strong>{formatDuration(medianMs, language)}</strong>,
              },
              {
                name: t('statistics/part/steps/p90'),
                isNumber: true,
                show: ({ p90Ms }) => formatDuration(p90Ms, language),
              },
              { name: '', show: ({ medianMs, p90Ms }) => <TimeBar median={medianMs} p90={p90Ms} most={most} /> },
            ]}
          />
        );
      }}
    />
  );
}

export function DeadlinesPart({ asked }: PartProps) {
  const { t } = useTranslation();
  return (
    <FiguresCard
      part="deadlines"
      query={useDeadlines(asked)}
      isEmpty={isNothing}
      table={{ path: 'statistics/deadlines.csv', query: asked }}
      render={({ rows }) => (
        <FiguresTable
          label={t('statistics/part/deadlines/title')}
          rows={rows}
          keyOf={({ clock }) => clock}
          columns={[
            { name: t('statistics/part/deadlines/clock'), show: ({ clock }) => t(`clock/${clock}`) },
            {
              name: t('statistics/part/deadlines/kept'),
              isNumber: true,
              show: ({ kept: { share, count, of } }) => (
                <>
                  <strong>{percent(share)}</strong>
                  <small>{`${count}/${of}`}</small>
                </>
              ),
            },
            { name: '0 – 100 %', show: ({ kept }) => <ShareCell of={kept} /> },
            { name: t('statistics/part/deadlines/overdue'), isNumber: true, show: ({ overdue }) => overdue },
          ]}
        />
      )}
    />
  );
}

export function HoursPart({ asked }: PartProps) {
  return (
    <FiguresCard
      part="hours"
      isWide
      query={useHours(asked)}
      isEmpty={({ rows }) => rows.every(({ cases }) => cases === 0)}
      table={{ path: 'statistics/hours.csv', query: asked }}
      render={({ rows }) => <HoursTable rows={rows} />}
    />
  );
}

export function PlacesPart({ asked }: PartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <FiguresCard
      part="places"
      query={usePlaces(asked)}
      isEmpty={isNothing}
      table={{ path: 'statistics/places.csv', query: asked }}
      render={({ rows }) => (
        <FiguresTable
          label={t('statistics/part/places/title')}
          rows={rows}
          keyOf={({ gatewayId, sourceId, matter }) => [gatewayId, sourceId, matter].join(' ')}
          columns={[
            {
              name: t('statistics/part/places/place'),
              show: ({ placeName, matter, lastOpenedAtMs }) => (
                <>
                  {placeName} <MatterTag matter={matter} />
                  <small>{`${t('statistics/part/places/last')} ${formatTime(lastOpenedAtMs, language)}`}</small>
                </>
              ),
            },
            { name: t('statistics/cases'), isNumber: true, show: ({ cases }) => <strong>{cases}</strong> },
            { name: '', show: ({ cases }) => <CountBar value={cases} most={rows[0]?.cases ?? 0} /> },
            { name: t('statistics/part/places/confirmed'), isNumber: true, show: ({ confirmed }) => confirmed },
          ]}
        />
      )}
    />
  );
}

export function RejectionsPart({ asked }: PartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const life = useCaseLife();
  const nameOf = (code: string) =>
    life.data?.rejectionReasons.find((reason) => reason.code === code)?.[language] ?? code;
  return (
    <FiguresCard
      part="rejections"
      query={useRejections(asked)}
      isEmpty={isNothing}
      table={{ path: 'statistics/rejections.csv', query: asked }}
      render={({ rows }) => (
        <FiguresTable
          label={t('statistics/part/rejections/title')}
          rows={rows}
          keyOf={({ reason, matter }) => `${reason} ${matter}`}
          columns={[
            { name: t('statistics/part/rejections/reason'), show: ({ reason }) => nameOf(reason) },
            { name: t('statistics/matter'), show: ({ matter }) => <MatterTag matter={matter} /> },
            { name: t('statistics/cases'), isNumber: true, show: ({ rejections }) => <strong>{rejections}</strong> },
            { name: '', show: ({ rejections }) => <CountBar value={rejections} most={rows[0]?.rejections ?? 0} /> },
          ]}
        />
      )}
    />
  );
}

export function PersuasionPart({ asked }: PartProps) {
  const { t } = useTranslation();
  return (
    <FiguresCard
      part="persuasion"
      query={usePersuasion(asked)}
      isEmpty={isNothing}
      table={{ path: 'statistics/persuasion.csv', query: asked }}
      render={({ rows }) => (
        <FiguresTable
          label={t('statistics/part/persuasion/title')}
          rows={rows}
          keyOf={({ matter }) => matter}
          columns={[
            { name: t('statistics/matter'), show: ({ matter }) => <MatterTag matter={matter} /> },
            {
              name: t('statistics/part/persuasion/corrected'),
              isNumber: true,
              show: ({ corrected: { share, count, of } }) => (
                <>
                  <strong>{percent(share)}</strong>
                  <small>{`${count}/${of}`}</small>
                </>
              ),
            },
            { name: t('statistics/part/persuasion/after'), isNumber: true, show: ({ afterReminder }) => afterReminder },
            { name: t('statistics/part/persuasion/reminders'), isNumber: true, show: ({ reminders }) => reminders },
            { name: t('statistics/part/persuasion/files'), isNumber: true, show: ({ caseFiles }) => caseFiles },
          ]}
        />
      )}
    />
  );
}
