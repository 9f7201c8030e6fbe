import { UserAddOutlined } from '@ant-design/icons';
import { Button, Grid, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EntryLink } from '../../boards/entry-link.js';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { AdminFrame } from '../admin-frame.js';
import { WholeList } from '../whole-list.js';
import { AccountDetail } from './account-detail.js';
import { AccountTags } from './account-tags.js';
import { NewAccount } from './new-account.js';
import { useAccounts } from './use-accounts.js';

const NEW = '+new';

/** Accounts: who may sign in, and what each may do. */
export function AccountsSection({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const isWide = Grid.useBreakpoint().lg === true;
  const nameOf = useBureauName();
  const query = useAccounts();
  const shown = id === null && isWide ? query.data?.[0] : query.data?.find(({ accountId }) => accountId === id);
  return (
    <AdminFrame
      section="accounts"
      hint={t('admin/accounts/hint')}
      isChosen={id !== null}
      tools={
        <Button
          type="primary"
          icon={<UserAddOutlined aria-hidden />}
          className="add-account"
          onClick={() => {
            navigate('/admin/accounts/+new');
          }}
        >
          {t('admin/accounts/add')}
        </Button>
      }
      list={
        <WholeList
          query={query}
          keyOf={({ accountId }) => accountId}
          textOf={({ loginName, displayName }) => `${displayName} ${loginName ?? ''}`}
          empty={t('admin/accounts/empty')}
          render={(account) => (
            <EntryLink href={`/admin/accounts/${account.accountId}`} isChosen={account === shown}>
              <Typography.Text strong>
                {account.displayName}{' '}
                <Typography.Text type="secondary" className="login-name">
                  {account.loginName}
                </Typography.Text>
              </Typography.Text>
              <AccountTags account={account} />
              <Typography.Text type="secondary">
                {account.bureauId === null ? t('admin/allBureaus') : nameOf(account.bureauId)}
              </Typography.Text>
            </EntryLink>
          )}
        />
      }
      detail={
        id === NEW ? (
          <NewAccount />
        ) : shown === undefined ? null : (
          <AccountDetail key={shown.accountId} account={shown} />
        )
      }
    />
  );
}
