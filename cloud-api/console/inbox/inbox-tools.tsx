import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Flex, Typography } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../boards/choice.js';
import type { InboxFilter } from './use-inbox.js';

const MATTERS = ['dust', 'parking', 'stall', 'burning'] as const;
const SORTS = ['due', 'severity', 'newest'] as const;

/** What is listed, in which order, and how much of it; it stays as it is while one goes from case to case. */
export const InboxTools = memo(function InboxTools(options: {
  readonly filter: InboxFilter;
  readonly onFilter: (filter: InboxFilter) => void;
  /** Cases that are in the list. */
  readonly listed: number;
  /** Verdicts that are on their way. */
  readonly pending: number;
  /** Null: there are no keys to tell of. */
  readonly onHelp: (() => void) | null;
}) {
  const { t } = useTranslation();
  const { filter, onFilter, listed, pending, onHelp } = options;
  return (
    <Flex gap={8} align="center" wrap className="inbox-tools">
      <Typography.Title level={1} className="inbox-title">
        {t('inbox/title')}
      </Typography.Title>
      <Choice
        label={t('inbox/all')}
        value={filter.matter ?? 'all'}
        options={[
          { value: 'all', label: t('inbox/all') },
          ...MATTERS.map((matter) => ({ value: matter, label: t(`matter/${matter}`) })),
        ]}
        onChange={(value) => {
          onFilter({ ...filter, matter: MATTERS.find((matter) => matter === value) ?? null });
        }}
      />
      <Choice
        label={t('inbox/states')}
        value={filter.state ?? 'any'}
        options={[
          { value: 'to-do', label: t('inbox/unsettled') },
          { value: 'any', label: t('inbox/any') },
        ]}
        onChange={(value) => {
          onFilter({ ...filter, state: value === 'to-do' ? 'to-do' : null });
        }}
      />
      <Choice
        isDisabled={filter.state === null}
        label={t('inbox/sortDue')}
        value={filter.state === null ? 'newest' : filter.sort}
        options={SORTS.map((sort) => ({
          value: sort,
          label: t(sort === 'due' ? 'inbox/sortDue' : sort === 'severity' ? 'inbox/sortSeverity' : 'inbox/sortNewest'),
        }))}
        onChange={(sort) => {
          onFilter({ ...filter, sort });
        }}
      />
      <Typography.Text type="secondary" aria-live="polite">
        {pending > 0 ? t('inbox/pending', { count: pending }) : t('inbox/count', { count: listed })}
      </Typography.Text>
      {onHelp !== null && (
        <Button type="text" icon={<QuestionCircleOutlined aria-hidden />} onClick={onHelp}>
          {t('inbox/keys')}
        </Button>
      )}
    </Flex>
  );
});
