import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloudServerOutlined,
  ExclamationCircleFilled,
  HddOutlined,
  InboxOutlined,
  ShareAltOutlined,
  SlidersOutlined,
} from '@ant-design/icons';
import type { Wall } from '@lamppost/gateway/console-shapes';
import { formatBytes, useLanguage } from '@lamppost/page-kit';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAge } from '../devices/format-age.js';

interface Fact {
  readonly key: string;
  readonly icon: ReactNode;
  readonly label: string;
  readonly value: string;
  readonly more: string;
  /** Null: nothing is known of it. */
  readonly isWell: boolean | null;
}

function useFacts(wall: Wall): readonly Fact[] {
  const { t } = useTranslation();
  const language = useLanguage();
  const { atMs, broker, cloud, rules, packages, clock, freeBytes, reserveBytes } = wall;
  const age = (sinceMs: number) => formatAge(atMs - sinceMs, language);
  const ofLink = ({ state, sinceMs }: Wall['cloud']) => ({
    value: t(`devices/link/${state}`),
    more: t('wall/facts/since_link', { age: age(sinceMs) }),
    isWell: state === 'up',
  });
  const clockWord =
    clock.synchronised === null ? 'clockUnknown' : clock.synchronised ? ('clockGood' as const) : 'clockBad';
  return [
    { key: 'cloud', icon: <CloudServerOutlined aria-hidden />, label: t('wall/facts/cloud'), ...ofLink(cloud) },
    { key: 'broker', icon: <ShareAltOutlined aria-hidden />, label: t('wall/facts/broker'), ...ofLink(broker) },
    {
      key: 'rules',
      icon: <SlidersOutlined aria-hidden />,
      label: t('wall/facts/rules'),
      value: rules === null ? '–' : (rules.version ?? t('wall/facts/noVersion')),
      more: rules === null ? '' : `${rules.sha256.slice(0, 8)} · ${t('wall/facts/since', { age: age(rules.sinceMs) })}`,
      isWell: rules?.refused == null,
    },
    {
      key: 'packages',
      icon: <InboxOutlined aria-hidden />,
      label: t('wall/facts/packages'),
      value: String(packages.waiting),
      more:
        packages.pending > 0
          ? t('wall/facts/pending', { count: packages.pending })
          : t('wall/facts/accepted', { count: packages.accepted }),
      isWell: packages.refused === 0 && packages.dropped === 0,
    },
    {
      key: 'clock',
      icon: <ClockCircleOutlined aria-hidden />,
      label: t('wall/facts/clock'),
      value: t(`wall/facts/${clockWord}`),
      more:
        clock.reading === undefined
          ? t('wall/facts/noOffset')
          : t('wall/facts/offset', { offset: Math.round(clock.reading.offsetMs) }),
      isWell: clock.synchronised,
    },
    {
      key: 'disk',
      icon: <HddOutlined aria-hidden />,
      label: t('wall/facts/disk'),
      value: formatBytes(freeBytes),
      more: t('wall/facts/reserve', { bytes: formatBytes(reserveBytes) }),
      isWell: freeBytes >= reserveBytes,
    },
  ];
}

/** How the box itself is. */
export function BoxFacts({ wall }: { readonly wall: Wall }) {
  const facts = useFacts(wall);
  return (
    <dl className="box-facts">
      {facts.map(({ key, icon, label, value, more, isWell }) => (
        <div key={key} className={`box-fact ${isWell === null ? 'unknown' : isWell ? 'well' : 'unwell'}`}>
          <dt>
            {icon} {label}
          </dt>
          <dd>
            <strong>
              {isWell === true && <CheckCircleFilled aria-hidden />}
              {isWell === false && <ExclamationCircleFilled aria-hidden />} {value}
            </strong>
            <small>{more}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
