import { Checkbox, Flex, Grid, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePatrols } from '../cloud/use-patrols.js';
import { type Column, COLUMNS } from './choose-column.js';
import { ColumnChoice } from './column-choice.js';
import { DispatchColumn, WaitingColumn } from './dispatch-columns.js';
import type { DispatchFilter } from './use-dispatches.js';
import '../boards/styles.css';
import './styles.css';

function ColumnOf({ column, filter }: { readonly column: Column; readonly filter: DispatchFilter }) {
  return column === 'waiting' ? <WaitingColumn /> : <DispatchColumn state={column} filter={filter} />;
}

/** Patrols that are sent to look at cases, by stage: side by side on an office screen, one stage at a time on a phone. */
export function DispatchPage() {
  const { t } = useTranslation();
  const isWide = Grid.useBreakpoint().lg === true;
  const patrols = usePatrols();
  const [filter, setFilter] = useState<DispatchFilter>({ grid: null, patrolId: null, isLateOnly: false });
  const [column, setColumn] = useState<Column | null>(null);
  const all = patrols.data ?? [];
  const grids = [...new Set(all.flatMap((patrol) => patrol.grids))].sort();
  return (
    <div className="board dispatch-board">
      <Flex gap={12} align="center" wrap className="board-head">
        <div className="board-names">
          <Typography.Title level={1} className="board-title">
            {t('dispatch/title')}
          </Typography.Title>
          <Typography.Text type="secondary">{t('dispatch/hint')}</Typography.Text>
        </div>
        <Flex gap={8} align="center" wrap>
          <Select
            aria-label={t('dispatch/grid')}
            className="tool"
            showSearch
            value={filter.grid ?? 'all'}
            options={[
              { value: 'all', label: t('dispatch/allGrids') },
              ...grids.map((grid) => ({ value: grid, label: grid })),
            ]}
            onChange={(value) => {
              setFilter({ ...filter, grid: value === 'all' ? null : value });
            }}
          />
          <Select
            aria-label={t('dispatch/patrol')}
            className="tool"
            value={filter.patrolId ?? ''}
            options={[
              { value: '', label: t('dispatch/allPatrols') },
              ...all.map(({ patrolId, name }) => ({ value: patrolId, label: name })),
            ]}
            onChange={(value) => {
              setFilter({ ...filter, patrolId: value === '' ? null : value });
            }}
          />
          <Checkbox
            checked={filter.isLateOnly}
            onChange={({ target }) => {
              setFilter({ ...filter, isLateOnly: target.checked });
            }}
          >
            {t('dispatch/onlyLate')}
          </Checkbox>
        </Flex>
      </Flex>
      {!isWide && <ColumnChoice filter={filter} column={column} onColumn={setColumn} />}
      <div className="columns">
        {(isWide ? COLUMNS : column === null ? [] : [column]).map((value) => (
          <ColumnOf key={value} column={value} filter={filter} />
        ))}
      </div>
    </div>
  );
}
