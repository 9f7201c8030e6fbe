import { sayProblem } from '@lamppost/page-kit';
import { Alert, Button, Flex, Form, Input, Modal, Spin, Typography } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseStepRequest } from '../cloud/steps.js';
import { ChoiceList, choiceOfKey, isLong } from './choice-list.js';
import type { Movable, Move } from './moves.js';
import { type Choice, useChoices } from './use-choices.js';

/** Moves about which something must be said. */
export type AskedMove = Exclude<Move, 'confirm' | 'accept'>;

interface DialogProps {
  readonly found: Movable;
  readonly move: AskedMove;
  readonly onSaid: (said: CaseStepRequest & { step: Move }) => void;
  readonly onCancel: () => void;
}

function toStep(move: AskedMove, choice: string | null, note: string): CaseStepRequest & { step: Move } {
  const said = note.trim();
  const noted = said === '' ? {} : { note: said };
  switch (move) {
    case 'reject':
      return { step: 'reject', reason: choice as Extract<CaseStepRequest, { step: 'reject' }>['reason'], ...noted };
    case 'transfer':
      return { step: 'transfer', bureauId: choice ?? '', ...noted };
    case 'merge':
      return { step: 'merge', intoCaseId: choice ?? '', ...noted };
    case 'return':
    case 'correct':
    case 'review-again':
    case 'reopen':
      return { step: move, note: said };
  }
}

const CASE_ID = /^LP-\d{8}-\d{6,}$/;
const WIDTH_PX = 520;
const WIDE_PX = 900;

const TITLES = {
  reject: 'review/rejectTitle',
  transfer: 'review/transferTitle',
  merge: 'review/mergeTitle',
  return: 'review/return',
  correct: 'review/correct',
  'review-again': 'review/review-again',
  reopen: 'review/reopen',
} as const satisfies Record<AskedMove, string>;

/** Asks what a move needs: a reason, a bureau, another case, a note. A digit chooses, and sends where nothing else is needed. */
export function MoveDialog({ found, move, onSaid, onCancel }: DialogProps) {
  const { t } = useTranslation();
  const { choices, isLoading, error } = useChoices({ found, move });
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [mergeId, setMergeId] = useState('');
  const isMerge = move === 'merge';
  const isNoteNeeded = choices === null || choices.find(({ id }) => id === chosen)?.needsNote === true;
  const isReady = isMerge
    ? CASE_ID.test(mergeId.trim())
    : (choices === null || chosen !== null) && (!isNoteNeeded || note.trim() !== '');
  const send = (choice: string | null) => {
    onSaid(toStep(move, choice, note));
  };
  const choose = ({ id, needsNote }: Choice) => {
    setChosen(id);
    if (!needsNote && note.trim() === '') send(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const choice = choiceOfKey(choices, event.key);
    if (choice === undefined) return;
    event.preventDefault();
    choose(choice);
  };
  return (
    <Modal
      open
      footer={null}
      destroyOnHidden
      width={isLong(choices) ? WIDE_PX : WIDTH_PX}
      title={t(TITLES[move])}
      onCancel={onCancel}
    >
      <div onKeyDown={onKeyDown}>
        {isLoading ? (
          <Spin className="choices-coming" />
        ) : (
          <Form
            layout="vertical"
            onFinish={() => {
              if (isReady) send(isMerge ? mergeId.trim() : chosen);
            }}
          >
            {choices !== null && choices.length > 0 && (
              <ChoiceList choices={choices} chosen={chosen} onChoose={choose} />
            )}
            {error !== null && (
              <Alert type="error" showIcon role="alert" title={sayProblem(error, t)} className="choices" />
            )}
            {isMerge && error === null && choices?.length === 0 && (
              <Typography.Paragraph type="secondary">{t('review/noTargets')}</Typography.Paragraph>
            )}
            {isMerge ? (
              <Form.Item label={t(choices?.length === 0 ? 'review/mergeId' : 'review/mergeOtherId')}>
                <Input
                  autoFocus={choices?.length === 0}
                  value={mergeId}
                  placeholder="LP-20260301-000001"
                  onChange={({ target }) => {
                    setMergeId(target.value);
                  }}
                />
              </Form.Item>
            ) : (
              <Form.Item label={t(isNoteNeeded ? 'review/noteNeeded' : 'review/noteOptional')}>
                <Input.TextArea
                  autoFocus={choices === null}
                  maxLength={2_000}
                  rows={2}
                  value={note}
                  onChange={({ target }) => {
                    setNote(target.value);
                  }}
                />
              </Form.Item>
            )}
            <Flex justify="end" gap={8}>
              <Button onClick={onCancel}>{t('common/cancel')}</Button>
              <Button type="primary" htmlType="submit" disabled={!isReady}>
                {t('common/ok')}
              </Button>
            </Flex>
          </Form>
        )}
      </div>
    </Modal>
  );
}
