import { Segmented } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../session/use-me.js';
import { chooseColumn, type Column, COLUMNS } from './choose-column.js';
import { type DispatchFilter, useDispatches, useWaitingCases } from './use-dispatches.js';

/** Which stage a phone shows, with how much stands in each; it begins where something waits for the reader. */
export function ColumnChoice(options: {
  readonly filter: DispatchFilter;
  /** Null: none was chosen yet. */
  readonly column: Column | null;
  readonly onColumn: (column: Column) => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const { filter, column, onColumn } = options;
  const waiting = useWaitingCases();
  const sent = useDispatches('sent', filter);
  const taken = useDispatches('taken', filter);
  const reported = useDispatches('reported', filter);
  const isRead = [waiting, sent, taken, reported].every(({ isPending }) => !isPending);
  const countOf = ({ data }: typeof sent) =>
    data?.pages.reduce((sum, { dispatches }) => sum + dispatches.length, 0) ?? 0;
  const counts = {
    waiting: waiting.data?.pages.reduce((sum, { cases }) => sum + cases.length, 0) ?? 0,
    ...{ sent: countOf(sent), taken: countOf(taken), reported: countOf(reported), closed: 0 },
  };
  const first = isRead
    ? chooseColumn(counts, { goesOnSite: me.data?.permissions.includes('case.verify-on-site') === true })
    : null;
  useEffect(() => {
    if (column === null && first !== null) onColumn(first);
  }, [column, first, onColumn]);
  return (
    <div className="column-choice">
      <Segmented<Column>
        block
        aria-label={t('dispatch/columns')}
        value={column ?? 'waiting'}
        options={COLUMNS.map((value) => ({
          value,
          label: (
            <>
              {t(`dispatch/column/${value}`)}
              {counts[value] > 0 && <b className="choice-count">{counts[value]}</b>}
            </>
          ),
        }))}
        onChange={onColumn}
      />
    </div>
  );
}
