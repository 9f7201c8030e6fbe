import type { Box, PlateFinding, Violation } from '@lamppost/contracts';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pixelBox } from '../evidence/pixel-box.js';
import { decodePicture, sharpOf } from '../evidence/raw-picture.js';
import type { PackageMedia } from '../evidence/seal-package.js';
import type { Seen } from '../evidence/see-picture.js';
import { RuleDocument } from '../rules/document/rule-document.js';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { showMedia } from './shown-media.js';

const SIZE = { width: 960, height: 540 };
const NO_PLATE: PlateFinding = { status: 'none', reason: 'not-found' };
const PERSON: Seen = { label: 'person', score: 0.8, box: { x1: 0.6, y1: 0.2, x2: 0.68, y2: 0.8 } };
const OTHER_CAR: Seen = { label: 'car', score: 0.8, box: { x1: 0.75, y1: 0.6, x2: 0.95, y2: 0.8 } };
const DOCUMENT = RuleDocument.parse({
  schema: 'lamppost.rules/1',
  zones: [{ id: 'lane', camera: 'cam-1', polygon: [[0.02, 0.05], [0.98, 0.05], [0.98, 0.95], [0.02, 0.95]] }], // prettier-ignore
  rules: [],
});

async function still(index: number): Promise<PackageMedia> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const bytes = await sharp({ create: { ...SIZE, channels: 3, background: '#808080', noise } })
    .jpeg({ quality: 95 })
    .toBuffer();
  const name = `still-${index}.jpg`;
  return { name, role: 'still', mediaType: 'image/jpeg', bytes, capturedAtMs: index * 1000, derivedFrom: null };
}

async function show(violation: Violation, seen: readonly Seen[] | null) {
  const media = [await still(1), await still(2)];
  const given = { device: sampleDevice, document: DOCUMENT, media, readings: [], plate: NO_PLATE };
  const copies = await showMedia(violation, { ...given, seen: new Map(media.map(({ name }) => [name, seen])) });
  return { media, named: new Map(copies.map((copy) => [copy.name, copy])) };
}

/** Mean of each colour over a part of a picture, and how far its pixels stray. */
async function measure(picture: PackageMedia | undefined, box: Box) {
  if (picture === undefined) throw new Error('there is no such copy');
  const raw = await decodePicture(picture.bytes);
  const cut = await sharpOf(raw).extract(pixelBox(box, raw)).png().toBuffer();
  const { channels } = await sharp(cut).stats();
  return { means: channels.map(({ mean }) => mean), stray: channels[0]?.stdev ?? 0 };
}

/** How much more red and green than blue a frame of a picture is, one line wide. */
async function yellow(picture: PackageMedia | undefined, line: Box): Promise<number> {
  const { means } = await measure(picture, line);
  return ((means[0] ?? 0) + (means[1] ?? 0)) / 2 - (means[2] ?? 0);
}

const above = ({ x1, y1, x2 }: Box): Box => ({ x1, y1: y1 - 0.012, x2, y2: y1 });

test('a parked car comes with masked copies, one that is marked, a close-up and the composite, each naming its original', async () => {
  const { named } = await show(sampleViolation(1), [PERSON, OTHER_CAR]);
  expect([...named.values()].map(({ name, role, derivedFrom }) => [name, role, derivedFrom])).toEqual([
    ['masked-1.jpg', 'masked', 'still-1.jpg'],
    ['masked-2.jpg', 'masked', 'still-2.jpg'],
    ['subject.jpg', 'overlay', 'still-2.jpg'],
    ['close-up.jpg', 'close-up', 'still-2.jpg'],
    ['composite.jpg', 'composite', 'still-2.jpg'],
  ]);
  const subject = sampleViolation(1).subject?.box ?? PERSON.box;
  for (const name of ['masked-1.jpg', 'masked-2.jpg', 'subject.jpg']) {
    const copy = named.get(name);
    expect((await measure(copy, { ...PERSON.box, y2: 0.35 })).stray).toBeLessThan(15);
    expect((await measure(copy, { ...OTHER_CAR.box, y1: 0.69 })).stray).toBeLessThan(15);
    expect((await measure(copy, subject)).stray).toBeGreaterThan(25);
  }
  expect(await yellow(named.get('subject.jpg'), above(subject))).toBeGreaterThan(50);
  expect(await yellow(named.get('masked-2.jpg'), above(subject))).toBeLessThan(10);
});

test('a picture that nobody could look at is masked but for its subject', async () => {
  const { named } = await show(sampleViolation(1), null);
  expect((await measure(named.get('masked-1.jpg'), PERSON.box)).stray).toBeLessThan(15);
  const subject = sampleViolation(1).subject?.box ?? PERSON.box;
  expect((await measure(named.get('masked-1.jpg'), subject)).stray).toBeGreaterThan(25);
});

test('a fire is framed and cut out with room around it: it is found in a coarse grid', async () => {
  const box = { x1: 0.4, y1: 0.4, x2: 0.5, y2: 0.6 };
  const subject = { label: 'fire', score: 0.9, box };
  const { named } = await show({ ...sampleViolation(1), matter: 'burning', matterCode: '06 020', subject }, []);
  const marked = named.get('subject.jpg');
  expect(await yellow(marked, above({ ...box, y1: 0.4 - 0.07 }))).toBeGreaterThan(50);
  expect(await yellow(marked, above(box))).toBeLessThan(10);
  const { width, height } = await sharp(named.get('close-up.jpg')?.bytes).metadata();
  expect(width).toBeGreaterThan(0.1 * SIZE.width * 2);
  expect(height).toBeGreaterThan(0.2 * SIZE.height * 2);
});

test.each([
  ['a stall, of which it is not known where it stood at first', 'stall', 'stall', false],
  ['a parked car, which stood there from the beginning', 'parking', 'car', true],
] as const)('the first panorama of %s shows the zone', async (_name, matter, label, isFramed) => {
  const box = { x1: 0.3, y1: 0.4, x2: 0.5, y2: 0.8 };
  const { named } = await show({ ...sampleViolation(1), matter, subject: { label, score: 0.9, box } }, []);
  const composite = await decodePicture(named.get('composite.jpg')?.bytes ?? Buffer.alloc(0));
  const panel = { left: 8, top: 8, width: Math.floor((composite.width - 24) / 2) };
  const height = Math.round((panel.width * SIZE.height) / SIZE.width);
  const redness = async (part: Box) => {
    const [x, y] = [panel.left + part.x1 * panel.width, panel.top + part.y1 * height].map(Math.round) as [
      number,
      number,
    ];
    const [w, h] = [(part.x2 - part.x1) * panel.width, (part.y2 - part.y1) * height].map(Math.round) as [
      number,
      number,
    ];
    const cut = await sharpOf(composite).extract({ left: x, top: y, width: w, height: h }).png().toBuffer();
    const { channels } = await sharp(cut).stats();
    return channels.map(({ mean }) => mean);
  };
  const [red = 0, green = 0] = await redness({ x1: 0.05, y1: 0.04, x2: 0.95, y2: 0.06 });
  expect(red - green).toBeGreaterThan(10);
  const [r = 0, , b = 0] = await redness({ x1: 0.3, y1: 0.385, x2: 0.5, y2: 0.4 });
  expect(r - b > 20).toBe(isFramed);
});
