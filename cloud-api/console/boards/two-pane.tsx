import { ArrowLeftOutlined } from '@ant-design/icons';
import { Empty, Flex, Grid, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import './styles.css';

/** A list with the chosen entry beside it on an office screen; one or the other on a phone. */
export function TwoPane(options: {
  readonly title: string;
  /** One line on what the board is for. */
  readonly hint: string;
  readonly tools?: ReactNode;
  readonly list: ReactNode;
  /** Null: nothing is chosen. */
  readonly detail: ReactNode;
  /** Whether the address names an entry; on an office screen the first may be shown without that. */
  readonly isChosen: boolean;
  /** Where the list stands. */
  readonly home: string;
}) {
  const { t } = useTranslation();
  const isWide = Grid.useBreakpoint().lg === true;
  const { title, hint, tools, list, detail, isChosen, home } = options;
  const showsList = isWide || !isChosen;
  const showsDetail = isWide || isChosen;
  return (
    <div className="board">
      {showsList && (
        <Flex gap={12} align="center" wrap className="board-head">
          <div className="board-names">
            <Typography.Title level={1} className="board-title">
              {title}
            </Typography.Title>
            <Typography.Text type="secondary">{hint}</Typography.Text>
          </div>
          {tools}
        </Flex>
      )}
      <div className="board-panes">
        {showsList && (
          <section className="board-list" aria-label={t('boards/list')} tabIndex={0}>
            {list}
          </section>
        )}
        {showsDetail && (
          <section className="board-detail" aria-label={t('boards/detail')} tabIndex={0}>
            {!isWide && (
              <Link href={home} className="board-back">
                <ArrowLeftOutlined aria-hidden /> {t('boards/back')}
              </Link>
            )}
            {detail ?? <Empty className="centre" description={t('boards/choose')} />}
          </section>
        )}
      </div>
    </div>
  );
}
