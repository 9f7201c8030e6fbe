import { formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Flex, Tag, Typography } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Severity } from '../case/severity.js';
import type { MapCase, MapDevice } from './use-map-data.js';

const ROW_PX = 74;

function Rows<Entry>(options: {
  readonly entries: readonly Entry[];
  readonly label: string;
  readonly render: (entry: Entry) => ReactNode;
}) {
  const { entries, label, render } = options;
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  return (
    <div ref={frame} className="map-rows" role="region" aria-label={label} tabIndex={0}>
      <ul style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          return (
            <li
              key={key}
              aria-setsize={entries.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
            >
              {render(entry)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The cases of the map as a list. */
export function CaseRows({ cases }: { readonly cases: readonly MapCase[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Rows
      entries={cases}
      label={t('map/cases')}
      render={(found) => (
        <Link href={`/cases/${found.caseId}`} className="entry">
          <Flex gap={6} align="center">
            <MatterTag matter={found.matter} />
            <Severity value={found.severity} />
            <Typography.Text type="secondary" className="keep-line">
              {formatTime(found.triggeredAtMs, language)}
            </Typography.Text>
          </Flex>
          <Typography.Text strong ellipsis>
            {found.placeName}
          </Typography.Text>
        </Link>
      )}
    />
  );
}

const HEALTH_COLOURS = { well: 'green', faulty: 'red', silent: 'gold', unknown: 'default' } as const;

/** The devices of the map as a list. */
export function DeviceRows({ devices }: { readonly devices: readonly MapDevice[] }) {
  const { t } = useTranslation();
  return (
    <Rows
      entries={devices}
      label={t('map/devices')}
      render={(device) => (
        <Link href={`/devices/${device.deviceId}`} className="entry">
          <Flex gap={6} align="center">
            <span className={`device-mark ${device.kind} ${device.health}`} aria-hidden />
            <Typography.Text strong ellipsis>
              {device.name}
            </Typography.Text>
            <Tag className="quiet" color={HEALTH_COLOURS[device.health]}>
              {t(`map/health/${device.health}`)}
            </Tag>
          </Flex>
          <Typography.Text type="secondary" ellipsis>
            {t(`map/kind/${device.kind}`)} · {device.placeName}
            {device.isMissing ? ` · ${t('map/missing')}` : ''}
          </Typography.Text>
        </Link>
      )}
    />
  );
}
