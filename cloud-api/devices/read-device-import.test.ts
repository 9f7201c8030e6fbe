import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDeviceImport } from './read-device-import.js';

const HEADER = 'gatewayId,sourceId,kind,name,lng,lat,place,deviceCode,bearingDeg';

test('a table of devices, with a Chinese header too', () => {
  const text = `\uFEFF网关编号,设备标识,设备类型,设备名称,经度,纬度,设置地点,方位角,单元网格
pole-001,,网关,1号杆,120.1,30.2,文一路口,,
pole-001,camera-1,摄像机,1号杆东向,120.1,30.2,"文一路口, 东",90,330106001001001
`;
  const read = readDeviceImport(text);
  if (read.status !== 'devices') throw new Error(JSON.stringify(read));
  expect(read.devices.map(({ line, device }) => [line, device.kind, device.sourceId, device.bearingDeg])).toEqual([
    [2, 'gateway', null, null],
    [3, 'camera', 'camera-1', 90],
  ]);
  expect(read.devices[1]?.device.place).toEqual({ lng: 120.1, lat: 30.2, name: '文一路口, 东' });
});

test('a table of records is told by its column `condition`', () => {
  const text = `gatewayId,sourceId,condition,from,until,number,issuer,url
pole-001,camera-1,法制审核,2026-01-01,,法审〔2026〕3号,司法局,
pole-001,camera-1,calibration,2026-01-01,2026-12-31,JZ-77,计量院,https://example.cn/77`;
  const read = readDeviceImport(text);
  if (read.status !== 'records') throw new Error(JSON.stringify(read));
  expect(read.records.map(({ line, record }) => [line, record.condition, record.until])).toEqual([
    [2, 'deviceLegalReview', null],
    [3, 'calibration', '2026-12-31'],
  ]);
});

test.each([
  ['a column is missing', 'gatewayId,kind\npole-001,gateway', 1, 'sourceId, name, lng, lat, place'],
  ['a column is unknown', `${HEADER},colour\n`, 1, 'colour'],
  ['a latitude is none', `${HEADER}\npole-001,,gateway,n,120,north,p,,`, 2, 'lat'],
  ['a longitude is elsewhere', `${HEADER}\npole-001,,gateway,n,1200,30,p,,`, 2, 'lng'],
  ['a kind is unknown', `${HEADER}\n\npole-001,,lamp,n,120,30,p,,`, 3, 'kind'],
  ['a name is empty', `${HEADER}\npole-001,,gateway,,120,30,p,,`, 2, 'name'],
  ['a line is cut', `${HEADER}\npole-001,,gateway`, 2, ''],
  [
    'days go backwards',
    'gatewayId,sourceId,condition,from,until,number,issuer\na,,calibration,2026-02-01,2026-01-01,n,i',
    2,
    'until',
  ],
])('%s: its line is named', (_name, text, line, field) => {
  const read = readDeviceImport(text);
  expect(read).toMatchObject({ status: 'wrong', faults: [{ line, field }] });
});

test('no text breaks it', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string(), { maxLength: 3 }), (junk, cells) => {
      for (const text of [junk, `${HEADER}\n${cells.join(',')}`])
        expect(['devices', 'records', 'wrong']).toContain(readDeviceImport(text).status);
    }),
  );
});
