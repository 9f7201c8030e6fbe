import { WarningFilled } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Card, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { BoardList } from '../boards/board-list.js';
import { Choice } from '../boards/choice.js';
import { type AlarmState, type DeviceAlarm, type DeviceDetail, useAlarms } from './use-devices.js';

const STATES: readonly AlarmState[] = ['open', 'closed'];

function AlarmLine({ alarm, isLinked }: { readonly alarm: DeviceAlarm; readonly isLinked: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { deviceId, openedAtMs, closedAtMs } = alarm;
  return (
    <article className="alarm">
      {closedAtMs === null && (
        <Typography.Text type="danger">
          <WarningFilled aria-hidden />{' '}
        </Typography.Text>
      )}
      <Typography.Text strong>{alarm[language]}</Typography.Text>
      <div>
        {isLinked && <Link href={`/devices/${deviceId}`}>{deviceId}</Link>}{' '}
        <Typography.Text type="secondary">
          {t('devices/alarm/openedAt', { time: formatTime(openedAtMs, language) })}
          {closedAtMs !== null && ` · ${t('devices/alarm/closedAt', { time: formatTime(closedAtMs, language) })}`}
        </Typography.Text>
      </div>
    </article>
  );
}

/** Alarms of all devices, the newest first. */
export function AllAlarms() {
  const { t } = useTranslation();
  const [state, setState] = useState<AlarmState>('open');
  const query = useAlarms({ state, gatewayId: null });
  return (
    <Card
      size="small"
      title={t('devices/alarm/title')}
      className="admin-card alarms"
      extra={
        <Choice
          label={t('devices/alarm/state')}
          value={state}
          options={STATES.map((value) => ({ value, label: t(`devices/alarm/${value}`) }))}
          onChange={setState}
        />
      }
    >
      <BoardList
        query={query}
        entries={query.data?.pages.flatMap(({ alarms }) => alarms) ?? []}
        keyOf={({ alarmNumber }) => alarmNumber}
        empty={t('devices/alarm/none')}
        render={(alarm) => <AlarmLine alarm={alarm} isLinked />}
      />
    </Card>
  );
}

/** Alarms of a device that go on; of a gateway, those of all that is connected to it. Nothing where there are none. */
export function AlarmsOf({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const { deviceId, gatewayId, kind } = device;
  const query = useAlarms({ state: 'open', gatewayId });
  const alarms = query.data?.pages.flatMap((page) => page.alarms) ?? [];
  const shown = kind === 'gateway' ? alarms : alarms.filter((alarm) => alarm.deviceId === deviceId);
  if (shown.length === 0) return null;
  return (
    <Card size="small" title={t('devices/alarm/title')} className="admin-card alarms">
      {shown.map((alarm) => (
        <AlarmLine key={alarm.alarmNumber} alarm={alarm} isLinked={alarm.deviceId !== deviceId} />
      ))}
    </Card>
  );
}
