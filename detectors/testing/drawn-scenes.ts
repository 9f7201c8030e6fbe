// Streets drawn as vector graphics, with shading, blur and grain. The street model finds what is drawn here as it finds the real thing, so
// that tests need no footage of anybody.

/** Size that scenes are drawn in. */
export const SCENE_SIZE = { width: 1280, height: 720 } as const;

/** A drawing, and where it lies: a fragment of SVG. */
export type Drawing = string;

/** Where something is drawn: its top left corner in pixels of the scene, and its scale. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const PAINTS = {
  red: { bands: ['#e4574f', '#b8231c', '#6e100c'], edge: '#4a0b08' },
  silver: { bands: ['#f2f4f6', '#b9c0c6', '#767d84'], edge: '#41474c' },
} as const;

function place({ x, y, scale }: Placed, parts: readonly string[]): Drawing {
  return `<g transform="translate(${x},${y}) scale(${scale})">${parts.join('')}</g>`;
}

function circle(cx: number, cy: number, r: number, fill: string): string {
  return `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`;
}

function path(d: string, fill: string, extra = ''): string {
  return `<path d="${d}" fill="${fill}" ${extra}/>`;
}

function wheel(cx: number): string {
  return [circle(cx, 86, 22, '#15171a'), circle(cx, 86, 13, '#9aa3ab'), circle(cx, 86, 5, '#33383d')].join('');
}

/** A car seen from its side, 300 by 110 pixels at scale 1. */
export function drawCar(at: Placed, paint: keyof typeof PAINTS): Drawing {
  const { edge } = PAINTS[paint];
  return place(at, [
    '<ellipse cx="150" cy="98" rx="150" ry="12" fill="#000" opacity="0.35"/>',
    path(
      'M8 78C6 60 14 54 40 50L78 20C86 12 96 9 110 9L186 9C202 9 212 13 222 22L250 48C278 52 292 58 294 74L294 86L10 88Z',
      `url(#${paint})`,
      `stroke="${edge}" stroke-width="1.5"`,
    ),
    path('M70 47L94 23C98 19 103 17 110 17L142 17L142 48Z', '#26323a'),
    path('M150 17L186 17C196 17 203 20 210 26L232 48L150 48Z', '#2b3840'),
    path('M74 45L96 24L104 24L86 45Z', '#6c7f8a', 'opacity="0.6"'),
    `<line x1="146" y1="48" x2="146" y2="84" stroke="${edge}" stroke-width="1.2"/>`,
    `<rect x="154" y="54" width="14" height="3" fill="${edge}"/><rect x="84" y="54" width="14" height="3" fill="${edge}"/>`,
    path('M10 62L26 58L28 66L9 70Z', '#fff3c4'),
    path('M284 58L293 64L293 72L282 68Z', '#c81e1e'),
    wheel(66),
    wheel(236),
  ]);
}

/** A person who stands and faces the camera, 80 by 260 pixels at scale 1. */
export function drawPerson(at: Placed, shirt: string, trousers: string): Drawing {
  const skin = '#d9a27e';
  return place(at, [
    '<ellipse cx="40" cy="252" rx="42" ry="8" fill="#000" opacity="0.3"/>',
    path('M24 132L20 244L36 246L41 160L46 246L62 244L58 132Z', trousers),
    path('M18 246l20 0l0 8l-24 0zM44 246l20 0l4 8l-24 0z', '#1c1c1c'),
    path('M18 56C22 46 32 44 41 44C50 44 60 46 64 56L68 96L62 140L20 140L14 96Z', shirt),
    path('M18 58L4 112L10 138L18 136L15 112L24 80ZM64 58L78 112L72 138L64 136L67 112L58 80Z', shirt),
    circle(13, 142, 6, skin),
    circle(69, 142, 6, skin),
    `<rect x="34" y="36" width="14" height="12" fill="${skin}"/><ellipse cx="41" cy="24" rx="14" ry="18" fill="${skin}"/>`,
    path('M26 22C26 4 56 4 56 22C52 12 32 12 26 22Z', '#2a1d14'),
  ]);
}

