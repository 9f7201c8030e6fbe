import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../cloud/client.js';

const REFRESH_MS = 30_000;

const readPage = (filter: DeviceFilter, cursor: string | null) =>
  bodyOf(
    cloud.get('/api/v1/devices', {
      query: {
        retired: filter.isRetired ? 'true' : 'false',
        ...(filter.kind === null ? {} : { kind: filter.kind }),
        ...(filter.health === null ? {} : { health: filter.health }),
        ...(filter.missing === null ? {} : { missing: filter.missing }),
        ...(cursor === null ? {} : { cursor }),
      },
    }),
  );
const readDevice = (deviceId: string) => bodyOf(cloud.get('/api/v1/devices/{deviceId}', { path: { deviceId } }));

const readAlarms = ({ state, gatewayId }: AlarmFilter, cursor: string | null) =>
  bodyOf(
    cloud.get('/api/v1/device-alarms', {
      query: { state, ...(gatewayId === null ? {} : { gatewayId }), ...(cursor === null ? {} : { cursor }) },
    }),
  );

/** A device as the list has it, and with all that is known of it. */
export type Device = Awaited<ReturnType<typeof readPage>>['devices'][number];
export type DeviceDetail = Awaited<ReturnType<typeof readDevice>>;
/** A record of the legal status. */
export type LegalRecord = DeviceDetail['legal'][number];
/** A condition without which records are no evidence. */
export type LegalCondition = LegalRecord['condition'];

/** What somebody has to look after. */
export type DeviceAlarm = Awaited<ReturnType<typeof readAlarms>>['alarms'][number];
/** Whether alarms go on. */
export type AlarmState = 'open' | 'closed';

/** What of the alarms is listed. */
export interface AlarmFilter {
  readonly state: AlarmState;
  /** Null: of whatever gateway. */
  readonly gatewayId: string | null;
}

/** What of the register is listed; null: whatever. */
export interface DeviceFilter {
  readonly kind: DeviceDetail['kind'] | null;
  readonly health: DeviceDetail['health'] | null;
  readonly missing: DeviceDetail['missing'][number] | 'any' | null;
  readonly isRetired: boolean;
}

/** Devices of the register, the newest first. */
export function useDevices(filter: DeviceFilter) {
  return useInfiniteQuery({
    queryKey: ['devices', 'list', filter],
    queryFn: ({ pageParam }) => readPage(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** One device. */
export function useDevice(deviceId: string) {
  return useQuery({
    queryKey: ['devices', 'one', deviceId],
    queryFn: () => readDevice(deviceId),
    refetchInterval: REFRESH_MS,
  });
}

/** Alarms of devices, the newest first. */
export function useAlarms(filter: AlarmFilter) {
  return useInfiniteQuery({
    queryKey: ['devices', 'alarms', filter],
    queryFn: ({ pageParam }) => readAlarms(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}
