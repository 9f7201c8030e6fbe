import type { CheckedDraft, RuleEdit, RulesNow } from '@lamppost/gateway/console-shapes';
import { FailedPage, sayProblem } from '@lamppost/page-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Spin } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../box/ask.js';
import { useMe } from '../session/use-me.js';
import { type Draft, DraftContext } from './draft-context.js';
import { type DraftTexts, beginDraft, changeDraft, keepDraft, keptDraft, redoDraft, undoDraft } from './draft-store.js';

const NOW_EVERY_MS = 20_000;

/** Kept while the page is open, whichever part of it is shown. */
let texts: DraftTexts | null = null;
let tested: string | null = null;

/** Holds one draft of the rules for the pages within. */
export function DraftProvider({ children }: { readonly children: ReactNode }) {
  const now = useQuery({
    queryKey: ['rules'],
    queryFn: () => ask<RulesNow>('GET', '/rules'),
    refetchInterval: NOW_EVERY_MS,
  });
  if (now.isPending) return <Spin className="centre" size="large" />;
  if (now.isError && now.data === undefined) return <FailedPage error={now.error} onRetry={() => void now.refetch()} />;
  return <DraftOf now={now.data}>{children}</DraftOf>;
}

function DraftOf({ now, children }: { readonly now: RulesNow; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const me = useMe();
  const [, redraw] = useState(0);
  const [testedText, setTested] = useState(tested);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  let current = texts ?? keptDraft() ?? beginDraft(now);
  // Nothing was changed: the newest rules are what one looks at.
  if (current.text === current.base.text && current.base.etag !== now.etag) current = beginDraft(now);
  texts = current;

  const put = useCallback((next: DraftTexts) => {
    texts = next;
    keepDraft(next);
    redraw((count) => count + 1);
  }, []);
  const isBase = current.text === now.text;
  const looked = useQuery({
    queryKey: ['draft', now.etag, current.text],
    queryFn: () => ask<CheckedDraft>('POST', '/rules/draft', { text: current.text }),
    enabled: !isBase,
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: (before) => before,
  });
  const edit = useCallback(
    async (...edits: readonly RuleEdit[]): Promise<boolean> => {
      const work = async () => {
        const before = texts;
        if (before === null) return false;
        try {
          const made = await ask<CheckedDraft>('POST', '/rules/draft', { text: before.text, edits });
          queries.setQueryData(['draft', now.etag, made.text], made);
          put(changeDraft(texts ?? before, made.text));
          return true;
        } catch (error) {
          void message.error(sayProblem(error, t));
          return false;
        }
      };
      // One after another: each is made on what the one before came to.
      const done = queue.current.then(work, work);
      queue.current = done;
      return done;
    },
    [message, now.etag, put, queries, t],
  );
  const isOvertaken = current.base.etag !== now.etag;
  useEffect(() => {
    if (!isOvertaken && isBase) keepDraft(current);
  });
  const canEdit = me.data?.role === 'operator';
  const canPublish = canEdit && now.source.kind === 'file';
  const checked = isBase ? now.checked : (looked.data?.checked ?? now.checked);
  const draft = useMemo<Draft>(
    () => ({
      ...{ now, base: current.base, text: current.text, checked, canEdit, canPublish, isOvertaken, testedText, edit },
      isChecking: !isBase && (looked.isPlaceholderData || looked.isPending),
      changes: isBase ? [] : (looked.data?.changes ?? []),
      isChanged: current.text !== current.base.text,
      canUndo: current.undo.length > 0,
      canRedo: current.redo.length > 0,
      setText: (text, joins) => {
        put(changeDraft(texts ?? current, text, joins));
      },
      undo: () => {
        put(undoDraft(texts ?? current));
      },
      redo: () => {
        put(redoDraft(texts ?? current));
      },
      discard: () => {
        put(beginDraft(now));
      },
      rebase: () => {
        put({ ...(texts ?? current), base: now });
      },
      noteTested: (text) => {
        tested = text;
        setTested(text);
      },
    }),
    [
      now,
      current,
      checked,
      canEdit,
      canPublish,
      isOvertaken,
      testedText,
      edit,
      isBase,
      looked.isPlaceholderData,
      looked.isPending,
      looked.data,
      put,
    ],
  );
  return <DraftContext value={draft}>{children}</DraftContext>;
}
