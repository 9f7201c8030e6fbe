import { formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { RetweetOutlined } from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { RowDeadline } from '../case/deadline.js';
import { Severity } from '../case/severity.js';
import { Thumbnail } from '../case/thumbnail.js';
import type { ListedCase } from './use-inbox.js';

/**
 * A case in the list: picture, matter, place, time, deadline, repeat mark. It stays as it is while the list scrolls, and is made of plain elements: a fling
 * through thousands makes several in each frame.
 */
export const CaseRow = memo(function CaseRow({ found }: { readonly found: ListedCase }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="row-content">
      <Thumbnail url={found.pictureUrl} />
      <div className="row-words">
        <div className="row-marks">
          <MatterTag matter={found.matter} />
          {found.state !== 'candidate' && <span className="mark">{t(`state/${found.state}`)}</span>}
          {found.repeatCount > 0 && (
            <span className="mark repeat">
              <RetweetOutlined aria-hidden />
              {t('inbox/repeat', { count: found.repeatCount })}
            </span>
          )}
          <Severity value={found.severity} />
        </div>
        <strong className="row-place">{found.placeName}</strong>
        <div className="row-times">
          <span className="row-time">{formatTime(found.triggeredAtMs, language)}</span>
          <RowDeadline deadline={found.deadline} />
        </div>
      </div>
    </div>
  );
});
