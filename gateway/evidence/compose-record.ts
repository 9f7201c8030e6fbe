import sharp, { type OverlayOptions } from 'sharp';
import { type TextRun, drawText } from './lettering.js';

/** A picture of the composite, with what stands below it. */
export interface Panel {
  /** JPEG or PNG. */
  readonly picture: Buffer;
  readonly caption: string;
}

/** A row of facts: what it is, and what it says. */
export type Fact = readonly [name: string, value: string];

/** What a composite picture is made of. */
export interface RecordSheet {
  /** One to three; the facts take the place that is left. */
  readonly panels: readonly Panel[];
  readonly title: string;
  readonly facts: readonly Fact[];
  /** The number plate, cut out of a still; null when none was read. */
  readonly plate: Buffer | null;
  /** Stands below the facts: what this picture is, and what it is not. */
  readonly notice: string;
  /** The text strip that GA/T 832 asks for. */
  readonly strip: readonly Fact[];
}

/** Room for a picture of 16:9, and its caption below. */
const CELL = { width: 952, height: 588 };
const GAP = 8;
const WIDTH = 2 * CELL.width + 3 * GAP;
const STRIP_PX = 30;
const STRIP_LEADING = 12;
const STRIP_BETWEEN = 56;
const CAPTION_PX = 28;
const TITLE_PX = 42;
const FACT_PX = 31;
const NOTICE_PX = 23;
const PADDING = 20;
const PLATE_HEIGHT = 84;
const GROUND = '#0d1218';
const PANEL_GROUND = '#161d26';
const QUIET = '#93a1b0';
const BRIGHT = '#ffffff';
const ACCENT = '#ffd400';
/** Text must stay sharp: its colour is kept for every pixel. */
const JPEG = { quality: 90, chromaSubsampling: '4:4:4' } as const;

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Cells in two columns; with an odd number of them the last takes a whole row. */
function layOut(count: number): Place[] {
  return Array.from({ length: count }, (_, index) => {
    const isWide = index === count - 1 && count % 2 === 1;
    const [row, column] = [Math.floor(index / 2), index % 2];
    return {
      left: GAP + column * (CELL.width + GAP),
      top: GAP + row * (CELL.height + GAP),
      width: isWide ? WIDTH - 2 * GAP : CELL.width,
      height: CELL.height,
    };
  });
}

/** Draws the composite picture of a package (GA/T 832: panoramas, a close-up and the text), JPEG. */
export async function composeRecord(sheet: RecordSheet): Promise<Buffer> {
  const places = layOut(sheet.panels.length + 1);
  const rows = Math.ceil(places.length / 2);
  const bottom = GAP + rows * (CELL.height + GAP);
  const strip = await drawStrip(sheet.strip, bottom + PADDING / 2);
  const layers = [
    ...(await Promise.all(
      places.map(async (place, index) => {
        const panel = sheet.panels[index];
        return panel === undefined ? drawFacts(sheet, place) : drawPanel(panel, place);
      }),
    )),
    strip.layers,
  ].flat();
  const height = strip.bottom + PADDING / 2;
  return sharp({ create: { width: WIDTH, height, channels: 3, background: GROUND } })
    .composite(layers)
    .jpeg(JPEG)
    .toBuffer();
}

/** Sets facts side by side, and in a new line where one does not fit: none is broken in the middle. */
async function drawStrip(facts: readonly Fact[], top: number): Promise<{ layers: OverlayOptions[]; bottom: number }> {
  const drawn = await Promise.all(
    facts.map(async ([name, value]) =>
      drawText({ runs: factRuns(name, value, ''), sizePx: STRIP_PX, maxWidthPx: WIDTH - 2 * PADDING }),
    ),
  );
  const layers: OverlayOptions[] = [];
  let [x, y, lineHeight] = [PADDING, top, 0];
  for (const { input, width, height } of drawn) {
    if (x > PADDING && x + width > WIDTH - PADDING) {
      [x, y, lineHeight] = [PADDING, y + lineHeight + STRIP_LEADING, 0];
    }
    layers.push({ input, left: x, top: y });
    x += width + STRIP_BETWEEN;
    lineHeight = Math.max(lineHeight, height);
  }
  return { layers, bottom: y + lineHeight };
}

