import { Checkbox, Flex, Form, Input, Select, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { useBureaus } from '../../cloud/use-bureaus.js';
import { useMe } from '../../session/use-me.js';
import { useAreas } from '../areas/use-areas.js';
import { oneAtLeast } from '../one-at-least.js';
import type { Account, PersonRole } from './use-accounts.js';

/** Roles from those who work most to those who watch. */
const ROLES: readonly PersonRole[] = ['reviewer', 'officer', 'supervisor', 'operator', 'administrator', 'auditor'];
/** No bureau has an empty ID. */
const ALL = '';

/** What an account form holds. */
export interface AccountFieldsGiven {
  readonly displayName: string;
  readonly roles: PersonRole[];
  readonly bureau: string;
  readonly areas?: string[];
}

/** A form's content as the interface takes it. */
export function toScope({ displayName, roles, bureau, areas = [] }: AccountFieldsGiven) {
  return { displayName, roles, bureauId: bureau === ALL ? null : bureau, areaIds: areas.length === 0 ? null : areas };
}

/** An account as a form shows it. */
export function toFields({ displayName, roles, bureauId, areaIds }: Account): AccountFieldsGiven {
  return { displayName, roles, bureau: bureauId ?? ALL, areas: areaIds ?? [] };
}

/** Name, roles, bureau and areas of an account. Who is limited to a bureau makes accounts of that bureau alone. */
export function AccountFields() {
  const { t } = useTranslation();
  const me = useMe();
  const bureaus = useBureaus();
  const areas = useAreas();
  const nameOf = useBureauName();
  const own = me.data?.bureauId ?? null;
  const choices =
    own === null
      ? [
          { value: ALL, label: t('admin/allBureaus') },
          ...(bureaus.data ?? []).map(({ bureauId }) => ({ value: bureauId, label: nameOf(bureauId) })),
        ]
      : [{ value: own, label: nameOf(own) }];
  return (
    <>
      <Form.Item
        name="displayName"
        label={t('admin/accounts/displayName')}
        rules={[{ required: true, whitespace: true, message: t('boards/required') }]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="roles" label={t('admin/accounts/roles')} rules={[oneAtLeast(t('boards/required'))]}>
        <Checkbox.Group aria-label={t('admin/accounts/roles')}>
          <Flex vertical gap={8}>
            {ROLES.map((role) => (
              <Checkbox key={role} value={role} className={`role-${role}`}>
                <Typography.Text strong>{t(`admin/accounts/role/${role}`)}</Typography.Text>{' '}
                <Typography.Text type="secondary">{t(`admin/accounts/does/${role}`)}</Typography.Text>
              </Checkbox>
            ))}
          </Flex>
        </Checkbox.Group>
      </Form.Item>
      <Form.Item name="bureau" label={t('admin/bureau')} initialValue={own ?? ALL}>
        <Select options={choices} />
      </Form.Item>
      <Form.Item name="areas" label={t('admin/accounts/areas')} extra={t('admin/accounts/areasHint')}>
        <Select
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('admin/accounts/allAreas')}
          options={(areas.data ?? []).map(({ areaId, name }) => ({ value: areaId, label: name }))}
        />
      </Form.Item>
    </>
  );
}
