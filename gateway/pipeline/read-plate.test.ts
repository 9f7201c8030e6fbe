import type { PlateReading } from '@lamppost/contracts';
import type { PlatesRead, VehicleStill } from '@lamppost/detectors';
import pino from 'pino';
import { beforeEach, expect, test } from 'vitest';
import type { PackageMedia } from '../evidence/seal-package.js';
import { sampleViolation } from '../testing/sample-violation.js';
import { readPlate } from './read-plate.js';

const violation = sampleViolation(1);
const still = (name: string, capturedAtMs: number): PackageMedia => ({
  name,
  role: 'still',
  mediaType: 'image/jpeg',
  bytes: Buffer.from(name),
  capturedAtMs,
  derivedFrom: null,
});
const media: PackageMedia[] = [
  still('still-1.jpg', 1),
  still('still-2.jpg', 2),
  { ...still('subject.jpg', 2), role: 'overlay', derivedFrom: 'still-2.jpg' },
];
const reading: PlateReading = {
  text: '皖A195K9',
  colour: 'blue',
  characters: Array.from('皖A195K9', (character) => ({ character, confidence: 0.99 })),
  confidence: 0.93,
  box: { x1: 0.2, y1: 0.3, x2: 0.3, y2: 0.34 },
};
let logged = '';
let asked: (readonly VehicleStill[])[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => (logged += line) });
const answering = (result: PlatesRead) => ({
  log,
  plates: {
    read: (stills: readonly VehicleStill[]) => {
      asked.push(stills);
      return Promise.resolve(result);
    },
  },
});
const found: PlatesRead = {
  status: 'read',
  reading,
  still: 1,
  agreed: { stills: 1, of: 2 },
  picture: Buffer.from('the plate'),
};

beforeEach(() => {
  logged = '';
  asked = [];
});

test('the plate is read in the stills where the vehicle stood, and cut out of the clearest', async () => {
  const answer = await readPlate(violation, media, answering(found));
  expect(asked).toEqual([
    [
      { picture: Buffer.from('still-1.jpg'), vehicle: violation.subject?.box },
      { picture: Buffer.from('still-2.jpg'), vehicle: violation.subject?.box },
    ],
  ]);
  expect(answer.finding).toEqual({
    status: 'read',
    ...reading,
    still: 'media/still-2.jpg',
    agreed: { stills: 1, of: 2 },
  });
  expect(answer.media).toEqual([
    expect.objectContaining({ name: 'plate.jpg', role: 'plate', capturedAtMs: 2, derivedFrom: 'still-2.jpg' }),
  ]);
  expect(answer.isRead).toBe(true);
});

test('the text of a plate never stands in a log', async () => {
  await readPlate(violation, media, answering(found));
  expect(logged).toContain('plate read');
  expect(logged).not.toContain('皖');
  expect(logged).not.toContain('195K9');
});

test.each(['not-found', 'unreadable'] as const)('a plate that is %s leaves no picture', async (reason) => {
  const answer = await readPlate(violation, media, answering({ status: 'none', reason }));
  expect(answer).toEqual({ finding: { status: 'none', reason }, isRead: true, media: [] });
});

test('only vehicles are asked about, and only where there are stills', async () => {
  const person = { ...violation, subject: { label: 'person', box: reading.box, score: 0.9 } };
  for (const other of [person, { ...violation, subject: null }])
    expect((await readPlate(other, media, answering(found))).finding).toEqual({
      status: 'none',
      reason: 'not-a-vehicle',
    });
  expect((await readPlate(violation, media.slice(2), answering(found))).finding).toEqual({
    status: 'none',
    reason: 'no-still',
  });
  expect(asked).toEqual([]);
});

test('a reader that breaks down does not hold the package up', async () => {
  const plates = { read: () => Promise.reject(new Error('no memory')) };
  const answer = await readPlate(violation, media, { plates, log });
  expect(answer).toEqual({ finding: { status: 'none', reason: 'failed' }, isRead: false, media: [] });
  expect(logged).toContain('no memory');
});
