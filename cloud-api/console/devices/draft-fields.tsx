import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAreas } from '../admin/areas/use-areas.js';
import { useBureauName } from '../boards/use-bureau-name.js';
import { useBureaus } from '../cloud/use-bureaus.js';
import { useMe } from '../session/use-me.js';
import { isWithin } from './device-draft.js';
import type { Device } from './use-devices.js';

/** What the register says of a device of this kind: who looks after it, where it is, and its numbers. */
export function DraftFields({ kind }: { readonly kind: Device['kind'] }) {
  const { t } = useTranslation();
  const me = useMe();
  const bureaus = useBureaus();
  const areas = useAreas();
  const nameOf = useBureauName();
  const own = me.data?.bureauId ?? null;
  const needed = { required: true, whitespace: true, message: t('boards/required') };
  const within = (least: number, most: number, isNeeded: boolean) => ({
    validator: (_rule: unknown, text: string | undefined) =>
      (!isNeeded && (text ?? '').trim() === '') || isWithin(text, least, most)
        ? Promise.resolve()
        : Promise.reject(new Error(t('devices/facts/range', { least, most }))),
  });
  const bureauChoices = (bureaus.data ?? [])
    .filter(({ bureauId }) => own === null || bureauId === own)
    .map(({ bureauId }) => ({ value: bureauId, label: nameOf(bureauId) }));
  const areaChoices = (areas.data ?? [])
    .filter(({ areaId }) => me.data?.areaIds?.includes(areaId) !== false)
    .map(({ areaId, name }) => ({ value: areaId, label: name }));
  return (
    <div className="device-fields">
      <Form.Item name="name" label={t('devices/facts/name')} rules={[needed]}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="placeName" label={t('devices/facts/placeName')} rules={[needed]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="lng" label={t('devices/facts/lng')} rules={[within(-180, 180, true)]}>
        <Input inputMode="decimal" autoComplete="off" />
      </Form.Item>
      <Form.Item name="lat" label={t('devices/facts/lat')} rules={[within(-90, 90, true)]}>
        <Input inputMode="decimal" autoComplete="off" />
      </Form.Item>
      {kind === 'camera' && (
        <Form.Item name="bearingDeg" label={t('devices/facts/bearing')} rules={[within(0, 360, false)]}>
          <Input inputMode="decimal" autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="bureau" label={t('admin/bureau')}>
        <Select
          options={own === null ? [{ value: '', label: t('devices/facts/town') }, ...bureauChoices] : bureauChoices}
        />
      </Form.Item>
      <Form.Item name="area" label={t('devices/facts/area')}>
        <Select
          options={
            me.data?.areaIds == null ? [{ value: '', label: t('devices/facts/noArea') }, ...areaChoices] : areaChoices
          }
        />
      </Form.Item>
      <Form.Item
        name="grid"
        label={t('devices/facts/grid')}
        rules={[{ pattern: /^\d{15}$/, message: t('devices/facts/gridRule') }]}
      >
        <Input maxLength={15} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="deviceCode"
        label={t('devices/facts/code')}
        rules={[{ pattern: /^\d{20}$/, message: t('devices/facts/codeRule') }]}
      >
        <Input maxLength={20} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      {kind === 'monitor' && (
        <Form.Item
          name="mn"
          label={t('devices/facts/mn')}
          rules={[{ pattern: /^[0-9A-Fa-f]{24}$/, message: t('devices/facts/mnRule') }]}
        >
          <Input maxLength={24} autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="model" label={t('devices/facts/model')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="serial" label={t('devices/facts/serial')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </div>
  );
}
