import { FailedPage, formatTime, useLanguage } from '@lamppost/page-kit';
import { ArrowLeftOutlined, LockOutlined } from '@ant-design/icons';
import { Button, Card, Flex, Spin, Tag, Timeline, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { CaseHead } from '../boards/case-head.js';
import { CasePicture } from '../boards/case-picture.js';
import { DueClock } from '../boards/due-clock.js';
import { ReasonDialog } from '../case/reason-dialog.js';
import { useCase } from '../cloud/use-case.js';
import { usePatrols } from '../cloud/use-patrols.js';
import { PlaceMap } from '../map/lazy-place-map.js';
import { useMe } from '../session/use-me.js';
import { DispatchSteps } from './dispatch-steps.js';
import { type DispatchDetail as Detail, useDispatch } from './use-dispatches.js';
import '../boards/styles.css';
import './styles.css';

function Steps({ found }: { readonly found: Detail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe();
  const [asked, setAsked] = useState<string | null>(null);
  const mayOpen = me.data?.permissions.includes('original.read') === true;
  return (
    <Card size="small" title={t('dispatch/steps')}>
      <Timeline
        className="dispatch-steps"
        items={found.steps.map((step) => ({
          key: step.version,
          content: (
            <>
              <Flex gap={8} align="center" wrap>
                <Typography.Text strong>{t(`dispatch/step/${step.step}`)}</Typography.Text>
                {step.finding !== null && <Tag>{t(`dispatch/findings/${step.finding}`)}</Tag>}
                <Typography.Text type="secondary">
                  {t('boards/by', { name: step.displayName, time: formatTime(step.atMs, language) })}
                </Typography.Text>
              </Flex>
              {step.note !== null && <p className="said">{step.note}</p>}
              {step.photos.length > 0 && (
                <Flex gap={8} wrap className="photo-links">
                  {step.photos.map((sha256, index) => (
                    <Button
                      key={sha256}
                      size="small"
                      disabled={!mayOpen}
                      icon={<LockOutlined aria-hidden />}
                      onClick={() => {
                        setAsked(sha256);
                      }}
                    >
                      {t('dispatch/photo', { number: index + 1 })}
                    </Button>
                  ))}
                </Flex>
              )}
            </>
          ),
        }))}
      />
      {asked !== null && (
        <ReasonDialog
          onReason={(reason) => {
            setAsked(null);
            const address = `/api/v1/dispatches/${found.dispatchId}/photos/${asked}`;
            window.open(`${address}?reason=${encodeURIComponent(reason)}`, '_blank', 'noopener');
          }}
          onCancel={() => {
            setAsked(null);
          }}
        />
      )}
    </Card>
  );
}

/** One dispatch: what it is about, what was done, and what is to be done next. */
export function DispatchDetail({ dispatchId }: { readonly dispatchId: number }) {
  const { t } = useTranslation();
  const dispatch = useDispatch(dispatchId);
  const ofCase = useCase(dispatch.data?.caseId ?? null);
  const patrols = usePatrols();
  if (dispatch.isPending) return <Spin className="centre" />;
  if (dispatch.data === undefined) return <FailedPage error={dispatch.error} onRetry={() => void dispatch.refetch()} />;
  const found = dispatch.data;
  const detail = ofCase.data;
  const patrol = patrols.data?.find(({ patrolId }) => patrolId === found.patrolId);
  return (
    <div className="dispatch-page">
      <Link href="/dispatch" className="board-back">
        <ArrowLeftOutlined aria-hidden /> {t('boards/back')}
      </Link>
      <Flex vertical gap={14}>
        <header className="entry-head">
          <Flex gap={8} align="center" wrap>
            <Typography.Title level={1} className="dispatch-number">
              {t('dispatch/number', { id: found.dispatchId })}
            </Typography.Title>
            <Tag>{t(`dispatch/state/${found.state}`)}</Tag>
            <DueClock dueAtMs={found.dueAtMs} fromMs={found.steps.at(-1)?.atMs ?? found.sentAtMs} />
          </Flex>
          <Typography.Text>
            {patrol?.name ?? found.patrolId}
            {found.grid === null ? '' : ` · ${t('dispatch/grid')} ${found.grid}`}
          </Typography.Text>
        </header>
        {detail !== undefined && <CaseHead {...detail} />}
        <DispatchSteps key={found.version} found={found} />
        {detail !== undefined && (
          <div className="side-by-side">
            <CasePicture caseId={detail.caseId} />
            <PlaceMap place={detail.device.place} bearingDeg={detail.device.bearingDeg} />
          </div>
        )}
        <Steps found={found} />
      </Flex>
    </div>
  );
}
