import { gradient, type Drawing } from './drawing.js';

/** Paints of cars and trucks: light, middle and dark tone, and the colour of the seams. */
const PAINTS = {
  red: ['#e4574f', '#b8231c', '#6e100c', '#4a0b08'],
  silver: ['#f2f4f6', '#b9c0c6', '#767d84', '#41474c'],
  blue: ['#5f8fd0', '#2a579c', '#142f5c', '#0d1f3d'],
  white: ['#ffffff', '#e6e7e6', '#a3a7a8', '#6c7072'],
  black: ['#5b6065', '#2c2f33', '#121417', '#000000'],
  green: ['#6aa287', '#2f6b4f', '#173a2a', '#0c2018'],
} as const;

/** Names of the paints. */
export const PAINT_NAMES = ['red', 'silver', 'blue', 'white', 'black', 'green'] as const;
export type PaintName = (typeof PAINT_NAMES)[number];

function wheel(x: number, y: number, radius: number): string {
  const spokes = [0, 36, 72, 108, 144]
    .map(
      (angle) =>
        `<rect x="${x - 1.5}" y="${y - radius * 0.56}" width="3" height="${radius * 1.12}" fill="#6d757c"` +
        ` transform="rotate(${angle} ${x} ${y})"/>`,
    )
    .join('');
  return (
    `<circle cx="${x}" cy="${y}" r="${radius}" fill="#15171a"/>` +
    `<circle cx="${x}" cy="${y}" r="${radius * 0.6}" fill="#aab2b9"/>${spokes}` +
    `<circle cx="${x}" cy="${y}" r="${radius * 0.2}" fill="#33383d"/>`
  );
}

/** A saloon car that drives to the left, 300 by 110 pixels. */
export function drawCar(paint: PaintName): Drawing {
  const [light, middle, dark, seam] = PAINTS[paint];
  return {
    width: 304,
    height: 116,
    ground: { x: 152, y: 108 },
    content:
      `<defs>${gradient('paint', 'down', [light, middle, dark])}${gradient('glass', 'down', ['#5a6f7c', '#1c262d'])}</defs>` +
      '<ellipse cx="152" cy="104" rx="148" ry="11" fill="#000" opacity="0.4"/>' +
      `<path d="M8 80 C6 62 14 56 40 52 L78 22 C86 14 96 11 110 11 L186 11 C202 11 212 15 222 24 L250 50 C278 54 292 60 294 76 L294 88 L10 90 Z" fill="url(#paint)" stroke="${seam}" stroke-width="1.5"/>` +
      '<path d="M70 49 L94 25 C98 21 103 19 110 19 L142 19 L142 50 Z" fill="url(#glass)"/>' +
      '<path d="M150 19 L186 19 C196 19 203 22 210 28 L232 50 L150 50 Z" fill="url(#glass)"/>' +
      '<path d="M76 46 L98 25 L108 25 L90 46Z" fill="#a9bcc6" opacity=".55"/><path d="M160 47 L176 22 L184 22 L170 47Z" fill="#a9bcc6" opacity=".35"/>' +
      '<path d="M64 50 L78 50 L76 56 L64 56Z" fill="#20262b"/>' +
      `<path d="M146 50 L146 86 M70 52 C62 66 62 78 66 86 M232 51 C238 58 240 64 236 70" stroke="${seam}" stroke-width="1.2" fill="none"/>` +
      `<rect x="154" y="57" width="15" height="3" rx="1.5" fill="${seam}"/><rect x="84" y="57" width="15" height="3" rx="1.5" fill="${seam}"/>` +
      `<path d="M36 56 C110 50 200 50 288 62" stroke="${light}" stroke-width="2" opacity=".6" fill="none"/>` +
      '<path d="M10 64 L27 60 L29 68 L9 72Z" fill="#fff3c4"/><path d="M283 60 L293 66 L294 75 L282 71Z" fill="#c81e1e"/>' +
      '<path d="M9 82 L44 82 M92 85 L212 85 M262 83 L294 82" stroke="#000" opacity=".45" stroke-width="4"/>' +
      `${wheel(66, 88, 21)}${wheel(236, 88, 21)}`,
  };
}

/** A box truck that drives to the left, 420 by 200 pixels. */
export function drawTruck(paint: PaintName): Drawing {
  const [light, middle, dark, seam] = PAINTS[paint];
  return {
    width: 424,
    height: 206,
    ground: { x: 212, y: 198 },
    content:
      `<defs>${gradient('paint', 'down', [light, middle, dark])}${gradient('box', 'down', ['#eef0ee', '#d4d8d6', '#a9afad'])}</defs>` +
      '<ellipse cx="212" cy="193" rx="204" ry="12" fill="#000" opacity="0.4"/>' +
      '<rect x="118" y="8" width="298" height="150" rx="3" fill="url(#box)" stroke="#7d8482" stroke-width="2"/>' +
      '<path d="M192 10 V156 M267 10 V156 M342 10 V156" stroke="#b4bab8" stroke-width="1.5"/><rect x="118" y="118" width="298" height="12" fill="#2f6b9c"/>' +
      `<path d="M10 172 L10 112 C12 96 22 60 34 52 L108 52 L108 172Z" fill="url(#paint)" stroke="${seam}" stroke-width="1.5"/>` +
      '<path d="M24 104 C28 84 36 64 42 62 L74 62 L74 104Z" fill="#24313a"/><path d="M30 98 L46 66 L56 66 L42 98Z" fill="#a9bcc6" opacity=".5"/>' +
      `<path d="M78 58 V168" stroke="${seam}" stroke-width="1.2"/><rect x="82" y="112" width="16" height="4" fill="${seam}"/>` +
      '<rect x="8" y="140" width="14" height="14" rx="3" fill="#fff3c4"/><rect x="408" y="146" width="8" height="14" fill="#c81e1e"/>' +
      '<rect x="10" y="158" width="404" height="16" fill="#2b2f33"/>' +
      `${wheel(66, 172, 25)}${wheel(304, 172, 25)}${wheel(362, 172, 25)}`,
  };
}
