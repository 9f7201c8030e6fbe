import { formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { SearchOutlined } from '@ant-design/icons';
import { Button, Flex, Grid, Select, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BoardList } from '../boards/board-list.js';
import { EntryLink } from '../boards/entry-link.js';
import { TwoPane } from '../boards/two-pane.js';
import { useAct } from '../boards/use-act.js';
import { cloud } from '../cloud/client.js';
import { useMe } from '../session/use-me.js';
import { type Visit, type VisitState, useVisits } from './use-visits.js';
import { VisitDetail } from './visit-detail.js';
import { VisitTag } from './visit-tag.js';

const STATES = [
  'proposed',
  'planned',
  'done',
  'declined',
  'cancelled',
  'stale',
] as const satisfies readonly VisitState[];

function Entry({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const bureaus = new Set(visit.cases.map(({ bureauId }) => bureauId)).size;
  const matters = [...new Set(visit.cases.map(({ matter }) => matter))];
  return (
    <>
      <Flex gap={6} align="center" wrap>
        <VisitTag state={visit.state} />
        <Tag>{t(`visits/kind/${visit.kind}`)}</Tag>
        {matters.map((matter) => (
          <MatterTag key={matter} matter={matter} />
        ))}
      </Flex>
      <Typography.Text strong>{visit.cases[0]?.placeName}</Typography.Text>
      <Typography.Text>
        {t('visits/cases', { count: visit.cases.length })} · {t('visits/bureaus', { count: bureaus })}
      </Typography.Text>
      <Typography.Text type="secondary">
        {visit.atMs === null
          ? t('visits/proposedAt', { time: formatTime(visit.proposedAtMs, language) })
          : formatTime(visit.atMs, language)}
      </Typography.Text>
    </>
  );
}

/** Joint inspections (综合查一次): proposed, planned and done. */
export function VisitsPage({ inspectionId }: { readonly inspectionId: number | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const isWide = Grid.useBreakpoint().lg === true;
  const [state, setState] = useState<VisitState | null>(null);
  const query = useVisits(state);
  const look = useAct(['visits']);
  const entries = (query.data?.pages ?? []).flatMap(({ inspections }) => inspections);
  const shownId = inspectionId ?? (isWide ? (entries[0]?.inspectionId ?? null) : null);
  const mayAct = me.data?.permissions.includes('case.dispatch') === true;
  return (
    <TwoPane
      title={t('visits/title')}
      hint={t('visits/hint')}
      home="/visits"
      isChosen={inspectionId !== null}
      tools={
        <Flex gap={8} wrap>
          <Select
            aria-label={t('visits/states')}
            className="tool"
            value={state ?? 'all'}
            options={[
              { value: 'all', label: t('boards/all') },
              ...STATES.map((value) => ({ value, label: t(`visits/state/${value}`) })),
            ]}
            onChange={(value) => {
              setState(STATES.find((one) => one === value) ?? null);
            }}
          />
          {mayAct && (
            <Button
              icon={<SearchOutlined aria-hidden />}
              loading={look.isPending}
              onClick={() => {
                look.mutate(() => cloud.post('/api/v1/inspections'));
              }}
            >
              {t('visits/look')}
            </Button>
          )}
        </Flex>
      }
      list={
        <BoardList
          query={query}
          entries={entries}
          keyOf={(visit) => visit.inspectionId}
          empty={t('visits/empty')}
          render={(visit) => (
            <EntryLink href={`/visits/${visit.inspectionId}`} isChosen={visit.inspectionId === shownId}>
              <Entry visit={visit} />
            </EntryLink>
          )}
        />
      }
      detail={shownId === null ? null : <VisitDetail key={shownId} inspectionId={shownId} />}
    />
  );
}
