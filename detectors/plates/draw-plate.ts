import sharp from 'sharp';

const GROUNDS = {
  blue: { ground: '#1c4fb4', ink: '#fff' },
  yellow: { ground: '#f2b411', ink: '#111' },
  green: { ground: '#a9e0b6', ink: '#111' },
  white: { ground: '#f4f4f2', ink: '#111' },
  black: { ground: '#161616', ink: '#fff' },
} as const;

/** A plate to be drawn: one row, or two. */
export interface DrawnPlate {
  readonly rows: readonly string[];
  readonly colour: keyof typeof GROUNDS;
}

/** Draws a plate as PNG, for tests: with a font of the system, which must have Chinese characters. */
export function drawPlate({ rows, colour }: DrawnPlate): Promise<Buffer> {
  const { ground, ink } = GROUNDS[colour];
  const [first = '', second] = rows;
  // Each character by itself, in a column of its own: fonts are wider than plates.
  const text = (content: string, y: number, size: number, width: number) => {
    const column = width / content.length;
    const squeeze = Math.min(1, column / (size * 0.75));
    return Array.from(content, (character, place) => {
      const x = 220 - width / 2 + (place + 0.5) * column;
      return (
        `<text transform="translate(${x},${y}) scale(${squeeze},1)" font-family="Noto Sans CJK SC" font-weight="bold"` +
        ` font-size="${size}" fill="${ink}" text-anchor="middle">${character}</text>`
      );
    }).join('');
  };
  const height = second === undefined ? 140 : 220;
  const content =
    second === undefined ? text(first, 108, 104, 400) : text(first, 78, 70, 190) + text(second, 196, 112, 390);
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="440" height="${height}"><rect width="440" height="${height}" rx="10" fill="${ground}"/>` +
        `<rect x="6" y="6" width="428" height="${height - 12}" rx="8" fill="none" stroke="${ink}" stroke-width="3"/>${content}</svg>`,
    ),
  )
    .resize({ width: 160 })
    .blur(0.7)
    .png()
    .toBuffer();
}
