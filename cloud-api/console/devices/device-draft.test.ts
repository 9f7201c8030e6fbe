import { expect, test } from 'vitest';
import { fromDraft, isWithin } from './device-draft.js';

test('what is left empty is null, and numbers are numbers', () => {
  const draft = {
    name: ' 路口枪机 ',
    placeName: '文三路口',
    lng: '120.16',
    lat: '30.28',
    bureau: '',
    area: 'old-town',
  };
  expect(fromDraft({ ...draft, bearingDeg: ' 90 ', grid: ' ', mn: '88888880000001abcdef0001' })).toEqual({
    ...{ name: '路口枪机', place: { lng: 120.16, lat: 30.28, name: '文三路口' }, bearingDeg: 90, grid: null },
    ...{ bureauId: null, areaId: 'old-town', deviceCode: null, model: null, serial: null },
    mn: '88888880000001ABCDEF0001',
  });
});

test.each([
  ['30.28', true],
  ['-90', true],
  ['90.1', false],
  ['', false],
  ['north', false],
  ['1e1', false],
  [undefined, false],
])('%s as a latitude: %s', (text, is) => {
  expect(isWithin(text, -90, 90)).toBe(is);
});
