import {
  BulbOutlined,
  CalendarOutlined,
  CheckCircleOutlined,
  CloseCircleOutlined,
  MinusCircleOutlined,
  StopOutlined,
} from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { VisitState } from './use-visits.js';

const LOOKS = {
  proposed: { colour: 'gold', Icon: BulbOutlined },
  planned: { colour: 'blue', Icon: CalendarOutlined },
  done: { colour: 'green', Icon: CheckCircleOutlined },
  declined: { colour: 'default', Icon: CloseCircleOutlined },
  cancelled: { colour: 'default', Icon: StopOutlined },
  stale: { colour: 'default', Icon: MinusCircleOutlined },
} as const;

/** Where a visit stands: by word, sign and colour. */
export function VisitTag({ state }: { readonly state: VisitState }) {
  const { t } = useTranslation();
  const { colour, Icon } = LOOKS[state];
  return (
    <Tag className="quiet" color={colour} icon={<Icon aria-hidden />}>
      {t(`visits/state/${state}`)}
    </Tag>
  );
}
