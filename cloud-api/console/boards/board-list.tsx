import { FailedPage } from '@lamppost/page-kit';
import { Alert, Button, Empty, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** As much of a query of pages as a list shows. */
interface ListQuery {
  readonly isPending: boolean;
  readonly error: unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly refetch: () => unknown;
}

/** Entries of a list that is read page by page; says so when there are none, or they could not be read. */
export function BoardList<Entry>(options: {
  readonly query: ListQuery;
  readonly entries: readonly Entry[];
  readonly keyOf: (entry: Entry) => string | number;
  readonly render: (entry: Entry) => ReactNode;
  readonly empty: string;
  /** Whether it is good that there is none: all is done. */
  readonly isEmptyGood?: boolean;
}) {
  const { t } = useTranslation();
  const { query, entries, keyOf, render, empty, isEmptyGood = true } = options;
  if (query.isPending) return <Spin className="centre" />;
  if (query.error !== null && entries.length === 0)
    return <FailedPage error={query.error} onRetry={() => void query.refetch()} />;
  if (entries.length === 0)
    return isEmptyGood ? (
      <Alert type="success" showIcon className="board-empty" title={empty} />
    ) : (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} className="board-empty" description={empty} />
    );
  return (
    <>
      <ul className="board-entries">
        {entries.map((entry) => (
          <li key={keyOf(entry)}>{render(entry)}</li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('boards/more')}
        </Button>
      )}
    </>
  );
}
