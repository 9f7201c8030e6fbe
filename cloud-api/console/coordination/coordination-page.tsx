import { formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { Flex, Grid, Segmented, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BoardList } from '../boards/board-list.js';
import { EntryLink } from '../boards/entry-link.js';
import { TwoPane } from '../boards/two-pane.js';
import { useBureauName } from '../boards/use-bureau-name.js';
import { Deadline } from '../case/deadline.js';
import { Severity } from '../case/severity.js';
import { CoordinationDetail } from './coordination-detail.js';
import { type Ambiguity, type Unplaced, useUnplaced } from './use-coordination.js';

function Entry({ found }: { readonly found: Unplaced }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useBureauName();
  const { claimantIds, heardIds } = found;
  return (
    <>
      <Flex gap={6} align="center" wrap>
        <MatterTag matter={found.matter} />
        <Severity value={found.severity} />
        {claimantIds.length > 0 && (
          <Tag className="quiet">{t('coordination/heard', { count: heardIds.length, of: claimantIds.length })}</Tag>
        )}
      </Flex>
      <Typography.Text strong>{found.placeName}</Typography.Text>
      <Typography.Text>
        {claimantIds.length === 0 ? t('coordination/nobody') : claimantIds.map(nameOf).join(' / ')}
      </Typography.Text>
      <Flex gap={8} wrap>
        <Typography.Text type="secondary">{formatTime(found.triggeredAtMs, language)}</Typography.Text>
        <Deadline deadline={found.deadline} />
      </Flex>
    </>
  );
}

/** Disputes over jurisdiction, and cases that no list names a bureau for: what each side says, and the decision. */
export function CoordinationPage({ caseId }: { readonly caseId: string | null }) {
  const { t } = useTranslation();
  const isWide = Grid.useBreakpoint().lg === true;
  const [status, setStatus] = useState<Ambiguity>('overlap');
  const query = useUnplaced(status);
  const entries = (query.data?.pages ?? []).flatMap(({ cases }) => cases);
  const shownId = caseId ?? (isWide ? (entries[0]?.caseId ?? null) : null);
  return (
    <TwoPane
      title={t('coordination/title')}
      hint={t('coordination/hint')}
      home="/coordination"
      isChosen={caseId !== null}
      tools={
        <Segmented<Ambiguity>
          aria-label={t('coordination/status')}
          value={status}
          options={[
            { value: 'overlap', label: t('coordination/overlap') },
            { value: 'none', label: t('coordination/none') },
          ]}
          onChange={setStatus}
        />
      }
      list={
        <BoardList
          query={query}
          entries={entries}
          keyOf={(found) => found.caseId}
          empty={t(status === 'overlap' ? 'coordination/emptyOverlap' : 'coordination/emptyNone')}
          render={(found) => (
            <EntryLink href={`/coordination/${found.caseId}`} isChosen={found.caseId === shownId}>
              <Entry found={found} />
            </EntryLink>
          )}
        />
      }
      detail={shownId === null ? null : <CoordinationDetail key={shownId} caseId={shownId} />}
    />
  );
}
