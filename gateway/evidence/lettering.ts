import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** A run of text in one colour. */
export interface TextRun {
  readonly text: string;
  /** `#rrggbb`. */
  readonly colour: string;
}

/** Text to be drawn; a line break is a line break. */
export interface Lettering {
  readonly runs: readonly TextRun[];
  /** Height of the letters, pixels. */
  readonly sizePx: number;
  readonly isBold?: boolean;
  /** Longer lines are broken; in Chinese anywhere. */
  readonly maxWidthPx: number;
}

/** Drawn text on a clear ground. */
export interface Drawn {
  /** PNG. */
  readonly input: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Fonts come with the product: a box on a pole has none. */
const FONTS = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts');
const REGULAR = { family: 'Noto Sans S Chinese', file: join(FONTS, 'NotoSansHans-Regular.otf') };
const BOLD = { family: 'Noto Sans S Chinese Bold', file: join(FONTS, 'NotoSansHans-Bold.otf') };
/** Space between lines, as a share of the letters' height. */
const LEADING = 0.32;
/** At this resolution a point is a pixel. */
const DPI = 72;

/** The text with what Pango takes for markup, and what no font draws, taken out. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, (character) => (character === '\n' ? '\n' : ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Draws text in Chinese and in Latin letters, on a machine without any font. @throws Error when there is nothing to draw */
export async function drawText({ runs, sizePx, isBold = false, maxWidthPx }: Lettering): Promise<Drawn> {
  const font = isBold ? BOLD : REGULAR;
  const spans = runs.map(({ text, colour }) => `<span foreground="${colour}">${plain(text)}</span>`);
  const { data, info } = await sharp({
    text: {
      text: spans.join(''),
      font: `${font.family} ${sizePx}`,
      fontfile: font.file,
      dpi: DPI,
      rgba: true,
      width: Math.round(maxWidthPx),
      wrap: 'word-char',
      spacing: Math.round(sizePx * LEADING),
    },
  })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  return { input: data, width: info.width, height: info.height };
}