/** A stall: an umbrella over a table heaped with oranges, 240 by 230 pixels at scale 1. */
export function drawStall(at: Placed, canvas: 'red' | 'orange'): Drawing {
  const fruit = [...Array(10).keys()].map((index) => circle(26 + index * 18, 142 - (index % 2) * 14, 10, '#e8861a'));
  return place(at, [
    '<rect x="96" y="20" width="5" height="190" fill="#777"/>',
    path(
      'M-20 40C10 -30 190 -30 220 40C190 28 170 30 150 40C130 28 110 30 98 40C84 28 64 30 48 40C28 28 8 30 -20 40Z',
      `url(#canvas-${canvas})`,
    ),
    '<rect x="10" y="150" width="190" height="12" fill="#8b6a43"/>',
    '<rect x="16" y="162" width="8" height="60" fill="#6b4f30"/><rect x="186" y="162" width="8" height="60" fill="#6b4f30"/>',
    ...fruit,
  ]);
}

/** An open fire, 170 by 130 pixels at scale 1. Its tongues stand as high as `moment` (any number) says. */
export function drawFire(at: Placed, moment: number): Drawing {
  const tongues = [0, 1, 2, 3, 4].map((index) => {
    const height = 60 + 50 * Math.sin(moment * (2.3 + index) + index * 1.9);
    const lean = 14 * Math.cos(moment * 3.1 + index);
    const x = index * 26;
    const tip = 120 - Math.max(30, height);
    return path(
      `M${x} 120C${x - 24} 90 ${x + 14} 70 ${x + 4 + lean} ${tip}C${x + 34} 60 ${x + 50} 90 ${x + 30} 120Z`,
      'url(#flame)',
    );
  });
  return place(at, ['<ellipse cx="66" cy="122" rx="80" ry="10" fill="#222"/>', ...tongues]);
}

function gradient(id: string, stops: readonly string[], direction: string): string {
  const marks = stops.map((colour, index) => `<stop offset="${index / (stops.length - 1)}" stop-color="${colour}"/>`);
  return `<linearGradient id="${id}" ${direction}>${marks.join('')}</linearGradient>`;
}

/** A street with a house, a pavement and a road, and what is drawn on it; SVG of {@link SCENE_SIZE}. */
export function drawStreet(drawings: readonly Drawing[]): string {
  const down = 'x1="0" y1="0" x2="0" y2="1"';
  const across = 'x1="0" y1="0" x2="1" y2="0"';
  const windows = [...Array(16).keys()].map(
    (index) =>
      `<rect x="${20 + index * 80}" y="150" width="44" height="60" fill="#4c5964"/>` +
      `<rect x="${20 + index * 80}" y="235" width="44" height="60" fill="#56636e"/>`,
  );
  const marks = [...Array(9).keys()].map(
    (index) => `<rect x="${index * 160 + 20}" y="560" width="90" height="8" fill="#e8e6dc"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SCENE_SIZE.width}" height="${SCENE_SIZE.height}"><defs>`,
    ...Object.entries(PAINTS).map(([paint, { bands }]) => gradient(paint, bands, down)),
    gradient('road', ['#6b6d6f', '#3e4042'], down),
    gradient('canvas-red', ['#cc2222', '#ff5555', '#991111'], across),
    gradient('canvas-orange', ['#f08a1a', '#ffae42', '#d97706'], across),
    '<radialGradient id="flame" cx="0.5" cy="0.8" r="0.8"><stop offset="0" stop-color="#fffbd0"/>',
    '<stop offset="0.35" stop-color="#ffc53a"/><stop offset="0.7" stop-color="#ff6a10"/>',
    '<stop offset="1" stop-color="#c92a00" stop-opacity="0"/></radialGradient></defs>',
    '<rect width="1280" height="330" fill="#b9c7d2"/><rect y="120" width="1280" height="210" fill="#8d8175"/>',
    ...windows,
    '<rect y="330" width="1280" height="90" fill="#a9a59d"/><rect y="418" width="1280" height="8" fill="#d0ccc4"/>',
    '<rect y="426" width="1280" height="294" fill="url(#road)"/>',
    ...marks,
    ...drawings,
    '</svg>',
  ].join('');
}
