import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Alert, Card, Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../boards/use-act.js';
import { WordsForm } from '../../boards/words-form.js';
import { cloud } from '../../cloud/client.js';
import { RolloutTag, StandingTag } from './rollout-tags.js';
import { stepsOf } from './rollout-steps.js';
import type { Rollout } from './use-rollouts.js';

const COUNTED = ['taken', 'waiting', 'unheard', 'refused', 'silent'] as const;
/** Shortest reason that the cloud takes. */
const LEAST_WORDS = 2;

function Shares({ rollout }: { readonly rollout: Rollout }) {
  const { t } = useTranslation();
  const { steps, percent, state } = rollout;
  return (
    <ol className="shares" aria-label={t('admin/rollout/progress')}>
      {steps.map((share) => {
        const isReached = state !== 'rolled-back' && share <= percent;
        const isHere = share === percent && state !== 'finished' && state !== 'rolled-back';
        return (
          <li key={share} className={isReached ? 'reached' : undefined} aria-current={isHere ? 'step' : undefined}>
            {t('admin/rollout/at', { percent: share })}
          </li>
        );
      })}
    </ol>
  );
}

function History({ rollout }: { readonly rollout: Rollout }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className="plain-list">
      {rollout.history.map(({ step, percent, atMs, displayName, note }) => (
        <li key={`${atMs} ${step}`}>
          <Typography.Text strong>
            {t(`admin/rollout/step/${step}`)} · {t('admin/rollout/at', { percent })}
          </Typography.Text>{' '}
          <Typography.Text type="secondary">
            {t('admin/documents/by', {
              name: displayName ?? t('admin/rollout/itself'),
              time: formatTime(atMs, language),
            })}
          </Typography.Text>
          {note !== null && <p className="said">{note}</p>}
        </li>
      ))}
    </ul>
  );
}

/** The newest roll-out of a group: how far it has come, what gateways made of it, and the next step. */
export function RolloutCard({ rollout, mayPublish }: { readonly rollout: Rollout; readonly mayPublish: boolean }) {
  const { t } = useTranslation();
  const act = useAct(['rollouts']);
  const { rolloutId, version, state, document, previous, counts, reason, steps, percent } = rollout;
  const allowed = mayPublish ? stepsOf(rollout) : [];
  const isLast = percent === steps.at(-1);
  return (
    <Card
      size="small"
      className="rollout"
      title={
        <Flex gap={8} align="center" wrap>
          <RolloutTag state={state} />
          {document.name} · {t('admin/documents/version', { version: document.version })}
        </Flex>
      }
    >
      <Flex vertical gap={12}>
        <Shares rollout={rollout} />
        <Flex gap={6} wrap align="center">
          <Typography.Text>{t('admin/rollout/counts', counts)}</Typography.Text>
          {COUNTED.filter((standing) => counts[standing] > 0).map((standing) => (
            <StandingTag key={standing} standing={standing} count={counts[standing]} />
          ))}
        </Flex>
        <Typography.Text type="secondary">
          {t('admin/rollout/was', {
            what:
              previous === null
                ? t('admin/rollout/local')
                : `${previous.name} ${t('admin/documents/version', { version: previous.version })}`,
          })}
        </Typography.Text>
        {reason !== null && <Alert type="error" showIcon title={t('admin/rollout/reason')} description={reason} />}
        {allowed.length > 0 && (
          <WordsForm
            label={t('admin/rollout/note')}
            least={LEAST_WORDS}
            isBusy={act.isPending}
            answers={allowed.map((step) => ({
              key: step,
              label: step === 'advance' && isLast ? t('admin/rollout/finishStep') : t(`admin/rollout/step/${step}`),
              isPrimary: step === 'advance' || step === 'resume',
              isDanger: step === 'roll-back',
              isBare: step !== 'resume' && step !== 'roll-back',
            }))}
            onSend={async (key, words) => {
              const step = allowed.find((one) => one === key);
              if (step === undefined) return;
              const said = words.length < LEAST_WORDS ? {} : { note: words };
              await act.mutateAsync(() =>
                cloud.post('/api/v1/rollouts/{rolloutId}/steps', {
                  path: { rolloutId },
                  header: { 'if-match': `"v${version}"` },
                  body: step === 'resume' || step === 'roll-back' ? { step, note: words } : { step, ...said },
                }),
              );
            }}
          />
        )}
        <details>
          <summary>{t('admin/rollout/history')}</summary>
          <History rollout={rollout} />
        </details>
      </Flex>
    </Card>
  );
}
