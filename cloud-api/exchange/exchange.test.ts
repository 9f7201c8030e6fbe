import type { PlateFinding } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { DEFAULT_DESK_SETTINGS } from '../cases/settings/desk-settings.js';
import { buildManifest } from '../testing/sealed-package.js';
import { CityEvent, toCityEvent } from './city-event.js';
import { MotorVehicles, toMotorVehicles } from './motor-vehicles.js';

const caseId = 'LP-20260301-000001';
const digest = 'ab'.repeat(32);
const deviceId = '33010600081326000001';
const { exchange: settings } = DEFAULT_DESK_SETTINGS;
const files = { 'media/still-1.jpg': Buffer.from('a'), 'media/readings.json': Buffer.from('{}') };
const read: PlateFinding = {
  status: 'read',
  colour: 'blue',
  ...{ text: '浙A12345', confidence: 0.93, still: 'media/still-1.jpg' },
  characters: Array.from('浙A12345', (character) => ({ character, confidence: 0.99 })),
  ...{ box: { x1: 0.4, y1: 0.4, x2: 0.6, y2: 0.5 }, agreed: { stills: 1, of: 1 } },
};
const manifest = buildManifest({ gatewayId: 'pole-001', files, plate: read });
const url = `/api/v1/cases/${caseId}/files/still-1.jpg?package=${digest}`;

test('a vehicle has the names of GA/T 1400, and its pictures by reference', () => {
  const settled = { ...settings, plateColours: { ...settings.plateColours, blue: '5' } };
  const document = toMotorVehicles(caseId, [{ digest, manifest, deviceId }], settled);
  expect(MotorVehicles.parse(document).MotorVehicleList).toEqual([
    {
      ...{ MotorVehicleID: manifest.violation.violationId, DeviceID: deviceId },
      ...{ PlateNo: '浙A12345', PlateColor: '5', PlateReliability: 0.93 },
      ...{ LeftTopX: 0.2, LeftTopY: 0.3, RightBtmX: 0.5, RightBtmY: 0.7 },
      SubImageList: [expect.objectContaining({ package: digest, path: 'media/still-1.jpg', role: 'still', url })],
    },
  ]);
});

test('what is not known is left out', () => {
  const violation = { ...manifest.violation, subject: null };
  const unread = { ...manifest, violation, plate: { status: 'none', reason: 'not-found' } as const };
  const [vehicle] = toMotorVehicles(caseId, [{ digest, manifest: unread, deviceId: null }], settings).MotorVehicleList;
  expect(Object.keys(vehicle ?? {})).toEqual(['MotorVehicleID', 'SubImageList']);
  const dark = { ...manifest, plate: { ...read, colour: 'unknown' as const } };
  const [unlit] = toMotorVehicles(caseId, [{ digest, manifest: dark, deviceId }], settings).MotorVehicleList;
  expect(unlit).not.toHaveProperty('PlateColor');
  expect(unlit).toHaveProperty('PlateNo');

  const given = { caseId, state: 'rejected', openedAtMs: 1, unitGrid: null } as const;
  const event = toCityEvent({ ...given, packages: [{ digest, manifest, deviceId: null }] }, settings);
  for (const name of ['fullCode', 'unitGrid', 'stage', 'deviceId']) expect(event).not.toHaveProperty(name);
});

test.each([
  [null, '33010609009'],
  ['330107', '33010709009'],
])('with the division %s the full code is %s', (divisionCode, fullCode) => {
  const event = toCityEvent(
    {
      ...{ caseId, state: 'transferred', openedAtMs: 1, unitGrid: '330106001001001' },
      packages: [{ digest, manifest, deviceId }],
    },
    { ...settings, divisionCode },
  );
  expect(CityEvent.parse(event)).toMatchObject({
    ...{ matterCode: '09 009', fullCode, unitGrid: '330106001001001', stage: '任务派遣', deviceId },
  });
});
