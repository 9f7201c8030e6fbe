import { DownloadOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Flex, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AuditAction, AuditFilter } from './use-audit.js';
import { zh } from './words.js';

const ACTIONS = Object.keys(zh.action) as AuditAction[];

interface Fields {
  readonly subjectId?: string;
  readonly accountId?: string;
  readonly action?: AuditAction;
  readonly day?: string;
}

const orNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim();

/** Asks for entries by what it was done to, by whom, what was done and on which day; below stands the export of the whole log. */
export function AuditSearch({
  filter,
  mayExport,
  onFind,
}: {
  readonly filter: AuditFilter;
  readonly mayExport: boolean;
  readonly onFind: (filter: AuditFilter) => void;
}) {
  const { t } = useTranslation();
  const { subjectId, accountId, action, day } = filter;
  return (
    <Form<Fields>
      layout="vertical"
      className="audit-find"
      initialValues={{
        subjectId: subjectId ?? '',
        accountId: accountId ?? '',
        day: day ?? '',
        ...(action === null ? {} : { action }),
      }}
      onFinish={(asked) => {
        onFind({
          subjectId: orNull(asked.subjectId),
          accountId: orNull(asked.accountId),
          action: asked.action ?? null,
          day: orNull(asked.day),
        });
      }}
    >
      <Form.Item name="subjectId" label={t('audit/subject')}>
        <Input allowClear maxLength={200} placeholder={t('audit/subjectHint')} />
      </Form.Item>
      <Form.Item name="accountId" label={t('audit/account')}>
        <Input allowClear maxLength={200} />
      </Form.Item>
      <Form.Item name="action" label={t('audit/done')}>
        <Select<AuditAction>
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('audit/anyAction')}
          options={ACTIONS.map((value) => ({ value, label: t(`audit/action/${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="day" label={t('audit/day')}>
        <Input type="date" allowClear />
      </Form.Item>
      <Flex gap={8} wrap>
        <Button htmlType="submit" icon={<SearchOutlined aria-hidden />}>
          {t('audit/apply')}
        </Button>
        {mayExport && (
          <Button href="/api/v1/audit/export" icon={<DownloadOutlined aria-hidden />}>
            {t('audit/export')}
          </Button>
        )}
      </Flex>
    </Form>
  );
}
