import { FactsList, useLanguage } from '@lamppost/page-kit';
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../cloud/use-case.js';

const CONDITIONS = ['deviceLegalReview', 'deviceTechReview', 'sitePublished', 'signagePosted'] as const;

interface Standing {
  readonly key: string;
  readonly isMet: boolean;
  readonly name: string;
  readonly why: string | null;
}

function Condition({ isMet, name, why }: Omit<Standing, 'key'>) {
  const { t } = useTranslation();
  return (
    <li>
      <Typography.Text type={isMet ? 'success' : 'danger'}>
        {isMet ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {name}:{' '}
        {t(isMet ? 'case/met' : 'case/notMet')}
      </Typography.Text>
      {why !== null && <Typography.Text type="secondary"> {why}</Typography.Text>}
    </li>
  );
}

/** Where the device stands, and whether its records may become evidence: by the register where it is in it, else as its package states. */
export function DeviceStatus({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { sourceId, deviceCode, place, bearingDeg, legalStatus } = detail.device;
  const { basis, missing } = detail.deviceStanding;
  const known = CONDITIONS.map((name): Standing => {
    const lack = missing.find(({ condition }) => condition === name);
    const isMet = basis === 'register' ? lack === undefined : legalStatus[name];
    return {
      key: name,
      isMet,
      name: t(`legal/${name}`),
      why: basis === 'register' ? (lack?.[language] ?? null) : null,
    };
  });
  const others = missing
    .filter(({ condition }) => !CONDITIONS.some((name) => name === condition))
    .map((lack): Standing => ({ key: lack.condition, isMet: false, name: lack[language], why: null }));
  return (
    <Flex vertical gap={12}>
      <FactsList
        facts={[
          [t('case/source'), sourceId],
          [t('case/deviceCode'), deviceCode],
          [t('case/gateway'), detail.gatewayId],
          [t('case/coordinates'), `${place.lng.toFixed(5)}, ${place.lat.toFixed(5)}`],
          [t('case/bearing'), bearingDeg === null ? null : `${bearingDeg.toFixed(0)}°`],
        ]}
      />
      <Typography.Text type="secondary">{t(`standing/${basis}`)}</Typography.Text>
      <ul className="legal">
        {[...known, ...others].map(({ key, ...standing }) => (
          <Condition key={key} {...standing} />
        ))}
      </ul>
    </Flex>
  );
}
