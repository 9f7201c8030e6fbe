import { FactsList, formatValue, useLanguage } from '@lamppost/page-kit';
import { Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../cloud/use-case.js';

/** Below this a character is marked: an officer looks at it first. */
const DOUBTFUL_BELOW = 0.9;

/** The number plate as a machine read it, each doubtful character marked; nothing for a case about no vehicle. */
export function Plate({ plate }: Pick<CaseDetail, 'plate'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (plate === null || (plate.status === 'none' && plate.reason === 'not-a-vehicle')) return null;
  if (plate.status === 'none')
    return <Typography.Text type="secondary">{t(`plateNone/${plate.reason}`)}</Typography.Text>;
  return (
    <Flex vertical gap={8}>
      <p className={`plate ${plate.colour}`} role="img" aria-label={plate.text}>
        {plate.characters.map(({ character, confidence }, index) => (
          <span
            key={index}
            className={confidence < DOUBTFUL_BELOW ? 'doubtful' : ''}
            title={`${t('plate/confidence')} ${formatValue(confidence, 'fraction', language)}`}
          >
            {character}
          </span>
        ))}
      </p>
      <Typography.Text type="secondary">{t('plate/notice')}</Typography.Text>
      <FactsList
        facts={[
          [t('plate/confidence'), formatValue(plate.confidence, 'fraction', language)],
          [t('plate/agreed'), t('plate/agreedOf', { count: plate.agreed.stills, of: plate.agreed.of })],
          [t('plate/colour'), t(`plateColour/${plate.colour}`)],
        ]}
      />
    </Flex>
  );
}
