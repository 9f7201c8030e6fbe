import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CaseRow } from './case-row.js';
import type { ListedCase } from './use-inbox.js';

const ROW_PX = 116;
/** So many rows beyond those in sight are there, on either side. */
const OVERSCAN = 6;
/** So near its end the list asks for more. */
const AHEAD = 15;

interface CaseListProps {
  readonly cases: readonly ListedCase[];
  readonly selectedId: string | null;
  readonly onSelect: (caseId: string) => void;
  readonly onOpen: (caseId: string) => void;
  readonly onNearEnd: () => void;
}

/** The list: only the rows in sight are there, however many cases there are. */
export const CaseList = memo(function CaseList(options: CaseListProps) {
  const { cases, selectedId, onSelect, onOpen, onNearEnd } = options;
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: cases.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const selected = cases.findIndex(({ caseId }) => caseId === selectedId);
  useEffect(() => {
    const { scrollOffset: fromPx, scrollRect } = rows;
    const list = frame.current;
    if (selected < 0 || fromPx === null || scrollRect === null || list === null) return;
    // By what is known already: to ask the list where it is would have the whole page laid out once more for each key.
    const topPx = selected * ROW_PX;
    if (topPx < fromPx) list.scrollTop = topPx;
    else if (topPx + ROW_PX > fromPx + scrollRect.height) list.scrollTop = topPx + ROW_PX - scrollRect.height;
  }, [selected, rows]);
  const shown = rows.getVirtualItems();
  // A row that leaves at one end is written anew at the other, rather than removed and made.
  const slots = Math.ceil((rows.scrollRect?.height ?? 0) / ROW_PX) + 2 * OVERSCAN + 1;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= cases.length - AHEAD) onNearEnd();
  }, [last, cases.length, onNearEnd]);
  return (
    <div
      ref={frame}
      className="case-list"
      role="listbox"
      tabIndex={0}
      aria-label={t('inbox/list')}
      aria-activedescendant={selected >= 0 ? `case-${selectedId ?? ''}` : undefined}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
        {shown.map(({ index, start }) => {
          const found = cases[index];
          if (found === undefined) return null;
          const isSelected = found.caseId === selectedId;
          return (
            <div
              key={index % slots}
              id={`case-${found.caseId}`}
              role="option"
              aria-selected={isSelected}
              aria-setsize={cases.length}
              aria-posinset={index + 1}
              className={isSelected ? 'row selected' : 'row'}
              style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
              onClick={() => {
                onSelect(found.caseId);
              }}
              onDoubleClick={() => {
                onOpen(found.caseId);
              }}
            >
              <CaseRow found={found} />
            </div>
          );
        })}
      </div>
    </div>
  );
});
