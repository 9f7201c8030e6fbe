import { FailedPage, formatTime, useLanguage } from '@lamppost/page-kit';
import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { Alert, Card, Flex, Form, Select, Spin, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CaseHead } from '../boards/case-head.js';
import { CasePicture } from '../boards/case-picture.js';
import { useAct } from '../boards/use-act.js';
import { useBureauName } from '../boards/use-bureau-name.js';
import { WordsForm } from '../boards/words-form.js';
import { Deadline } from '../case/deadline.js';
import { cloud } from '../cloud/client.js';
import { useBureaus } from '../cloud/use-bureaus.js';
import { useCase } from '../cloud/use-case.js';
import { PlaceMap } from '../map/lazy-place-map.js';
import { useMe } from '../session/use-me.js';
import { useCoordination } from './use-coordination.js';

type Coordination = NonNullable<ReturnType<typeof useCoordination>['data']>;

function Why({ found }: { readonly found: Coordination }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { routing } = found;
  if (routing === null) return null;
  return (
    <Card size="small" title={t('coordination/why')}>
      <Typography.Paragraph strong>{routing[language]}</Typography.Paragraph>
      <Typography.Text type="secondary">{t('coordination/asOf', { day: routing.day })}</Typography.Text>
      <ul className="steps-of">
        {routing.steps.map((step) => (
          <li key={step.zh}>
            <Tag className="quiet" color={step.kind === 'power-holds' ? 'green' : 'default'}>
              {t(`coordination/kind/${step.kind}`)}
            </Tag>
            {step[language]}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Positions({ found }: { readonly found: Coordination }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useBureauName();
  const claimants = found.routing?.bureauIds ?? [];
  if (claimants.length === 0) return null;
  return (
    <Card size="small" title={t('coordination/positions')}>
      <ul className="plain-list positions">
        {claimants.map((bureauId) => {
          const position = found.positions.find((one) => one.bureauId === bureauId);
          return (
            <li key={bureauId}>
              <Flex gap={8} align="center" wrap>
                <Typography.Text strong>{nameOf(bureauId)}</Typography.Text>
                {position === undefined ? (
                  <Tag icon={<MinusCircleOutlined aria-hidden />}>{t('coordination/silent')}</Tag>
                ) : position.claim === 'ours' ? (
                  <Tag className="quiet" color="green" icon={<CheckCircleOutlined aria-hidden />}>
                    {t('coordination/ours')}
                  </Tag>
                ) : (
                  <Tag className="quiet" color="gold" icon={<CloseCircleOutlined aria-hidden />}>
                    {t('coordination/notOurs')}
                  </Tag>
                )}
              </Flex>
              {position !== undefined && (
                <>
                  <p className="said">{position.words}</p>
                  <Typography.Text type="secondary">
                    {t('boards/by', { name: position.displayName, time: formatTime(position.atMs, language) })}
                  </Typography.Text>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Decision({ found }: { readonly found: Coordination }) {
  const { t } = useTranslation();
  const me = useMe();
  const nameOf = useBureauName();
  const bureaus = useBureaus();
  const act = useAct(['coordination']);
  const [bureauId, setBureauId] = useState<string | null>(found.routing?.bureauIds[0] ?? null);
  const mayDecide = me.data?.permissions.includes('coordination.decide') === true && me.data.bureauId === null;
  if (!mayDecide) return <Typography.Text type="secondary">{t('coordination/cannotDecide')}</Typography.Text>;
  const claimants = found.routing?.bureauIds ?? [];
  const isClaimant = (id: string) => claimants.includes(id);
  const options = (bureaus.data ?? []).toSorted(
    (a, b) => Number(isClaimant(b.bureauId)) - Number(isClaimant(a.bureauId)),
  );
  return (
    <Card size="small" title={t('coordination/decide')}>
      <WordsForm
        label={t('boards/reasons')}
        least={4}
        isBusy={act.isPending}
        isReady={bureauId !== null}
        answers={[{ key: 'decide', label: t('coordination/decideButton'), isPrimary: true }]}
        onSend={async (_, words) => {
          if (bureauId === null) return;
          await act.mutateAsync(() =>
            cloud.post('/api/v1/cases/{caseId}/coordination/decision', {
              path: { caseId: found.caseId },
              body: { bureauId, words },
            }),
          );
        }}
      >
        <Typography.Paragraph type="secondary">{t('coordination/confirmDecide')}</Typography.Paragraph>
        <Form.Item label={t('coordination/toBureau')} htmlFor="decided-bureau">
          <Select
            id="decided-bureau"
            value={bureauId}
            options={options.map((bureau) => ({ value: bureau.bureauId, label: nameOf(bureau.bureauId) }))}
            onChange={setBureauId}
          />
        </Form.Item>
      </WordsForm>
    </Card>
  );
}

function OwnPosition({ found }: { readonly found: Coordination }) {
  const { t } = useTranslation();
  const me = useMe();
  const act = useAct(['coordination']);
  const bureauId = me.data?.bureauId ?? null;
  const takesPart = me.data?.permissions.includes('coordination.take-part') === true;
  if (!takesPart || bureauId === null || found.routing?.bureauIds.includes(bureauId) !== true) return null;
  const hasSpoken = found.positions.some((one) => one.bureauId === bureauId);
  return (
    <Card size="small" title={t(hasSpoken ? 'coordination/changeSay' : 'coordination/say')}>
      <WordsForm
        label={t('boards/reasons')}
        least={4}
        isBusy={act.isPending}
        answers={[
          { key: 'ours', label: t('coordination/ours'), isPrimary: true },
          { key: 'not-ours', label: t('coordination/notOurs') },
        ]}
        onSend={(key, words) =>
          act.mutateAsync(() =>
            cloud.put('/api/v1/cases/{caseId}/coordination/position', {
              path: { caseId: found.caseId },
              body: { claim: key === 'ours' ? 'ours' : 'not-ours', words },
            }),
          )
        }
      />
    </Card>
  );
}

/** One case without a bureau: why, what the sides say, and the decision. */
export function CoordinationDetail({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
  const nameOf = useBureauName();
  const coordination = useCoordination(caseId);
  const ofCase = useCase(caseId);
  if (coordination.isPending || ofCase.isPending) return <Spin className="centre" />;
  if (coordination.data === undefined)
    return <FailedPage error={coordination.error} onRetry={() => void coordination.refetch()} />;
  if (ofCase.data === undefined) return <FailedPage error={ofCase.error} onRetry={() => void ofCase.refetch()} />;
  const found = coordination.data;
  const detail = ofCase.data;
  const { decision } = found;
  return (
    <Flex vertical gap={14}>
      <CaseHead {...detail} tags={<Deadline deadline={detail.deadline} />} />
      {decision !== null && (
        <Alert
          type="success"
          showIcon
          title={t('coordination/decided', { bureau: nameOf(decision.bureauId) })}
          description={decision.words}
        />
      )}
      <div className="side-by-side">
        <CasePicture caseId={caseId} />
        <PlaceMap place={detail.device.place} bearingDeg={detail.device.bearingDeg} />
      </div>
      <Why found={found} />
      <Positions found={found} />
      {found.bureauId === null && decision === null && (
        <>
          <OwnPosition found={found} />
          <Decision found={found} />
        </>
      )}
    </Flex>
  );
}
