import { FactsList, FailedPage, formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { Alert, Card, Col, Flex, Row, Spin, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useBureaus } from '../cloud/use-bureaus.js';
import { type CaseDetail, useCase } from '../cloud/use-case.js';
import { DispatchCard } from '../dispatch/dispatch-card.js';
import { JointCard } from '../joint/joint-card.js';
import { PlaceMap } from '../map/lazy-place-map.js';
import { ReadingsCard } from '../readings/lazy-readings-card.js';
import { ReviewBar } from '../review/review-bar.js';
import { useMe } from '../session/use-me.js';
import '../boards/styles.css';
import { Conditions } from './conditions.js';
import { Deadline } from './deadline.js';
import { describeTerm } from './describe-term.js';
import { DeviceStatus } from './device-status.js';
import { Originals } from './originals.js';
import { Pictures } from './pictures.js';
import { Plate } from './plate.js';
import { Seal } from './seal.js';
import { Severity } from './severity.js';
import { CaseTimeline } from './timeline.js';

function Facts({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const bureaus = useBureaus();
  const bureau = bureaus.data?.find(({ bureauId }) => bureauId === detail.bureauId);
  const bureauName = language === 'zh' ? bureau?.nameZh : (bureau?.nameEn ?? bureau?.nameZh);
  const { violation, judgement } = detail;
  return (
    <Card title={t('case/facts')} size="small">
      <FactsList
        facts={[
          [t('case/place'), detail.placeName],
          [t('case/bureau'), bureauName ?? detail.bureauId ?? t('case/noBureau')],
          [t('case/deadline'), <Deadline key="deadline" deadline={detail.deadline} />],
          [t('case/started'), formatTime(detail.startedAtMs, language)],
          [t('case/triggered'), formatTime(detail.triggeredAtMs, language)],
          [t('case/severity'), <Severity key="severity" value={detail.severity} />],
          [t('case/matterCode'), detail.matterCode],
          [t('case/rule'), violation.ruleId],
          [t('case/zone'), violation.zoneId],
          [
            t('case/judgement'),
            judgement === null ? null : (
              <Flex key="judgement" gap={4} wrap>
                {judgement.terms.map(({ term, value, points }) => (
                  <Tag key={term}>
                    {t(`term/${term}`)} {describeTerm({ term, value }, t)}: {points > 0 ? '+' : ''}
                    {points}
                  </Tag>
                ))}
              </Flex>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function History({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Card title={t('case/history')} size="small">
      {detail.history.length === 0 ? (
        <Typography.Text type="secondary">{t('case/noHistory')}</Typography.Text>
      ) : (
        <ul className="history">
          {detail.history.map(({ caseId, state, startedAtMs, isContinued }) => (
            <li key={caseId}>
              <Link href={`/cases/${caseId}`}>{caseId}</Link> <Tag>{t(`state/${state}`)}</Tag>
              <Typography.Text type="secondary">{formatTime(startedAtMs, language)}</Typography.Text>
              {isContinued && <Typography.Text type="warning"> {t('case/continued')}</Typography.Text>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** All that is known of a case, and what may be done with it. */
export function CasePage({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const found = useCase(caseId);
  if (found.isPending) return <Spin className="centre" size="large" />;
  if (found.data === undefined) return <FailedPage error={found.error} onRetry={() => void found.refetch()} />;
  const detail = found.data;
  return (
    <div className="case-page">
      <Flex align="center" gap={12} wrap className="case-head">
        <Link href="/">
          <ArrowLeftOutlined aria-hidden /> {t('case/back')}
        </Link>
        <MatterTag matter={detail.matter} />
        <Tag>{t(`state/${detail.state}`)}</Tag>
        <Typography.Title level={1} className="case-title">
          {detail.placeName}
        </Typography.Title>
        <Typography.Text code copyable>
          {detail.caseId}
        </Typography.Text>
      </Flex>
      <Alert type="info" showIcon title={t('case/notice')} />
      {detail.mergedInto !== null && (
        <Alert
          type="warning"
          title={<Link href={`/cases/${detail.mergedInto}`}>{t('case/merged', { caseId: detail.mergedInto })}</Link>}
        />
      )}
      <ReviewBar detail={detail} />
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={15}>
          <Flex vertical gap={16}>
            <Card title={t('case/pictures')} size="small">
              <Pictures detail={detail} />
              <Originals detail={detail} />
            </Card>
            <Card title={t('case/why')} size="small">
              <Conditions violation={detail.violation} />
            </Card>
            <ReadingsCard detail={detail} />
            <Card
              title={t('case/timeline')}
              size="small"
              extra={
                me.data?.permissions.includes('audit.read') === true && (
                  <Link href={`/audit/${detail.caseId}`}>{t('case/audit')}</Link>
                )
              }
            >
              <CaseTimeline detail={detail} />
            </Card>
          </Flex>
        </Col>
        <Col xs={24} lg={9}>
          <Flex vertical gap={16}>
            <Facts detail={detail} />
            <Card title={t('map/placeLabel')} size="small">
              <PlaceMap place={detail.device.place} bearingDeg={detail.device.bearingDeg} />
            </Card>
            <DispatchCard detail={detail} />
            <JointCard detail={detail} />
            {detail.matter === 'parking' && detail.plate !== null && (
              <Card title={t('plate/title')} size="small">
                <Plate plate={detail.plate} />
              </Card>
            )}
            <History detail={detail} />
            <Card title={t('case/legal')} size="small">
              <DeviceStatus detail={detail} />
            </Card>
            <Card title={t('case/seal')} size="small">
              <Seal detail={detail} />
            </Card>
          </Flex>
        </Col>
      </Row>
    </div>
  );
}
