import { FailedPage } from '@lamppost/page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Grid, Modal, Spin } from 'antd';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { prefetchCase } from '../cloud/use-case.js';
import { isForOthers } from '../review/review-keys.js';
import { usePendingVerdicts, type Verdict } from '../review/use-review.js';
import { CaseList } from './case-list.js';
import { InboxTools } from './inbox-tools.js';
import { Preview } from './preview.js';
import { type InboxFilter, useInbox } from './use-inbox.js';

/** So many cases after the present one are read ahead. */
const READ_AHEAD = 3;
const KEY_HELP = [
  ['J ↓', 'next'],
  ['K ↑', 'previous'],
  ['C', 'confirm'],
  ['R', 'reject'],
  ['T', 'transfer'],
  ['M', 'merge'],
  ['Enter', 'open'],
  ['?', 'help'],
] as const;

function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('keys/title')} footer={null} onCancel={onClose}>
      <dl className="keys">
        {KEY_HELP.map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys/${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

/** Open cases by deadline and severity, reviewed by keyboard: the next one is there before the hand has left the key. */
export function InboxPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const isWide = Grid.useBreakpoint().lg === true;
  const [filter, setFilter] = useState<InboxFilter>({ matter: null, state: 'to-do', sort: 'due' });
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [judgedIds, setJudgedIds] = useState<ReadonlySet<string>>(new Set());
  const [isHelping, setHelping] = useState(false);
  const inbox = useInbox(filter);
  const pending = usePendingVerdicts();
  const cases = useMemo(
    () => (inbox.data?.pages ?? []).flatMap((page) => page.cases).filter(({ caseId }) => !judgedIds.has(caseId)),
    [inbox.data, judgedIds],
  );
  const found = cases.findIndex(({ caseId }) => caseId === chosenId);
  const at = found >= 0 ? found : 0;
  const selectedId = isWide ? (cases[at]?.caseId ?? null) : null;

  useEffect(() => {
    for (const { caseId } of cases.slice(at, at + 1 + READ_AHEAD)) void prefetchCase(queries, caseId);
  }, [cases, at, queries]);

  const open = useCallback(
    (caseId: string) => {
      navigate(`/cases/${caseId}`);
    },
    [navigate],
  );
  const help = useCallback(() => {
    setHelping(true);
  }, []);
  const nextId = cases[at + 1]?.caseId ?? cases[at - 1]?.caseId ?? null;
  const onVerdict = useCallback(
    ({ found: { caseId } }: Verdict) => {
      // The next one takes its place before the cloud has answered.
      setChosenId(nextId);
      setJudgedIds((before) => new Set([...before, caseId]));
    },
    [nextId],
  );
  const onFailed = useCallback(
    (caseId: string) => {
      setJudgedIds((before) => new Set([...before].filter((judged) => judged !== caseId)));
      void queries.invalidateQueries({ queryKey: ['cases'] });
    },
    [queries],
  );
  useEffect(() => {
    const go = (to: number) => {
      const next = cases[Math.min(cases.length - 1, Math.max(0, to))];
      if (next !== undefined) setChosenId(next.caseId);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const inList = event.target instanceof Element && event.target.closest('.case-list') !== null;
      if (!inList && isForOthers(event)) return;
      const isOnControl = event.target instanceof Element && event.target.closest('a, button') !== null;
      if (event.key === 'j' || event.key === 'ArrowDown') go(at + 1);
      else if (event.key === 'k' || event.key === 'ArrowUp') go(at - 1);
      else if (event.key === 'Enter' && !isOnControl && selectedId !== null) open(selectedId);
      else if (event.key === '?') setHelping(true);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [cases, at, selectedId, open]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = inbox;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <div className="inbox">
      <InboxTools
        filter={filter}
        onFilter={setFilter}
        listed={cases.length}
        pending={pending}
        onHelp={isWide ? help : null}
      />
      {inbox.isPending && <Spin className="centre" size="large" />}
      {inbox.isError && cases.length === 0 && <FailedPage error={inbox.error} onRetry={() => void inbox.refetch()} />}
      {inbox.isSuccess && cases.length === 0 && (
        <Alert type="success" showIcon title={t('inbox/empty')} description={t('inbox/emptyHint')} />
      )}
      {cases.length > 0 && (
        <div className="inbox-columns">
          <CaseList
            cases={cases}
            selectedId={selectedId}
            onSelect={isWide ? setChosenId : open}
            onOpen={open}
            onNearEnd={onNearEnd}
          />
          {isWide && (
            <section className="preview" aria-label={t('inbox/preview')} tabIndex={0}>
              <Preview caseId={selectedId} onVerdict={onVerdict} onFailed={onFailed} />
            </section>
          )}
        </div>
      )}
      {isHelping && (
        <KeyHelp
          onClose={() => {
            setHelping(false);
          }}
        />
      )}
    </div>
  );
}
