import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { type RecordSheet, composeRecord } from './compose-record.js';
import { axisTicks, drawChart } from './draw-chart.js';
import { drawText } from './lettering.js';

const directory = mkdtempSync(join(tmpdir(), 'record-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const white = { colour: '#ffffff', sizePx: 40, maxWidthPx: 2000 };
const draw = async (text: string, maxWidthPx = 2000) =>
  drawText({ runs: [{ text, colour: white.colour }], sizePx: white.sizePx, maxWidthPx });

async function ink(png: Buffer): Promise<number> {
  const { channels } = await sharp(png).stats();
  return channels[3]?.mean ?? 0;
}

test('each Chinese letter is as wide as it should be, and none is the box of a missing one', async () => {
  const [one, two] = [await draw('违'), await draw('违法停车')];
  expect(two.width).toBeGreaterThan(3.7 * one.width);
  expect(one.height).toBeGreaterThan(25);
  const pixels = await Promise.all(['违', '法', '鄞', '堽', '皖'].map(async (letter) => (await draw(letter)).input));
  expect(new Set(pixels.map((png) => png.toString('base64'))).size).toBe(5);
  for (const png of pixels) expect(await ink(png)).toBeGreaterThan(10);
});

test('what would be markup is drawn as it stands, and a long line is broken', async () => {
  const { width } = await draw('<b>&amp;</b>');
  expect(width).toBeGreaterThan((await draw('b')).width * 5);
  const broken = await draw('文三路十二号灯杆'.repeat(5), 400);
  expect(broken.width).toBeLessThanOrEqual(400);
  expect(broken.height).toBeGreaterThan(3 * white.sizePx);
});

test('a machine without any font draws the same', async () => {
  const here = await draw('机动车乱停放 2026-11-22');
  const config = join(directory, 'fonts.conf');
  writeFileSync(config, '<fontconfig></fontconfig>');
  const script = `import sharp from 'sharp';
const { info } = await sharp({ text: { text: '机动车乱停放 2026-11-22', font: 'Noto Sans S Chinese 40', fontfile: process.argv[1], dpi: 72, rgba: true } }).png().toBuffer({ resolveWithObject: true });
process.stdout.write(JSON.stringify([info.width, info.height]));`;
  const font = fileURLToPath(new URL('../fonts/NotoSansHans-Regular.otf', import.meta.resolve('@embedpdf/fonts-sc')));
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script, font], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, FONTCONFIG_FILE: config, HOME: directory, XDG_DATA_HOME: directory },
  });
  expect(JSON.parse(told)).toEqual([here.width, here.height]);
}, 30_000);

async function panel(colour: string) {
  const picture = await sharp({ create: { width: 1920, height: 1080, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();
  return { picture, caption: '全景　2026-11-22 17:52:06' };
}

async function sheet(change: Partial<RecordSheet> = {}): Promise<RecordSheet> {
  return {
    panels: [await panel('#a00'), await panel('#0a0'), await panel('#00a')],
    title: '疑似机动车乱停放',
    facts: [['开始', '2026-11-22 17:52:06']],
    plate: null,
    notice: '仅为案件线索',
    strip: [
      ['时间', '2026-11-22 17:52:27（北京时间）'],
      ['防伪码', '292e 046c 24ca d20f'],
    ],
    ...change,
  };
}

test('a composite shows its panoramas and its close-up, large enough, and its text', async () => {
  const given = await sheet();
  const composite = await composeRecord(given);
  const { width, height } = await sharp(composite).metadata();
  expect(width).toBeGreaterThanOrEqual(1920);
  expect(height).toBeGreaterThan(1200);
  const centre = async (left: number, top: number) => {
    const { channels } = await sharp(
      await sharp(composite).extract({ left, top, width: 100, height: 100 }).png().toBuffer(),
    ).stats();
    return channels.slice(0, 3).map(({ mean }) => Math.round(mean / 100));
  };
  expect(await centre(400, 200)).toEqual([2, 0, 0]);
  expect(await centre(1400, 200)).toEqual([0, 2, 0]);
  expect(await centre(400, 800)).toEqual([0, 0, 2]);
  const other = await composeRecord(
    await sheet({ strip: [given.strip[0] ?? ['', ''], ['防伪码', '0000 046c 24ca d20f']] }),
  );
  expect(other.equals(composite)).toBe(false);
  expect((await composeRecord(given)).equals(composite)).toBe(true);
}, 30_000);

test('a composite holds whatever there is: one picture, a plate, a list that is too long', async () => {
  const facts = Array.from({ length: 60 }, (_, index) => [`第 ${index} 项`, '内容'.repeat(30)] as const);
  const plate = await sharp({ create: { width: 300, height: 90, channels: 3, background: '#00f' } })
    .jpeg()
    .toBuffer();
  const long = await sheet({ panels: [await panel('#a00')], facts, plate });
  expect((await sharp(await composeRecord(long)).metadata()).width).toBeGreaterThanOrEqual(1920);
  const two = await sheet({ panels: [await panel('#a00'), await panel('#0a0')], plate });
  expect((await sharp(await composeRecord(two)).metadata()).height).toBeGreaterThan(1200);
}, 30_000);

test('a chart draws the limit where it is', async () => {
  const points = Array.from({ length: 30 }, (_, index) => ({ atMs: index * 1000, value: 300, isValid: index % 7 > 0 }));
  const chart = { title: 'TSP', unit: 'µg/m³', points, fromMs: 0, toMs: 30_000, mean: 300, timeText: String };
  const png = await drawChart({ ...chart, limit: 1000 });
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1280, height: 720 });
  const red = async (picture: Buffer) => {
    const band = await sharp(picture)
      .extract({ left: 200, top: 230, width: 900, height: 60 })
      .removeAlpha()
      .png()
      .toBuffer();
    const { channels } = await sharp(band).stats();
    return (channels[0]?.mean ?? 0) - (channels[1]?.mean ?? 0);
  };
  // 1000 of 1250 on the axis: a fifth below its top.
  expect(await red(png)).toBeGreaterThan(5);
  expect(await red(await drawChart({ ...chart, limit: null }))).toBeLessThan(1);
});

test.each([
  [1150, [0, 250, 500, 750, 1000, 1250]],
  [0.8, [0, 0.2, 0.4, 0.6, 0.8]],
  [7, [0, 2, 4, 6, 8]],
])('an axis up to %d has round marks', (highest, ticks) => {
  expect(axisTicks(highest)).toEqual(ticks);
});
