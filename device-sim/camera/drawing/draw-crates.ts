import { gradient, repeat, type Drawing } from './drawing.js';

/** Crates and baskets with wares in them, on a sheet on the ground, 260 by 130 pixels: goods of no kind that a detector would know. */
export function drawCrates(): Drawing {
  const crate = (x: number, y: number, colour: string): string =>
    `<rect x="${x}" y="${y}" width="78" height="46" fill="${colour}" stroke="#2a2118" stroke-width="2"/>` +
    `<path d="M${x} ${y + 15} h78 M${x} ${y + 31} h78" stroke="#2a2118" stroke-width="3"/>` +
    `<rect x="${x + 4}" y="${y - 12}" width="70" height="14" fill="#1d2420"/>` +
    repeat(
      6,
      (index) =>
        `<path d="M${x + 6 + index * 11} ${y} l6 -${12 + ((index * 5) % 9)} l7 ${10 + ((index * 3) % 7)}z" fill="${index % 2 === 0 ? '#dfe6d2' : '#53713c'}"/>`,
    );
  return {
    width: 260,
    height: 132,
    ground: { x: 130, y: 124 },
    content:
      `<defs>${gradient('sheet', 'across', ['#e7e4da', '#c9c4b4', '#efece2'])}</defs>` +
      '<path d="M2 124 L26 92 H234 L258 124Z" fill="url(#sheet)"/>' +
      `${crate(14, 74, '#b98a4e')}${crate(94, 70, '#7c5a2c')}${crate(172, 75, '#c79a5c')}${crate(54, 26, '#a87838')}${crate(134, 24, '#5f4420')}`,
  };
}
