import type { ToldFound } from '@lamppost/gateway/console-shapes';
import { describeCondition, formatTime, formatValue, MatterTag, useLanguage } from '@lamppost/page-kit';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../box/ask.js';
import { usePlaceNames } from '../devices/use-place-names.js';
import { LeadPicture } from '../leads/lead-picture.js';
import { VerdictTag } from '../leads/verdict-tag.js';
import type { PlacedFound } from './time-line.js';

interface SideBySideProps {
  readonly all: readonly PlacedFound[];
  readonly backtestId: number;
  readonly against: 'now' | 'found';
}

const ORDER = { gone: 0, new: 1, same: 2 } as const;
const COLOURS = { gone: 'volcano', new: 'blue', same: 'default' } as const;

/** What either version finds: those of one alone first, each with its picture, its verdict and why. */
export function SideBySide({ all, backtestId, against }: SideBySideProps) {
  const { t } = useTranslation();
  const rows = all.toSorted((a, b) => ORDER[a.side] - ORDER[b.side] || b.found.triggeredAtMs - a.found.triggeredAtMs);
  return (
    <table className="beside">
      <caption className="quiet">{t('backtest/besideHint')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('backtest/found')}</th>
          <th scope="col">{t(`backtest/against/${against}`)}</th>
          <th scope="col">{t('backtest/draft')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ found, side }) => (
          <tr key={`${side} ${found.violationId}`} className={side} data-side={side} data-violation={found.violationId}>
            <td>
              <FoundWords found={found} backtestId={backtestId} />
            </td>
            <td>
              <Answer isFound={side !== 'new'} label={t(`backtest/against/${against}`)} />
            </td>
            <td>
              <Answer isFound={side !== 'gone'} label={t('backtest/draft')} />
              {side !== 'same' && <Tag color={COLOURS[side]}>{t(`backtest/side/${side}`)}</Tag>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Answer({ isFound, label }: { readonly isFound: boolean; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <span className={isFound ? 'answer found' : 'answer not-found'}>
      <span className="narrow-only">{label}: </span>
      {isFound ? `✓ ${t('backtest/isFound')}` : `✕ ${t('backtest/isNotFound')}`}
    </span>
  );
}

function FoundWords({ found, backtestId }: { readonly found: ToldFound; readonly backtestId: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const placeOf = usePlaceNames();
  const [first] = found.explanation;
  return (
    <div className="found-words">
      {found.cameraId !== null && (
        <LeadPicture
          src={addressOf(`/backtests/${backtestId}/pictures/${found.violationId}`)}
          alt={`${t(`matter/${found.matter}`)}, ${found.sourceId}`}
          box={found.subject?.box ?? null}
        />
      )}
      <div>
        <span className="tags">
          <MatterTag matter={found.matter} />
          <VerdictTag verdict={found.verdict} />
        </span>
        <strong>{placeOf(found.sourceId)}</strong>
        <span className="quiet">
          {found.sourceId} · {found.ruleId}
        </span>
        <span className="quiet">{formatTime(found.triggeredAtMs, language)}</span>
        {first !== undefined && (
          <span>
            {describeCondition(first.condition, language)}
            {first.value === null ? '' : ` ${formatValue(first.value, first.unit, language)}`}
          </span>
        )}
      </div>
    </div>
  );
}
