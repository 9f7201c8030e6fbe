import type { LiveTrack, LiveZone } from '@lamppost/gateway/console-shapes';
import { Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { PlainTable } from '../devices/plain-table.js';
import { sayLabel } from '../devices/say-label.js';
import { formatClock } from './format-clock.js';
import { isWatched } from './is-watched.js';

interface StandingListProps {
  readonly tracks: readonly LiveTrack[];
  readonly zones: readonly LiveZone[];
  /** Capture time of the picture that is seen. */
  readonly atMs: number;
}

interface LimitStateProps {
  readonly due: NonNullable<LiveTrack['due']>;
  readonly isOpen: boolean;
  readonly atMs: number;
}

function LimitState({ due, isOpen, atMs }: LimitStateProps) {
  const { t } = useTranslation();
  if (isOpen) return <Tag color="red">{t('live/open')}</Tag>;
  if (due.atMs <= atMs) return <Tag color="orange">{t('live/due')}</Tag>;
  return <span className="keep-line">{t('live/left', { time: formatClock(due.atMs - atMs + 999) })}</span>;
}

/** What stands before the camera, with its clocks, in words: the same as is drawn over the picture. */
export function StandingList({ tracks, zones, atMs }: StandingListProps) {
  const { t } = useTranslation();
  const standing = tracks.flatMap((track) =>
    track.standingSinceMs === null || !isWatched(track) ? [] : [{ ...track, sinceMs: track.standingSinceMs }],
  );
  if (standing.length === 0) return <Typography.Text type="secondary">{t('live/none')}</Typography.Text>;
  const nameOf = (zoneId: string) => zones.find(({ id }) => id === zoneId)?.name ?? zoneId;
  return (
    <PlainTable
      label={t('live/standing')}
      keyOf={({ trackId }) => trackId}
      rows={standing}
      columns={[
        { key: 'object', title: t('live/object'), render: ({ label }) => sayLabel(label, t) },
        { key: 'dwell', title: t('live/dwell'), render: ({ sinceMs }) => formatClock(atMs - sinceMs) },
        {
          key: 'limit',
          title: t('live/limit'),
          render: ({ due, sinceMs, isOpen }) =>
            due === null ? (
              <Typography.Text type="secondary">{t('live/noRule')}</Typography.Text>
            ) : (
              <>
                {formatClock(due.atMs - sinceMs)} <LimitState due={due} isOpen={isOpen} atMs={atMs} />
                <div className="limit-zone">{nameOf(due.zoneId)}</div>
              </>
            ),
        },
      ]}
    />
  );
}
