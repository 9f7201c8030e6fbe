import { nowMs } from '@lamppost/page-kit';
import { Matter } from '@lamppost/contracts';
import { Flex, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../boards/choice.js';
import { useBureauName } from '../boards/use-bureau-name.js';
import { useBureaus } from '../cloud/use-bureaus.js';
import { addWords } from '../words/add-words.js';
import {
  DaysPart,
  DeadlinesPart,
  HoursPart,
  OutcomePart,
  PersuasionPart,
  PlacesPart,
  PrecisionPart,
  RejectionsPart,
  StepsPart,
} from './parts.js';
import { askWith, PERIODS, type Question } from './question.js';
import { useAreas } from './use-statistics.js';
import { en, zh } from './words.js';
import './styles.css';

addWords({ zh: { statistics: zh }, en: { statistics: en } });

const ALL = 'all';
const PARTS = [
  DaysPart,
  OutcomePart,
  RejectionsPart,
  PrecisionPart,
  StepsPart,
  DeadlinesPart,
  HoursPart,
  PlacesPart,
  PersuasionPart,
];

/** What a town's desks came to in a period, in charts that can be read from across a table. */
export function StatisticsPage() {
  const { t } = useTranslation();
  const nameOf = useBureauName();
  const bureaus = useBureaus().data ?? [];
  const areas = useAreas().data ?? [];
  const [question, setQuestion] = useState<Question>({ period: '30', matter: null, bureauId: null, areaId: null });
  const asked = useMemo(() => askWith(question, nowMs()), [question]);
  const given = (value: string) => (value === ALL ? null : value);
  return (
    <div className="statistics">
      <Flex gap={12} align="center" wrap className="statistics-tools">
        <div className="board-names">
          <Typography.Title level={1} className="statistics-title">
            {t('statistics/title')}
          </Typography.Title>
          <Typography.Text type="secondary">{t('statistics/hint')}</Typography.Text>
        </div>
        <Choice
          label={t('statistics/period')}
          value={question.period}
          options={PERIODS.map((value) => ({ value, label: t(`statistics/days/${value}`) }))}
          onChange={(period) => {
            setQuestion({ ...question, period });
          }}
        />
        <Choice
          label={t('statistics/matter')}
          value={question.matter ?? ALL}
          options={[
            { value: ALL, label: t('statistics/allMatters') },
            ...Matter.options.map((value) => ({ value, label: t(`matter/${value}`) })),
          ]}
          onChange={(value) => {
            setQuestion({ ...question, matter: value === ALL ? null : value });
          }}
        />
        {bureaus.length > 1 && (
          <Choice
            label={t('statistics/bureau')}
            value={question.bureauId ?? ALL}
            options={[
              { value: ALL, label: t('statistics/allBureaus') },
              ...bureaus.map(({ bureauId }) => ({ value: bureauId, label: nameOf(bureauId) })),
            ]}
            onChange={(value) => {
              setQuestion({ ...question, bureauId: given(value) });
            }}
          />
        )}
        {areas.length > 1 && (
          <Choice
            label={t('statistics/area')}
            value={question.areaId ?? ALL}
            options={[
              { value: ALL, label: t('statistics/allAreas') },
              ...areas.map(({ areaId, name }) => ({ value: areaId, label: name })),
            ]}
            onChange={(value) => {
              setQuestion({ ...question, areaId: given(value) });
            }}
          />
        )}
      </Flex>
      <div className="statistics-cards">
        {PARTS.map((Part) => (
          <Part key={Part.name} asked={asked} />
        ))}
      </div>
    </div>
  );
}
