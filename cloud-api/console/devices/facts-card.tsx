import { EditOutlined } from '@ant-design/icons';
import { FactsList } from '@lamppost/page-kit';
import { Button, Card, Flex, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAreas } from '../admin/areas/use-areas.js';
import { useAct } from '../boards/use-act.js';
import { useBureauName } from '../boards/use-bureau-name.js';
import { cloud } from '../cloud/client.js';
import { type DeviceDraft, fromDraft, toDraft } from './device-draft.js';
import { DraftFields } from './draft-fields.js';
import type { DeviceDetail } from './use-devices.js';

function Facts({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const nameOf = useBureauName();
  const areas = useAreas();
  const { place, bearingDeg, grid, bureauId, areaId, deviceCode, model, serial, mn } = device;
  return (
    <FactsList
      facts={[
        [t('devices/facts/placeName'), place.name],
        [t('devices/facts/place'), `${place.lng}, ${place.lat}`],
        [t('devices/facts/bearingShort'), bearingDeg === null ? null : `${bearingDeg}°`],
        [t('admin/bureau'), bureauId === null ? t('devices/facts/town') : nameOf(bureauId)],
        [
          t('devices/facts/area'),
          areaId === null ? null : (areas.data?.find((area) => area.areaId === areaId)?.name ?? areaId),
        ],
        [t('devices/facts/gridShort'), grid],
        [t('devices/facts/codeShort'), deviceCode],
        [t('devices/facts/mnShort'), mn],
        [t('devices/facts/modelShort'), model],
        [t('devices/facts/serialShort'), serial],
      ]}
    />
  );
}

/** What the register says of a device, and the form that changes it. */
export function FactsCard({ device, mayManage }: { readonly device: DeviceDetail; readonly mayManage: boolean }) {
  const { t } = useTranslation();
  const act = useAct(['devices']);
  const [isOpen, setOpen] = useState(false);
  const { deviceId, version } = device;
  return (
    <Card
      size="small"
      title={t('devices/facts/title')}
      className="admin-card"
      extra={
        mayManage &&
        !isOpen && (
          <Button
            size="small"
            icon={<EditOutlined aria-hidden />}
            className="edit-device"
            onClick={() => {
              setOpen(true);
            }}
          >
            {t('devices/facts/edit')}
          </Button>
        )
      }
    >
      {isOpen ? (
        <Form<DeviceDraft>
          layout="vertical"
          name="device"
          requiredMark={false}
          initialValues={toDraft(device)}
          onFinish={(draft) => {
            act.mutate(
              () =>
                cloud.patch('/api/v1/devices/{deviceId}', {
                  path: { deviceId },
                  header: { 'if-match': `"v${version}"` },
                  // What the form of this kind does not show stays.
                  body: fromDraft({ ...toDraft(device), ...draft }),
                }),
              {
                onSuccess: () => {
                  setOpen(false);
                },
              },
            );
          }}
        >
          <DraftFields kind={device.kind} />
          <Flex gap={8}>
            <Button type="primary" htmlType="submit" loading={act.isPending} className="save-device">
              {t('admin/save')}
            </Button>
            <Button
              onClick={() => {
                setOpen(false);
              }}
            >
              {t('common/cancel')}
            </Button>
          </Flex>
        </Form>
      ) : (
        <Facts device={device} />
      )}
    </Card>
  );
}
