import { FailedPage } from '@lamppost/page-kit';
import { DownloadOutlined } from '@ant-design/icons';
import { Card, Empty, Spin, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOfTable } from './address-of-table.js';
import type { AskedWith } from './question.js';
import type { zh } from './words.js';

/** Rows that a card shows; the table file has all. */
export const MOST_SHOWN = 15;

/** A statistic: what it is, its figures, and the way to its table. */
export function FiguresCard<Body>(options: {
  readonly part: keyof (typeof zh)['part'];
  readonly query: {
    readonly data: Body | undefined;
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly isEmpty: (body: Body) => boolean;
  /** Path of the table below `/api/v1/`, and what it is asked with. */
  readonly table: { readonly path: string; readonly query: AskedWith & { readonly by?: string } };
  readonly isWide?: boolean;
  readonly render: (body: Body) => ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const { part, query, isEmpty, table, isWide = false, render } = options;
  const title = t(`statistics/part/${part}/title`);
  const { data } = query;
  const show = () => {
    if (data !== undefined)
      return isEmpty(data) ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('statistics/none')} />
      ) : (
        render(data)
      );
    if (query.isPending) return <Spin className="centre" />;
    return <FailedPage error={query.error} onRetry={() => void query.refetch()} />;
  };
  return (
    <Card
      className={isWide ? 'figures wide' : 'figures'}
      title={<h2>{title}</h2>}
      extra={
        <a
          href={addressOfTable(table.path, { ...table.query, lang: i18n.language })}
          download
          aria-label={t('statistics/csvOf', { title })}
        >
          <DownloadOutlined aria-hidden /> CSV
        </a>
      }
    >
      <Typography.Paragraph type="secondary">{t(`statistics/part/${part}/hint`)}</Typography.Paragraph>
      {show()}
    </Card>
  );
}
