import { EditOutlined, MinusCircleOutlined, PlusCircleOutlined } from '@ant-design/icons';
import { Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBureauName } from '../../boards/use-bureau-name.js';
import type { ImportChange } from './import-report.js';
import type { Power } from './use-areas.js';

const LOOKS = {
  added: { colour: 'green', Icon: PlusCircleOutlined },
  changed: { colour: 'blue', Icon: EditOutlined },
  removed: { colour: 'red', Icon: MinusCircleOutlined },
} as const;

/** What an import would change, one by one. */
export function ChangeList({ changes }: { readonly changes: readonly ImportChange[] }) {
  const { t } = useTranslation();
  const nameOf = useBureauName();
  const sayPeriod = ({ validFrom, validTo, legalBasis }: Power) =>
    `${t('admin/areas/until', { from: validFrom, to: validTo ?? t('admin/areas/open') })} · ${legalBasis}`;
  return (
    <ul className="plain-list import-changes">
      {changes.map((change) => {
        const { colour, Icon } = LOOKS[change.change];
        const isPower = change.kind === 'power';
        const key = isPower
          ? `${change.power.areaId} ${change.power.matterCode} ${change.power.bureauId} ${change.power.validFrom}`
          : change.id;
        return (
          <li key={`${change.kind} ${change.change} ${key}`}>
            <Flex gap={8} wrap align="center">
              <Tag color={colour} className="quiet" icon={<Icon aria-hidden />}>
                {t(`admin/areas/change/${change.change}`)}
              </Tag>
              <Typography.Text type="secondary">{t(`admin/areas/kind/${change.kind}`)}</Typography.Text>
              <Typography.Text strong>
                {isPower
                  ? `${change.power.areaId} · ${change.power.matterCode} · ${nameOf(change.power.bureauId)}`
                  : change.name}
              </Typography.Text>
              {!isPower && <Typography.Text code>{change.id}</Typography.Text>}
            </Flex>
            {isPower && <Typography.Text>{sayPeriod(change.power)}</Typography.Text>}
            {isPower && change.before !== null && (
              <div>
                <Typography.Text type="secondary">
                  {t('admin/areas/was', { before: sayPeriod(change.before) })}
                </Typography.Text>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
