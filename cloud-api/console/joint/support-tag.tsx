import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  FlagOutlined,
  RollbackOutlined,
} from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SupportState } from './use-supports.js';

const LOOKS = {
  invited: { colour: 'gold', Icon: ClockCircleOutlined },
  accepted: { colour: 'blue', Icon: CheckCircleOutlined },
  refused: { colour: 'red', Icon: CloseCircleOutlined },
  withdrawn: { colour: 'default', Icon: RollbackOutlined },
  ended: { colour: 'default', Icon: FlagOutlined },
} as const;

/** Where a support stands: by word, sign and colour. */
export function SupportTag({ state }: { readonly state: SupportState }) {
  const { t } = useTranslation();
  const { colour, Icon } = LOOKS[state];
  return (
    <Tag className="quiet" color={colour} icon={<Icon aria-hidden />}>
      {t(`joint/state/${state}`)}
    </Tag>
  );
}
