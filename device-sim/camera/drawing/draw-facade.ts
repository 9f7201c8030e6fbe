import { repeat } from './drawing.js';

/** A building front with rows of windows. */
export interface Facade {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  readonly columns: number;
  readonly rows: number;
  /** Number from 0 to 1 for the lit or curtained windows. */
  readonly random: () => number;
}

/** Draws a building front: wall, cornice, and windows with frames, sills and what shines in them. */
export function drawFacade(facade: Facade): string {
  const { x, y, width, height, colour, columns, rows, random } = facade;
  const stepX = width / columns;
  const stepY = (height - 20) / rows;
  const windowAt = (index: number): string => {
    const left = x + (index % columns) * stepX + stepX * 0.22;
    const top = y + 18 + Math.floor(index / columns) * stepY;
    const [w, h] = [stepX * 0.56, stepY * 0.64];
    const glass = ['#3d4a55', '#4b5b67', '#5b6c78', '#34404a'][Math.floor(random() * 4)] ?? '#3d4a55';
    const curtain =
      random() < 0.35
        ? `<rect x="${left}" y="${top}" width="${w * 0.35}" height="${h}" fill="#c9c2b2" opacity=".7"/>`
        : '';
    const airConditioner =
      random() < 0.22
        ? `<rect x="${left + w * 0.6}" y="${top + h + 3}" width="${w * 0.5}" height="${h * 0.28}" fill="#d6d5cf" stroke="#8d8c86"/>`
        : '';
    return (
      `<rect x="${left - 3}" y="${top - 3}" width="${w + 6}" height="${h + 6}" fill="#d9d4c8" opacity=".75"/>` +
      `<rect x="${left}" y="${top}" width="${w}" height="${h}" fill="${glass}"/>${curtain}` +
      `<path d="M${left} ${top + h * 0.9} L${left + w * 0.7} ${top} L${left + w} ${top} L${left + w * 0.3} ${top + h}Z" fill="#fff" opacity=".08"/>` +
      `<path d="M${left + w / 2} ${top} V${top + h} M${left} ${top + h * 0.4} H${left + w}" stroke="#cfcabd" stroke-width="2"/>` +
      `<rect x="${left - 5}" y="${top + h + 2}" width="${w + 10}" height="4" fill="#000" opacity=".25"/>${airConditioner}`
    );
  };
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>` +
    `<rect x="${x}" y="${y}" width="${width}" height="8" fill="#fff" opacity=".25"/><rect x="${x}" y="${y + 8}" width="${width}" height="4" fill="#000" opacity=".25"/>` +
    `<rect x="${x + width - 10}" y="${y}" width="10" height="${height}" fill="#000" opacity=".12"/>` +
    repeat(columns * rows, windowAt)
  );
}

/** A row of shop fronts: lit window, door, signboard and awning each. */
export function drawShops(options: {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly shopWidth: number;
  readonly count: number;
}): string {
  const signs = ['#7c2620', '#1f4d6b', '#2c5b3a', '#6b4a1c', '#4a2f5c', '#2e3b46'];
  const awnings = ['#8f3b30', '#3a6480', '#4d7a55', '#8a6a3a', '#6a5480', '#5a6670'];
  return repeat(options.count, (index) => {
    const { y, height, shopWidth } = options;
    const x = options.x + index * shopWidth;
    const w = shopWidth - 8;
    const bodyTop = y + height * 0.3;
    return (
      `<rect x="${x}" y="${y}" width="${w}" height="${height}" fill="#9a9184"/>` +
      `<rect x="${x + 4}" y="${y + 4}" width="${w - 8}" height="${height * 0.2}" fill="${signs[index % signs.length] ?? ''}"/>` +
      repeat(
        4,
        (glyph) =>
          `<rect x="${x + w * (0.2 + glyph * 0.16)}" y="${y + 10}" width="${w * 0.1}" height="${height * 0.11}" fill="#efe6d0" opacity=".8"/>`,
      ) +
      `<rect x="${x + 8}" y="${bodyTop}" width="${w * 0.6}" height="${height * 0.58}" fill="#57646b"/><rect x="${x + 12}" y="${bodyTop + 6}" width="${w * 0.6 - 8}" height="${height * 0.3}" fill="#b7a574" opacity=".45"/>` +
      `<path d="M${x + 8} ${bodyTop + height * 0.5} L${x + w * 0.5} ${bodyTop} L${x + w * 0.62} ${bodyTop} L${x + w * 0.2} ${bodyTop + height * 0.58}Z" fill="#fff" opacity=".1"/>` +
      `<rect x="${x + w * 0.7}" y="${bodyTop}" width="${w * 0.24}" height="${height * 0.7}" fill="#3a3f42"/><rect x="${x + w * 0.74}" y="${bodyTop + height * 0.3}" width="4" height="22" fill="#c8c5bb"/>` +
      `<path d="M${x + 2} ${bodyTop - 8} h${w - 4} l8 ${height * 0.13} h${-(w + 12)}Z" fill="${awnings[index % awnings.length] ?? ''}"/><path d="M${x - 4} ${bodyTop - 8 + height * 0.13} h${w + 12} v5 h${-(w + 12)}z" fill="#000" opacity=".25"/>`
    );
  });
}

/** A street tree with its trunk's foot at x, y. */
export function drawTree(x: number, y: number, size: number, random: () => number): string {
  const shades = ['#2f4a2b', '#3f5f37', '#4d7242', '#5b824c', '#6d9158'];
  const leaves = repeat(110, (index) => {
    const angle = random() * Math.PI * 2;
    const reach = Math.sqrt(random());
    const cx = x + Math.cos(angle) * reach * size * 0.4;
    const cy = y - size * 0.7 + Math.sin(angle) * reach * size * 0.32;
    // Later clusters lie nearer and catch more light, those above the most.
    const light = index / 45 + (Math.sin(angle) < 0 ? 1.2 : 0) + random();
    const shade = shades[Math.min(shades.length - 1, Math.floor(light))] ?? '#3f5f37';
    const radius = size * (0.03 + random() * 0.045);
    return `<ellipse cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" rx="${(radius * 1.3).toFixed(1)}" ry="${radius.toFixed(1)}" fill="${shade}"/>`;
  });
  return (
    `<ellipse cx="${x}" cy="${y}" rx="${size * 0.2}" ry="${size * 0.04}" fill="#000" opacity=".3"/>` +
    `<path d="M${x - size * 0.035} ${y} L${x - size * 0.02} ${y - size * 0.5} h${size * 0.04} L${x + size * 0.04} ${y}Z" fill="#5a4632"/>${leaves}`
  );
}
