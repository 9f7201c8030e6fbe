import type { ToldFound } from '@lamppost/gateway/console-shapes';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { useTranslation } from 'react-i18next';

/** Something that was found, and by which of two versions. */
export interface PlacedFound {
  readonly found: ToldFound;
  readonly side: 'same' | 'new' | 'gone';
}

interface TimeLineProps {
  readonly all: readonly PlacedFound[];
  readonly fromMs: number;
  readonly toMs: number;
}

const WIDTH = 1000;
const LEFT = 190;
const ROW = 30;
const SHAPES = {
  same: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0',
  new: 'M0-8L8 6H-8Z',
  gone: 'M-6-6L6 6M6-6L-6 6',
} as const;

/** When rules found what, a row for each rule: dots for what both find, triangles for what is new, crosses for what is gone. */
export function TimeLine({ all, fromMs, toMs }: TimeLineProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const rows = [...new Set(all.map(({ found }) => found.ruleId))].sort();
  const times = all.map(({ found }) => found.triggeredAtMs);
  // A quiet night at either end would press the rest together.
  const room = Math.max(60_000, (Math.max(...times) - Math.min(...times)) * 0.06);
  const [from, to] =
    times.length === 0
      ? [fromMs, toMs]
      : [Math.max(fromMs, Math.min(...times) - room), Math.min(toMs, Math.max(...times) + room)];
  const x = (atMs: number) => LEFT + ((atMs - from) / Math.max(1, to - from)) * (WIDTH - LEFT - 20);
  const height = rows.length * ROW + 34;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => from + share * (to - from));
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    second: to - from < 600_000 ? '2-digit' : undefined,
  });
  return (
    <div className="time-line" role="region" aria-label={t('backtest/timeLine')} tabIndex={0}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t('backtest/timeLineHint', { count: all.length })}>
        {ticks.map((at, index) => (
          <g key={at} className="tick">
            <path d={`M${x(at)} 0V${height - 24}`} />
            <text x={x(at)} y={height - 8} textAnchor={index === 4 ? 'end' : 'middle'}>
              {clock.format(at)}
            </text>
          </g>
        ))}
        {rows.map((rule, row) => (
          <g key={rule}>
            <text className="row-name" x={4} y={row * ROW + 20}>
              {rule}
            </text>
            <path className="row-line" d={`M${LEFT} ${row * ROW + 15}H${WIDTH}`} />
          </g>
        ))}
        {all.map(({ found, side }) => (
          <path
            key={`${side} ${found.violationId}`}
            className={`mark ${side}`}
            d={SHAPES[side]}
            transform={`translate(${x(found.triggeredAtMs)} ${rows.indexOf(found.ruleId) * ROW + 15})`}
          >
            <title>{`${t(`backtest/side/${side}`)} · ${found.ruleId} · ${formatTime(found.triggeredAtMs, language)}`}</title>
          </path>
        ))}
      </svg>
      <p className="legend">
        {(['same', 'gone', 'new'] as const).map((side) => (
          <span key={side}>
            <svg viewBox="-10 -10 20 20" width="18" height="18" aria-hidden>
              <path className={`mark ${side}`} d={SHAPES[side]} />
            </svg>
            {t(`backtest/side/${side}`)}
          </span>
        ))}
      </p>
    </div>
  );
}
