import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CaseRow } from './case-row.js';
import type { ListedCase } from './use-inbox.js';

const ROW_PX = 116;
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
export function CaseList({ cases, selectedId, onSelect, onOpen, onNearEnd }: CaseListProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: cases.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => cases[index]?.caseId ?? index,
    overscan: 6,
  });
  const selected = cases.findIndex(({ caseId }) => caseId === selectedId);
  useEffect(() => {
    if (selected >= 0) rows.scrollToIndex(selected, { align: 'auto' });
  }, [selected, rows]);
  const shown = rows.getVirtualItems();
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
        {shown.map(({ index, key, start }) => {
          const found = cases[index];
          if (found === undefined) return null;
          const isSelected = found.caseId === selectedId;
          return (
            <div
              key={key}
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
}
