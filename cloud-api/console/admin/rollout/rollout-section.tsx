import { PlusOutlined } from '@ant-design/icons';
import { Alert, Button, Flex, Grid, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EntryLink } from '../../boards/entry-link.js';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { useMe } from '../../session/use-me.js';
import { AdminFrame } from '../admin-frame.js';
import { WholeList } from '../whole-list.js';
import { BeginForm, type Chosen } from './begin-form.js';
import { MembersCard } from './members-card.js';
import { NewGroup } from './new-group.js';
import { RolloutCard } from './rollout-card.js';
import { type GatewayGroup, useGroups, useNewestRollout } from './use-rollouts.js';

const NEW = '+new';
/** Before the document that somebody comes with to roll it out. */
const BEGIN = '+begin';

function GroupHead({ group }: { readonly group: GatewayGroup }) {
  const { t } = useTranslation();
  const nameOf = useBureauName();
  const { kind, name, groupId, bureauId, document } = group;
  return (
    <header className="entry-head">
      <Tag>{t(`admin/documents/kind/${kind}`)}</Tag>
      <Typography.Title level={2} className="entry-title">
        {name}
      </Typography.Title>
      <Flex gap={12} wrap>
        <Typography.Text code>{groupId}</Typography.Text>
        <Typography.Text type="secondary">
          {bureauId === null ? t('admin/rollout/town') : nameOf(bureauId)}
        </Typography.Text>
        <Typography.Text>
          {document === null ? t('admin/rollout/local') : t('admin/rollout/goesBy', document)}
        </Typography.Text>
      </Flex>
    </header>
  );
}

function GroupDetail({ group, chosen }: { readonly group: GatewayGroup; readonly chosen: Chosen | null }) {
  const me = useMe();
  const newest = useNewestRollout(group.groupId);
  const permission = group.kind === 'rules' ? 'rules.publish' : 'configuration.publish';
  const own = me.data?.bureauId ?? null;
  const isPublisher = me.data?.permissions.includes(permission) === true;
  const mayPublish = isPublisher && (own === null || own === group.bureauId);
  const rollout = newest.data ?? null;
  return (
    <Flex vertical gap={14}>
      <GroupHead group={group} />
      {rollout !== null && <RolloutCard key={rollout.rolloutId} rollout={rollout} mayPublish={mayPublish} />}
      {mayPublish && group.rolloutId === null && newest.isSuccess && <BeginForm group={group} chosen={chosen} />}
      <MembersCard group={group} mayChange={isPublisher && own === null} />
    </Flex>
  );
}

/** Groups of gateways, and how versions come to them step by step. */
export function RolloutSection({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const isWide = Grid.useBreakpoint().lg === true;
  const query = useGroups();
  const [word, kind, name, version] = (id ?? '').split(':');
  const isBegin = word === BEGIN && kind !== undefined && name !== undefined;
  const [chosen] = useState<Chosen | null>(isBegin ? { kind, name, version: Number(version) } : null);
  const groupId = id === null || isBegin ? null : id;
  const shown = groupId === null && isWide ? query.data?.[0] : query.data?.find((group) => group.groupId === groupId);
  const permissions = me.data?.permissions ?? [];
  const mayAdd = permissions.includes('rules.publish') && me.data?.bureauId === null;
  return (
    <AdminFrame
      section="rollout"
      hint={t('admin/rollout/hint')}
      isChosen={groupId !== null}
      tools={
        mayAdd && (
          <Button
            type="primary"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => {
              navigate(`/admin/rollout/${NEW}`);
            }}
          >
            {t('admin/rollout/add')}
          </Button>
        )
      }
      list={
        <>
          {chosen !== null && groupId === null && (
            <Alert
              type="info"
              showIcon
              className="board-empty"
              title={t('admin/rollout/pick', { name: chosen.name, version: chosen.version })}
            />
          )}
          <WholeList
            query={query}
            keyOf={(group) => group.groupId}
            textOf={(group) => `${group.name} ${group.groupId}`}
            empty={t('admin/rollout/empty')}
            render={(group) => (
              <EntryLink href={`/admin/rollout/${group.groupId}`} isChosen={group === shown}>
                <Flex gap={6} align="center">
                  <Tag>{t(`admin/documents/kind/${group.kind}`)}</Tag>
                  <Typography.Text strong>{group.name}</Typography.Text>
                </Flex>
                <Typography.Text>
                  {group.document === null ? t('admin/rollout/local') : t('admin/rollout/goesBy', group.document)}
                </Typography.Text>
                <Typography.Text type="secondary">
                  {t('admin/rollout/gateways', { count: group.gateways })}
                  {group.rolloutId !== null && ` · ${t('admin/rollout/underWay')}`}
                </Typography.Text>
              </EntryLink>
            )}
          />
        </>
      }
      detail={
        groupId === NEW ? (
          <NewGroup mayConfigure={permissions.includes('configuration.publish')} />
        ) : shown === undefined ? null : (
          <GroupDetail key={shown.groupId} group={shown} chosen={chosen} />
        )
      }
    />
  );
}
