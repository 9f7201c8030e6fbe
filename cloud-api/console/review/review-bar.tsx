import { LoadBoundary } from '@lamppost/page-kit';
import { Button, Flex, Typography } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../cloud/use-case.js';
import { useMe } from '../session/use-me.js';
import type { AskedMove } from './move-dialog.js';
import { type Move, movesOf } from './moves.js';
import { moveOfKey } from './review-keys.js';
import { useReview, type Verdict } from './use-review.js';

interface ReviewBarProps {
  readonly detail: CaseDetail;
  /** Told each verdict as it is given, before it is sent. */
  readonly onVerdict?: (verdict: Verdict) => void;
  /** Told the case whose verdict came to nothing. */
  readonly onFailed?: (caseId: string) => void;
}

const loadDialog = async () => ({ default: (await import('./move-dialog.js')).MoveDialog });
const MoveDialog = lazy(loadDialog);
/** So long the first view has the line for itself. */
const LOAD_AFTER_MS = 1_500;

const PRIMARY: ReadonlySet<Move> = new Set(['confirm', 'accept']);
const KEYS: Partial<Record<Move, string>> = {
  confirm: 'C',
  reject: 'R',
  transfer: 'T',
  merge: 'M',
  accept: 'C',
  return: 'R',
};

/** What may be done with a case, by button and by key. */
export function ReviewBar({ detail, onVerdict, onFailed }: ReviewBarProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [asked, setAsked] = useState<AskedMove | null>(null);
  const review = useReview({ onFailed: onFailed ?? (() => undefined) });
  const moves = movesOf(detail, me.data?.permissions ?? []);
  const { caseId } = detail;
  useEffect(() => {
    // It is there before somebody asks for it.
    const timer = window.setTimeout(() => void loadDialog().catch(() => undefined), LOAD_AFTER_MS);
    return () => {
      window.clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    setAsked(null);
  }, [caseId]);

  const give = (said: Verdict['said']) => {
    setAsked(null);
    const verdict = { found: detail, said };
    onVerdict?.(verdict);
    review.mutate(verdict);
  };
  const begin = (move: Move) => {
    if (move === 'confirm' || move === 'accept') give({ step: move });
    else setAsked(move);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const move = asked === null ? moveOfKey(event, moves) : null;
      if (move === null) return;
      event.preventDefault();
      begin(move);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  });
  if (moves.length === 0) return <Typography.Text type="secondary">{t('review/noSteps')}</Typography.Text>;
  return (
    <Flex gap={8} wrap className="review-bar">
      {moves.map((move) => (
        <Button
          key={move}
          type={PRIMARY.has(move) ? 'primary' : 'default'}
          danger={move === 'reject' || move === 'return'}
          disabled={review.isPending && onVerdict === undefined}
          aria-keyshortcuts={KEYS[move]}
          onClick={() => {
            begin(move);
          }}
        >
          {move === 'transfer' && (detail.state === 'candidate' || detail.state === 'in_review')
            ? t('review/confirmThenTransfer')
            : t(`review/${move}`)}
          {KEYS[move] !== undefined && <kbd aria-hidden>{KEYS[move]}</kbd>}
        </Button>
      ))}
      {asked !== null && (
        <LoadBoundary place={detail.caseId}>
          <Suspense>
            <MoveDialog
              found={detail}
              move={asked}
              onSaid={give}
              onCancel={() => {
                setAsked(null);
              }}
            />
          </Suspense>
        </LoadBoundary>
      )}
    </Flex>
  );
}
