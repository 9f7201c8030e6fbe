import { CheckCircleOutlined, ClockCircleOutlined, EditOutlined, HistoryOutlined } from '@ant-design/icons';
import { FailedPage, nowMs } from '@lamppost/page-kit';
import { Button, Card, Empty, Flex, Input, Spin, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { useMe } from '../../session/use-me.js';
import { PlainTable } from '../../boards/plain-table.js';
import { powerInForce } from './power-in-force.js';
import { type Area, type Power, usePowers } from './use-areas.js';

const LOOKS = {
  now: { colour: 'green', Icon: CheckCircleOutlined },
  later: { colour: 'gold', Icon: ClockCircleOutlined },
  over: { colour: 'default', Icon: HistoryOutlined },
} as const;

/** Today in Beijing, `YYYY-MM-DD`. */
function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(nowMs());
}

function PowerTable({ powers, day }: { readonly powers: readonly Power[]; readonly day: string }) {
  const { t } = useTranslation();
  const nameOf = useBureauName();
  return (
    <PlainTable
      label={t('admin/areas/powers')}
      rows={powers}
      keyOf={({ matterCode, bureauId, validFrom }) => `${matterCode} ${bureauId} ${validFrom}`}
      columns={[
        {
          key: 'standing',
          title: t('admin/areas/standing'),
          isLine: true,
          cell: (power) => {
            const standing = powerInForce(power, day);
            const { colour, Icon } = LOOKS[standing];
            return (
              <Tag color={colour} className="quiet" icon={<Icon aria-hidden />}>
                {t(`admin/areas/inForce/${standing}`)}
              </Tag>
            );
          },
        },
        { key: 'matter', title: t('admin/areas/matter'), isLine: true, cell: ({ matterCode }) => matterCode },
        { key: 'bureau', title: t('admin/bureau'), cell: ({ bureauId }) => nameOf(bureauId) },
        { key: 'from', title: t('admin/areas/from'), isLine: true, cell: ({ validFrom }) => validFrom },
        {
          key: 'to',
          title: t('admin/areas/to'),
          isLine: true,
          cell: ({ validTo }) => validTo ?? t('admin/areas/open'),
        },
        { key: 'basis', title: t('admin/areas/basis'), cell: ({ legalBasis }) => legalBasis },
      ]}
    />
  );
}

/** One area with its power list, as it stands on a day. */
export function AreaDetail({ area }: { readonly area: Area }) {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const powers = usePowers(area.areaId);
  const [day, setDay] = useState(today);
  const points = area.geometry.coordinates.flat(area.geometry.type === 'Polygon' ? 1 : 2).length;
  const mayImport = me.data?.permissions.includes('jurisdiction.manage') === true && me.data.bureauId === null;
  return (
    <Flex vertical gap={14}>
      <header className="entry-head">
        <Typography.Title level={2} className="entry-title">
          {area.name}
        </Typography.Title>
        <Flex gap={12} wrap align="center">
          <Typography.Text code>{area.areaId}</Typography.Text>
          <Typography.Text type="secondary">{t('admin/areas/outline', { points })}</Typography.Text>
        </Flex>
      </header>
      <Card
        size="small"
        title={t('admin/areas/powers')}
        extra={
          mayImport && (
            <Button
              size="small"
              type="text"
              icon={<EditOutlined aria-hidden />}
              onClick={() => {
                navigate(`/admin/areas/+import:${area.areaId}`);
              }}
            >
              {t('admin/areas/editList')}
            </Button>
          )
        }
      >
        {powers.isPending ? (
          <Spin />
        ) : powers.data === undefined ? (
          <FailedPage error={powers.error} onRetry={() => void powers.refetch()} />
        ) : powers.data.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('admin/areas/noPowers')} />
        ) : (
          <Flex vertical gap={10}>
            <label className="as-of">
              {t('admin/areas/day')}{' '}
              <Input
                type="date"
                value={day}
                onChange={({ target }) => {
                  if (target.value !== '') setDay(target.value);
                }}
              />
            </label>
            <PowerTable powers={powers.data} day={day} />
          </Flex>
        )}
      </Card>
    </Flex>
  );
}
