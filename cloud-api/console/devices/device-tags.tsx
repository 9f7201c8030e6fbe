import { CheckCircleOutlined, DisconnectOutlined, QuestionCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Device } from './use-devices.js';

const HEALTH = {
  well: { colour: 'green', Icon: CheckCircleOutlined },
  faulty: { colour: 'red', Icon: WarningOutlined },
  silent: { colour: 'gold', Icon: DisconnectOutlined },
  unknown: { colour: 'default', Icon: QuestionCircleOutlined },
} as const;

/** How a device is, and how much it lacks before its records may be evidence: by word, sign and colour. */
export function DeviceTags({ device }: { readonly device: Pick<Device, 'health' | 'missing' | 'kind'> }) {
  const { t } = useTranslation();
  const { health, missing, kind } = device;
  const { colour, Icon } = HEALTH[health];
  return (
    <>
      <Tag className="quiet">{t(`map/kind/${kind}`)}</Tag>
      <Tag className="quiet" color={colour} icon={<Icon aria-hidden />}>
        {t(`map/health/${health}`)}
      </Tag>
      {missing.length > 0 && (
        <Tag className="quiet lacks" color="orange" icon={<WarningOutlined aria-hidden />}>
          {t('devices/lacks', { count: missing.length })}
        </Tag>
      )}
    </>
  );
}