function factRuns(name: string, value: string, after: string): TextRun[] {
  return [
    { text: `${name}：`, colour: QUIET },
    { text: `${value}${after}`, colour: BRIGHT },
  ];
}

async function drawPanel({ picture, caption }: Panel, place: Place): Promise<OverlayOptions[]> {
  const text = await drawText({
    runs: [{ text: caption, colour: BRIGHT }],
    sizePx: CAPTION_PX,
    maxWidthPx: place.width - 2 * PADDING,
  });
  const barHeight = text.height + PADDING;
  // The caption stands below the picture, not on it: it must hide nothing.
  const fitted = await sharp(picture)
    .resize(place.width, place.height - barHeight, { fit: 'contain', background: '#000' })
    .removeAlpha()
    .png({ compressionLevel: 1 })
    .toBuffer();
  return [
    { input: fitted, left: place.left, top: place.top },
    { input: text.input, left: place.left + PADDING / 2, top: place.top + place.height - barHeight + PADDING / 2 },
  ];
}

async function drawFacts({ title, facts, plate, notice }: RecordSheet, place: Place): Promise<OverlayOptions[]> {
  const inner = place.width - 2 * PADDING;
  const [left, top] = [place.left + PADDING, place.top + PADDING];
  const heading = await drawText({
    runs: [{ text: title, colour: ACCENT }],
    sizePx: TITLE_PX,
    isBold: true,
    maxWidthPx: inner,
  });
  const list = await drawText({
    runs: facts.flatMap(([name, value], index) => factRuns(name, value, index < facts.length - 1 ? '\n' : '')),
    sizePx: FACT_PX,
    maxWidthPx: inner,
  });
  const warning = await drawText({ runs: [{ text: notice, colour: QUIET }], sizePx: NOTICE_PX, maxWidthPx: inner });
  const ground = {
    create: { width: place.width, height: place.height, channels: 3 as const, background: PANEL_GROUND },
  };
  const layers: OverlayOptions[] = [
    { input: heading.input, left: PADDING, top: PADDING },
    { input: list.input, left: PADDING, top: 2 * PADDING + heading.height },
    { input: warning.input, left: PADDING, top: place.height - PADDING - warning.height },
  ];
  if (plate !== null) {
    const cut = await sharp(plate).resize({ height: PLATE_HEIGHT }).png().toBuffer({ resolveWithObject: true });
    const plateTop = place.height - 2 * PADDING - warning.height - PLATE_HEIGHT;
    if (cut.info.width < place.width / 2)
      layers.push({ input: cut.data, left: place.width - PADDING - cut.info.width, top: plateTop });
  }
  const fitting = layers.filter(({ top: y = 0 }) => y >= 0);
  const panel = await sharp(ground)
    .composite(await cropped(fitting, place))
    .png({ compressionLevel: 1 })
    .toBuffer();
  return [{ input: panel, left: left - PADDING, top: top - PADDING }];
}

/** A layer may not be larger than what it is laid on: a long list is cut at the panel's end. */
async function cropped(layers: readonly OverlayOptions[], place: Place): Promise<OverlayOptions[]> {
  return Promise.all(
    layers.map(async (layer) => {
      const { width, height } = await sharp(layer.input as Buffer).metadata();
      const room = place.height - (layer.top ?? 0);
      if (height <= room) return layer;
      const input = await sharp(layer.input as Buffer)
        .extract({ left: 0, top: 0, width, height: Math.max(1, room) })
        .png()
        .toBuffer();
      return { ...layer, input };
    }),
  );
}
