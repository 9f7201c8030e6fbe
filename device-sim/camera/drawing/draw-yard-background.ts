import { createRandom } from '../../seeded-random.js';
import { drawFacade, drawTree } from './draw-facade.js';
import { gradient, repeat } from './drawing.js';

const SKY = gradient('sky', 'down', ['#a5b7c4', '#d2dadd']);

function bricks(x: number, y: number, width: number, height: number): string {
  const rows = Math.floor(height / 14);
  return repeat(rows, (row) => {
    const top = y + row * 14;
    const offset = row % 2 === 0 ? 0 : 17;
    return `<path d="M${x} ${top} H${x + width}" stroke="#7d6a5e" stroke-width="1.5"/>${repeat(Math.ceil(width / 34), (column) => `<path d="M${x + offset + column * 34} ${top} v14" stroke="#7d6a5e" stroke-width="1.5"/>`)}`;
  });
}

/** A walled yard of bare earth behind houses. */
export function drawYard(): string {
  const random = createRandom(23);
  return (
    `<defs>${SKY}${gradient('earth', 'down', ['#8d8069', '#75694f', '#6d6149'])}</defs>` +
    '<rect width="1280" height="380" fill="url(#sky)"/>' +
    drawFacade({ x: 40, y: 40, width: 300, height: 250, colour: '#a3988a', columns: 4, rows: 3, random }) +
    drawFacade({ x: 900, y: 70, width: 330, height: 220, colour: '#8f9396', columns: 5, rows: 3, random }) +
    repeat(7, (index) => drawTree(300 + index * 115, 300, 190 + random() * 60, random)) +
    `<rect y="262" width="1280" height="120" fill="#96806f"/>${bricks(0, 264, 1280, 118)}<rect y="254" width="1280" height="12" fill="#b3aca0"/>` +
    '<rect y="380" width="1280" height="340" fill="url(#earth)"/><rect y="380" width="1280" height="16" fill="#000" opacity=".2"/>' +
    '<path d="M0 300 L190 300 L190 440 L0 440Z" fill="#7c7468"/><path d="M-10 300 L200 300 L180 268 L0 268Z" fill="#5c4a40"/><rect x="60" y="340" width="70" height="100" fill="#4a3f36"/>' +
    repeat(
      70,
      () =>
        `<ellipse cx="${random() * 1280}" cy="${395 + random() * 315}" rx="${8 + random() * 46}" ry="${2 + random() * 6}" fill="${random() < 0.5 ? '#000' : '#b3a688'}" opacity="${0.06 + random() * 0.1}"/>`,
    ) +
    repeat(60, () => {
      const [x, y] = [random() * 1280, 400 + random() * 310];
      return `<path d="M${x} ${y} l-4 -12 M${x} ${y} l1 -14 M${x} ${y} l5 -10" stroke="#5f6b3c" stroke-width="2" opacity=".8"/>`;
    }) +
    '<g transform="translate(1010,430)"><rect width="150" height="16" fill="#6b573d"/><rect y="-18" x="8" width="138" height="18" fill="#7d6749"/><rect y="-36" x="2" width="140" height="18" fill="#6b573d"/></g>'
  );
}
