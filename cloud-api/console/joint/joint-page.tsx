import { formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { Card, Empty, Flex, Grid, Select, Tag, Typography } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BoardList } from '../boards/board-list.js';
import { CaseHead } from '../boards/case-head.js';
import { CasePicture } from '../boards/case-picture.js';
import { EntryLink } from '../boards/entry-link.js';
import { TwoPane } from '../boards/two-pane.js';
import { useBureauName } from '../boards/use-bureau-name.js';
import { Deadline } from '../case/deadline.js';
import { useMe } from '../session/use-me.js';
import { SupportSteps } from './support-steps.js';
import { SupportTag } from './support-tag.js';
import { type Support, type SupportState, useSupports } from './use-supports.js';

const STATES = ['invited', 'accepted', 'refused', 'withdrawn', 'ended'] as const satisfies readonly SupportState[];

function Entry({ support }: { readonly support: Support }) {
  const { t } = useTranslation();
  const me = useMe();
  const nameOf = useBureauName();
  const own = me.data?.bureauId ?? null;
  return (
    <>
      <Flex gap={6} align="center" wrap>
        <SupportTag state={support.state} />
        <MatterTag matter={support.matter} />
        {own === support.bureauId && <Tag className="quiet">{t('joint/weSupport')}</Tag>}
        {own === support.leadBureauId && <Tag className="quiet">{t('joint/weLead')}</Tag>}
      </Flex>
      <Typography.Text strong>{support.placeName}</Typography.Text>
      <Typography.Text>
        {t('joint/asked', { lead: nameOf(support.leadBureauId), support: nameOf(support.bureauId) })}
      </Typography.Text>
      {support.deadline !== null && <Deadline deadline={support.deadline} />}
    </>
  );
}

function Detail({ support }: { readonly support: Support }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useBureauName();
  return (
    <Flex vertical gap={14}>
      <CaseHead
        {...support}
        tags={
          <>
            <SupportTag state={support.state} />
            <Tag>{t(`state/${support.caseState}`)}</Tag>
            {support.deadline !== null && <Deadline deadline={support.deadline} />}
          </>
        }
      />
      <Card
        size="small"
        title={t('joint/question')}
        extra={
          <Typography.Text type="secondary">
            {t('joint/invitedAt', { time: formatTime(support.invitedAtMs, language) })}
          </Typography.Text>
        }
      >
        <Typography.Text strong>
          {t('joint/asked', { lead: nameOf(support.leadBureauId), support: nameOf(support.bureauId) })}
        </Typography.Text>
        <p className="said">{support.question}</p>
      </Card>
      <CasePicture caseId={support.caseId} />
      <Card size="small" title={t('joint/opinions')}>
        {support.opinions.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('joint/noOpinion')} />
        ) : (
          <ul className="plain-list">
            {support.opinions.map((opinion) => (
              <li key={`${opinion.atMs} ${opinion.accountId}`}>
                <Flex gap={8} align="center" wrap>
                  <Tag
                    className="quiet"
                    color={opinion.kind === 'objects' ? 'error' : opinion.kind === 'agrees' ? 'green' : 'default'}
                  >
                    {t(`joint/kind/${opinion.kind}`)}
                  </Tag>
                  <Typography.Text type="secondary">
                    {t('boards/by', { name: opinion.displayName, time: formatTime(opinion.atMs, language) })}
                  </Typography.Text>
                </Flex>
                <p className="said">{opinion.words}</p>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <SupportSteps key={`${support.supportId} ${support.version}`} support={support} />
    </Flex>
  );
}

/** Joint handling (1+X): what the bureau is asked for, and what it asked others for. */
export function JointPage({ supportId }: { readonly supportId: number | null }) {
  const { t } = useTranslation();
  const isWide = Grid.useBreakpoint().lg === true;
  const [state, setState] = useState<SupportState | null>(null);
  const query = useSupports(state);
  const entries = (query.data?.pages ?? []).flatMap(({ supports }) => supports);
  const shown =
    entries.find((support) => support.supportId === supportId) ??
    (isWide && supportId === null ? entries[0] : undefined);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    // What the address names may stand further down.
    if (supportId !== null && shown === undefined && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [supportId, shown, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <TwoPane
      title={t('joint/title')}
      hint={t('joint/hint')}
      home="/joint"
      isChosen={supportId !== null}
      tools={
        <Select
          aria-label={t('joint/states')}
          className="tool"
          value={state ?? 'all'}
          options={[
            { value: 'all', label: t('boards/all') },
            ...STATES.map((value) => ({ value, label: t(`joint/state/${value}`) })),
          ]}
          onChange={(value) => {
            setState(STATES.find((one) => one === value) ?? null);
          }}
        />
      }
      list={
        <BoardList
          query={query}
          entries={entries}
          keyOf={(support) => support.supportId}
          empty={t('joint/empty')}
          isEmptyGood={false}
          render={(support) => (
            <EntryLink
              href={`/joint/${support.supportId}`}
              isChosen={support.supportId === (shown?.supportId ?? supportId)}
            >
              <Entry support={support} />
            </EntryLink>
          )}
        />
      }
      detail={shown === undefined ? null : <Detail support={shown} />}
    />
  );
}
