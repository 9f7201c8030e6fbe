import { FailedPage, formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { SendOutlined } from '@ant-design/icons';
import { Button, Flex, Spin, Tag, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { DueClock } from '../boards/due-clock.js';
import { Deadline } from '../case/deadline.js';
import { Severity } from '../case/severity.js';
import { useMe } from '../session/use-me.js';
import { SendDialog } from './send-dialog.js';
import {
  type DispatchFilter,
  type ListedDispatch,
  type ListedState,
  useDispatches,
  useWaitingCases,
  type WaitingCase,
} from './use-dispatches.js';

function Column<Entry>(options: {
  readonly name: 'waiting' | ListedState;
  readonly query: ReturnType<typeof useDispatches> | ReturnType<typeof useWaitingCases>;
  readonly entries: readonly Entry[];
  readonly keyOf: (entry: Entry) => string | number;
  readonly render: (entry: Entry) => ReactNode;
}) {
  const { t } = useTranslation();
  const { name, query, entries, keyOf, render } = options;
  const title = t(`dispatch/column/${name}`);
  return (
    <section className={`column column-${name}`} aria-labelledby={`column-${name}`} tabIndex={0}>
      <Typography.Title level={2} id={`column-${name}`} className="column-title">
        {title} <span className="column-count">{query.hasNextPage ? `${entries.length}+` : entries.length}</span>
      </Typography.Title>
      {query.isPending && <Spin className="centre" />}
      {query.error !== null && entries.length === 0 && (
        <FailedPage error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && entries.length === 0 && (
        <Typography.Text type="secondary" className="column-empty">
          {t('dispatch/emptyColumn')}
        </Typography.Text>
      )}
      <ul className="cards">
        {entries.map((entry) => (
          <li key={keyOf(entry)}>{render(entry)}</li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('boards/more')}
        </Button>
      )}
    </section>
  );
}

function DispatchCard({ found }: { readonly found: ListedDispatch }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { dispatchId, matter, severity, placeName, patrolName, grid, dueAtMs, sentAtMs, finding } = found;
  return (
    <Link href={`/dispatch/${dispatchId}`} className="card">
      <Flex gap={6} align="center" wrap>
        <MatterTag matter={matter} />
        <Severity value={severity} />
      </Flex>
      <Typography.Text strong>{placeName}</Typography.Text>
      <Typography.Text>{patrolName}</Typography.Text>
      {grid !== null && (
        <Typography.Text type="secondary">
          {t('dispatch/grid')} {grid}
        </Typography.Text>
      )}
      <Typography.Text type="secondary">
        {t('dispatch/sentAt', { time: formatTime(sentAtMs, language) })}
      </Typography.Text>
      <Flex gap={6} wrap>
        <DueClock dueAtMs={dueAtMs} fromMs={sentAtMs} />
        {finding !== null && <Tag>{t(`dispatch/findings/${finding}`)}</Tag>}
      </Flex>
    </Link>
  );
}

/** Dispatches of a stage. */
export function DispatchColumn({ state, filter }: { readonly state: ListedState; readonly filter: DispatchFilter }) {
  const query = useDispatches(state, filter);
  return (
    <Column
      name={state}
      query={query}
      entries={(query.data?.pages ?? []).flatMap(({ dispatches }) => dispatches)}
      keyOf={({ dispatchId }) => dispatchId}
      render={(found) => <DispatchCard found={found} />}
    />
  );
}

/** Confirmed cases that nobody was sent to. */
export function WaitingColumn() {
  const { t } = useTranslation();
  const me = useMe();
  const query = useWaitingCases();
  const [chosen, setChosen] = useState<WaitingCase | null>(null);
  const maySend = me.data?.permissions.includes('case.dispatch') === true;
  return (
    <>
      <Column
        name="waiting"
        query={query}
        entries={(query.data?.pages ?? []).flatMap(({ cases }) => cases)}
        keyOf={({ caseId }) => caseId}
        render={(found) => (
          <div className="card">
            <Flex gap={6} align="center" wrap>
              <MatterTag matter={found.matter} />
              <Severity value={found.severity} />
            </Flex>
            <Link href={`/cases/${found.caseId}`} className="card-place">
              {found.placeName}
            </Link>
            <Deadline deadline={found.deadline} />
            {maySend && (
              <Button
                type="primary"
                size="small"
                icon={<SendOutlined aria-hidden />}
                aria-label={`${t('dispatch/send')}: ${found.caseId}`}
                onClick={() => {
                  setChosen(found);
                }}
              >
                {t('dispatch/send')}
              </Button>
            )}
          </div>
        )}
      />
      {chosen !== null && (
        <SendDialog
          caseId={chosen.caseId}
          onDone={() => {
            setChosen(null);
          }}
        />
      )}
    </>
  );
}
