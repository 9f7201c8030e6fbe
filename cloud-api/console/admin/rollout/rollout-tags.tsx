import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  DesktopOutlined,
  DisconnectOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
  RollbackOutlined,
  StopOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Member, Rollout } from './use-rollouts.js';

const STATES = {
  running: { colour: 'blue', Icon: SyncOutlined },
  paused: { colour: 'gold', Icon: PauseCircleOutlined },
  halted: { colour: 'red', Icon: StopOutlined },
  finished: { colour: 'green', Icon: CheckCircleOutlined },
  'rolled-back': { colour: 'default', Icon: RollbackOutlined },
} as const;
const STANDINGS = {
  taken: { colour: 'green', Icon: CheckCircleOutlined },
  refused: { colour: 'red', Icon: CloseCircleOutlined },
  silent: { colour: 'red', Icon: DisconnectOutlined },
  waiting: { colour: 'blue', Icon: ClockCircleOutlined },
  unheard: { colour: 'gold', Icon: QuestionCircleOutlined },
  local: { colour: 'default', Icon: DesktopOutlined },
} as const;

/** Where a roll-out stands: by word, sign and colour. */
export function RolloutTag({ state }: { readonly state: Rollout['state'] }) {
  const { t } = useTranslation();
  const { colour, Icon } = STATES[state];
  return (
    <Tag className={`quiet state-${state}`} color={colour} icon={<Icon aria-hidden />}>
      {t(`admin/rollout/state/${state}`)}
    </Tag>
  );
}

/** How a gateway stands to its document; with a count, how many stand so. */
export function StandingTag({ standing, count }: { readonly standing: Member['standing']; readonly count?: number }) {
  const { t } = useTranslation();
  const { colour, Icon } = STANDINGS[standing];
  return (
    <Tag className="quiet" color={colour} icon={<Icon aria-hidden />}>
      {t(`admin/rollout/standing/${standing}`)}
      {count === undefined ? '' : ` ${count}`}
    </Tag>
  );
}
