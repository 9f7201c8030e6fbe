import { nowMs } from '@lamppost/page-kit';
import { Card, Form, Input, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../boards/use-act.js';
import { WordsForm } from '../boards/words-form.js';
import type { Answer } from '@lamppost/cloud-api/client';
import { cloud } from '../cloud/client.js';
import { usePatrols } from '../cloud/use-patrols.js';
import { useMe } from '../session/use-me.js';
import { fromBeijingMinute, toBeijingMinute } from './beijing-minute.js';
import type { Visit } from './use-visits.js';

const HOUR_MS = 3_600_000;

type VisitStep = Parameters<typeof takeStep>[1];

function takeStep(
  { inspectionId, version }: Visit,
  body:
    | { readonly step: 'accept'; readonly patrolId: string; readonly atMs: number; readonly note?: string }
    | { readonly step: 'join'; readonly note?: string }
    | { readonly step: 'decline' | 'stay-out' | 'cancel'; readonly note: string },
): Promise<Answer<unknown>> {
  return cloud.post('/api/v1/inspections/{inspectionId}/steps', {
    path: { inspectionId },
    header: { 'if-match': `"v${version}"` },
    body,
  });
}

const noteOf = (note: string) => (note.length < 2 ? {} : { note });

function Plan({ visit, onStep, isBusy }: StepProps) {
  const { t } = useTranslation();
  const me = useMe();
  const patrols = usePatrols();
  const own = (patrols.data ?? []).filter(
    ({ bureauId }) => bureauId === null || me.data?.bureauId === null || bureauId === me.data?.bureauId,
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [at, setAt] = useState(() => toBeijingMinute(Math.ceil(nowMs() / HOUR_MS + 1) * HOUR_MS));
  const patrolId = chosen ?? own[0]?.patrolId ?? null;
  const atMs = fromBeijingMinute(at);
  return (
    <Card size="small" title={t('visits/plan')}>
      <WordsForm
        label={t('boards/note')}
        least={2}
        isBusy={isBusy}
        isReady={patrolId !== null && atMs !== null}
        answers={[
          { key: 'accept', label: t('visits/accept'), isPrimary: true, isBare: true },
          { key: 'decline', label: t('visits/decline'), isDanger: true },
        ]}
        onSend={async (key, note) => {
          if (key === 'decline') await onStep({ step: 'decline', note });
          else if (patrolId !== null && atMs !== null)
            await onStep({ step: 'accept', patrolId, atMs, ...noteOf(note) });
        }}
      >
        <Form.Item label={t('visits/patrol')} htmlFor={`patrol-${visit.inspectionId}`}>
          <Select
            id={`patrol-${visit.inspectionId}`}
            value={patrolId}
            options={own.map((patrol) => ({ value: patrol.patrolId, label: patrol.name }))}
            onChange={setChosen}
          />
        </Form.Item>
        <Form.Item label={t('visits/at')} htmlFor={`at-${visit.inspectionId}`}>
          <Input
            id={`at-${visit.inspectionId}`}
            type="datetime-local"
            value={at}
            onChange={({ target }) => {
              setAt(target.value);
            }}
          />
        </Form.Item>
        <Typography.Paragraph type="secondary">{t('visits/declineHint')}</Typography.Paragraph>
      </WordsForm>
    </Card>
  );
}

interface StepProps {
  readonly visit: Visit;
  readonly isBusy: boolean;
  readonly onStep: (step: VisitStep) => Promise<unknown>;
}

/** What the reader may do with a visit. */
export function VisitSteps({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation();
  const me = useMe();
  const act = useAct(['visits', 'dispatches']);
  if (me.data?.permissions.includes('case.dispatch') !== true) return null;
  const onStep = (step: VisitStep) => act.mutateAsync(() => takeStep(visit, step));
  const { bureauId } = me.data;
  const isAsked = visit.cases.some(
    (found) => found.consent === 'asked' && (bureauId === null || found.bureauId === bureauId),
  );
  if (visit.state === 'proposed') return <Plan visit={visit} isBusy={act.isPending} onStep={onStep} />;
  if (visit.state !== 'planned') return null;
  return (
    <>
      {isAsked && (
        <Card size="small" title={t('visits/answer')}>
          <WordsForm
            label={t('boards/note')}
            least={2}
            isBusy={act.isPending}
            answers={[
              { key: 'join', label: t('visits/join'), isPrimary: true, isBare: true },
              { key: 'stay-out', label: t('visits/stayOut') },
            ]}
            onSend={(key, note) =>
              onStep(key === 'join' ? { step: 'join', ...noteOf(note) } : { step: 'stay-out', note })
            }
          />
        </Card>
      )}
      <Card size="small" title={t('visits/cancel')}>
        <WordsForm
          label={t('visits/reason')}
          least={2}
          isBusy={act.isPending}
          answers={[{ key: 'cancel', label: t('visits/cancel'), isDanger: true }]}
          onSend={(_, note) => onStep({ step: 'cancel', note })}
        />
      </Card>
    </>
  );
}
