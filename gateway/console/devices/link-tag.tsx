import { CheckCircleOutlined, CloseCircleOutlined, SyncOutlined } from '@ant-design/icons';
import type { LinkStatus } from '@lamppost/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const LOOKS = {
  up: { colour: 'green', Icon: CheckCircleOutlined },
  connecting: { colour: 'gold', Icon: SyncOutlined },
  down: { colour: 'red', Icon: CloseCircleOutlined },
} as const;

/** Whether a link is up: by word, sign and colour. */
export function LinkTag({ state }: Pick<LinkStatus, 'state'>) {
  const { t } = useTranslation();
  const { colour, Icon } = LOOKS[state];
  return (
    <Tag color={colour} icon={<Icon aria-hidden />} className="link-tag">
      {t(`devices/link/${state}`)}
    </Tag>
  );
}
