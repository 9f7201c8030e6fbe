import { SearchOutlined } from '@ant-design/icons';
import { Input, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BoardList } from '../boards/board-list.js';

/** With fewer entries nobody needs to search. */
const FEW = 6;

/** A list that is read as a whole, and searched in as one types. */
export function WholeList<Entry>(options: {
  readonly query: {
    readonly data: readonly Entry[] | undefined;
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly keyOf: (entry: Entry) => string | number;
  /** What is searched in. */
  readonly textOf: (entry: Entry) => string;
  readonly render: (entry: Entry) => ReactNode;
  readonly empty: string;
}) {
  const { t } = useTranslation();
  const { query, keyOf, textOf, render, empty } = options;
  const [sought, setSought] = useState('');
  const all = query.data ?? [];
  const words = sought.trim().toLowerCase();
  const entries = all.filter((entry) => textOf(entry).toLowerCase().includes(words));
  return (
    <>
      {all.length > FEW && (
        <div className="admin-find">
          <Input
            allowClear
            prefix={<SearchOutlined aria-hidden />}
            aria-label={t('admin/find')}
            placeholder={t('admin/find')}
            value={sought}
            onChange={({ target }) => {
              setSought(target.value);
            }}
          />
        </div>
      )}
      {entries.length === 0 && all.length > 0 ? (
        <Typography.Paragraph className="admin-none">{t('admin/noneFound')}</Typography.Paragraph>
      ) : (
        <BoardList
          query={{ ...query, hasNextPage: false, isFetchingNextPage: false, fetchNextPage: () => undefined }}
          entries={entries}
          keyOf={keyOf}
          empty={empty}
          isEmptyGood={false}
          render={render}
        />
      )}
    </>
  );
}
