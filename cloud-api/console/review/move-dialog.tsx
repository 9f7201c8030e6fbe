import { useLanguage } from '@lamppost/page-kit';
import { Button, Flex, Form, Input, Modal, Typography } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBureaus } from '../cloud/use-bureaus.js';
import { useCaseLife } from '../cloud/use-case-life.js';
import type { Movable, Move } from './moves.js';
import type { CaseStepRequest } from '../cloud/steps.js';

/** Moves about which something must be said. */
export type AskedMove = Exclude<Move, 'confirm' | 'accept'>;

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint: string | null;
  readonly needsNote: boolean;
}

interface DialogProps {
  readonly found: Movable;
  readonly move: AskedMove;
  readonly onSaid: (said: CaseStepRequest & { step: Move }) => void;
  readonly onCancel: () => void;
}

/** Digits, and then letters, by which a choice is made. */
const CHOICE_KEYS = '1234567890abcdefghi';

function useChoices({ found, move }: Pick<DialogProps, 'found' | 'move'>): readonly Choice[] | null {
  const language = useLanguage();
  const life = useCaseLife();
  const bureaus = useBureaus();
  if (move === 'reject')
    return (life.data?.rejectionReasons ?? [])
      .filter(({ matters }) => matters.includes(found.matter))
      .map((reason) => ({ id: reason.code, label: reason[language], hint: reason.law, needsNote: reason.needsNote }));
  if (move === 'transfer')
    return (bureaus.data ?? [])
      .filter(({ bureauId }) => bureauId !== found.bureauId)
      .map(({ bureauId, nameZh, nameEn }) => ({
        id: bureauId,
        label: language === 'zh' ? nameZh : (nameEn ?? nameZh),
        hint: null,
        needsNote: false,
      }));
  return null;
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

/** Asks what a move needs: a reason, a bureau, another case, a note. A digit chooses, and sends where nothing else is needed. */
export function MoveDialog({ found, move, onSaid, onCancel }: DialogProps) {
  const { t } = useTranslation();
  const choices = useChoices({ found, move });
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [mergeId, setMergeId] = useState('');
  const isNoteNeeded =
    choices === null ? move !== 'merge' : choices.find(({ id }) => id === chosen)?.needsNote === true;
  const isReady =
    (choices === null || chosen !== null) &&
    (!isNoteNeeded || note.trim() !== '') &&
    (move !== 'merge' || /^LP-\d{8}-\d{6,}$/.test(mergeId.trim()));
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
    const choice = choices?.[CHOICE_KEYS.indexOf(event.key.toLowerCase())];
    if (choice === undefined) return;
    event.preventDefault();
    choose(choice);
  };
  return (
    <Modal
      open
      footer={null}
      destroyOnHidden
      title={t(
        move === 'reject'
          ? 'review/rejectTitle'
          : move === 'transfer'
            ? 'review/transferTitle'
            : move === 'merge'
              ? 'review/mergeTitle'
              : `review/${move}`,
      )}
      onCancel={onCancel}
    >
      <div onKeyDown={onKeyDown}>
        <Form
          layout="vertical"
          onFinish={() => {
            if (isReady) send(move === 'merge' ? mergeId.trim() : chosen);
          }}
        >
          {choices !== null && (
            <Flex vertical gap={4} role="radiogroup" className="choices">
              {choices.map((choice, index) => (
                <Button
                  key={choice.id}
                  role="radio"
                  aria-checked={chosen === choice.id}
                  autoFocus={index === 0}
                  type={chosen === choice.id ? 'primary' : 'default'}
                  className="choice"
                  onClick={() => {
                    choose(choice);
                  }}
                >
                  <kbd>{CHOICE_KEYS[index]?.toUpperCase()}</kbd>
                  <span>{choice.label}</span>
                  {choice.hint !== null && <Typography.Text type="secondary">{choice.hint}</Typography.Text>}
                </Button>
              ))}
            </Flex>
          )}
          {move === 'merge' && (
            <Form.Item label={t('review/mergeId')}>
              <Input
                autoFocus
                value={mergeId}
                placeholder="LP-20260301-000001"
                onChange={({ target }) => {
                  setMergeId(target.value);
                }}
              />
            </Form.Item>
          )}
          {(choices === null ? move !== 'merge' : true) && (
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
      </div>
    </Modal>
  );
}
