import { AlertOutlined, ImportOutlined, PlusOutlined } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Button, Flex, Grid, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { en as adminEn, zh as adminZh } from '../admin/words.js';
import { BoardList } from '../boards/board-list.js';
import { Choice } from '../boards/choice.js';
import { EntryLink } from '../boards/entry-link.js';
import { TwoPane } from '../boards/two-pane.js';
import { useMe } from '../session/use-me.js';
import { addWords } from '../words/add-words.js';
import { CONDITIONS } from './check-list.js';
import { AllAlarms } from './alarm-list.js';
import { DeviceDetailPane } from './device-detail.js';
import { DeviceTags } from './device-tags.js';
import { ImportDevices } from './import-devices.js';
import { en as problemEn, zh as problemZh } from './problem-words.js';
import { KINDS } from './kinds.js';
import { NewDevice } from './new-device.js';
import { type Device, type DeviceFilter, useDevices } from './use-devices.js';
import { en, zh } from './words.js';
import '../admin/styles.css';
import './styles.css';

addWords({
  zh: { admin: adminZh, devices: zh, problem: problemZh },
  en: { admin: adminEn, devices: en, problem: problemEn },
});

const ALL = 'all';
/** Addresses of what is no device: no ID is written so. */
const ALARMS = '+alarms';
const IMPORT = '+import';
const NEW = '+new';
const HEALTHS: readonly Device['health'][] = ['well', 'faulty', 'silent', 'unknown'];

function Filters({ filter, onFilter }: { filter: DeviceFilter; onFilter: (filter: DeviceFilter) => void }) {
  const { t } = useTranslation();
  return (
    <Flex gap={8} wrap className="device-filters">
      <Choice
        label={t('devices/kind')}
        value={filter.kind ?? ALL}
        options={[
          { value: ALL, label: t('devices/allKinds') },
          ...KINDS.map((value) => ({ value, label: t(`map/kind/${value}`) })),
        ]}
        onChange={(kind) => {
          onFilter({ ...filter, kind: kind === ALL ? null : kind });
        }}
      />
      <Choice
        label={t('devices/health')}
        value={filter.health ?? ALL}
        options={[
          { value: ALL, label: t('devices/allHealth') },
          ...HEALTHS.map((value) => ({ value, label: t(`map/health/${value}`) })),
        ]}
        onChange={(health) => {
          onFilter({ ...filter, health: health === ALL ? null : health });
        }}
      />
      <Choice
        label={t('devices/missing')}
        value={filter.missing ?? ALL}
        options={[
          { value: ALL, label: t('devices/anyMissing') },
          { value: 'any', label: t('devices/someMissing') },
          ...CONDITIONS.map((value) => ({
            value,
            label: `${t('devices/legal/lacks')}: ${t(`devices/condition/${value}`)}`,
          })),
        ]}
        onChange={(missing) => {
          onFilter({ ...filter, missing: missing === ALL ? null : missing });
        }}
      />
      <Choice
        label={t('devices/inUseOrNot')}
        value={filter.isRetired ? 'retired' : 'inUse'}
        options={[
          { value: 'inUse', label: t('devices/inUse') },
          { value: 'retired', label: t('devices/retired') },
        ]}
        onChange={(use) => {
          onFilter({ ...filter, isRetired: use === 'retired' });
        }}
      />
    </Flex>
  );
}

function DeviceEntry({ device, isChosen }: { readonly device: Device; readonly isChosen: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { deviceId, name, place, lastSeenAtMs } = device;
  return (
    <EntryLink href={`/devices/${deviceId}`} isChosen={isChosen}>
      <Flex gap={6} wrap>
        <DeviceTags device={device} />
      </Flex>
      <Typography.Text strong>{name}</Typography.Text>
      <Typography.Text type="secondary">
        {deviceId} · {place.name}
      </Typography.Text>
      <Typography.Text type="secondary">
        {lastSeenAtMs === null
          ? t('devices/neverSeen')
          : t('devices/seen', { time: formatTime(lastSeenAtMs, language) })}
      </Typography.Text>
    </EntryLink>
  );
}

function Detail({ shown, mayManage }: { readonly shown: string; readonly mayManage: boolean }) {
  switch (shown) {
    case ALARMS:
      return <AllAlarms />;
    case IMPORT:
      return mayManage ? <ImportDevices /> : null;
    case NEW:
      return mayManage ? <NewDevice /> : null;
    default:
      return <DeviceDetailPane key={shown} deviceId={shown} />;
  }
}

/** The register of devices: how each is, and what it lacks before its records may be evidence. */
export function DevicesPage({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const isWide = Grid.useBreakpoint().lg === true;
  const [filter, setFilter] = useState<DeviceFilter>({ kind: null, health: null, missing: null, isRetired: false });
  const query = useDevices(filter);
  const devices = query.data?.pages.flatMap((page) => page.devices) ?? [];
  const shown = id ?? (isWide ? (devices[0]?.deviceId ?? null) : null);
  const mayManage = me.data?.permissions.includes('device.manage') === true;
  const open = (word: string) => () => {
    navigate(`/devices/${word}`);
  };
  return (
    <TwoPane
      title={t('devices/title')}
      hint={t('devices/hint')}
      home="/devices"
      isChosen={id !== null}
      tools={
        <Flex gap={8} wrap align="center">
          <Button type="link" href="/api/v1/public/devices" target="_blank" rel="noreferrer">
            {t('devices/public')}
          </Button>
          <Button icon={<AlertOutlined aria-hidden />} className="open-alarms" onClick={open(ALARMS)}>
            {t('devices/alarms')}
          </Button>
          {mayManage && (
            <>
              <Button icon={<ImportOutlined aria-hidden />} className="open-import" onClick={open(IMPORT)}>
                {t('devices/import')}
              </Button>
              <Button type="primary" icon={<PlusOutlined aria-hidden />} className="open-new" onClick={open(NEW)}>
                {t('devices/new/title')}
              </Button>
            </>
          )}
        </Flex>
      }
      list={
        <>
          <Filters filter={filter} onFilter={setFilter} />
          <BoardList
            query={query}
            entries={devices}
            keyOf={({ deviceId }) => deviceId}
            empty={t('devices/empty')}
            isEmptyGood={false}
            render={(device) => <DeviceEntry device={device} isChosen={device.deviceId === shown} />}
          />
        </>
      }
      detail={shown === null ? null : <Detail shown={shown} mayManage={mayManage} />}
    />
  );
}
