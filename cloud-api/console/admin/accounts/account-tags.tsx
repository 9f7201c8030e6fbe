import { ClockCircleOutlined, StopOutlined } from '@ant-design/icons';
import { Flex, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Account } from './use-accounts.js';

/** Roles of an account, and whether it can be used. */
export function AccountTags({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const { roles, isDisabled, mustChangePassword, loginName } = account;
  return (
    <Flex gap={6} wrap>
      {isDisabled && (
        <Tag color="red" className="quiet" icon={<StopOutlined aria-hidden />}>
          {t('admin/accounts/disabled')}
        </Tag>
      )}
      {mustChangePassword && !isDisabled && (
        <Tag color="gold" className="quiet" icon={<ClockCircleOutlined aria-hidden />}>
          {t('admin/accounts/oneTimeTag')}
        </Tag>
      )}
      {loginName === null && <Tag>{t('admin/accounts/byProvider')}</Tag>}
      {roles.map((role) => (
        <Tag key={role}>{t(`admin/accounts/role/${role}`)}</Tag>
      ))}
    </Flex>
  );
}
