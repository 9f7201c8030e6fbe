import { gradient, repeat, type Drawing } from './drawing.js';

/** Goods that a stall sells. */
export const GOODS_NAMES = ['fruit', 'drinks'] as const;
export type GoodsName = (typeof GOODS_NAMES)[number];

function fruit(): string {
  const pile = (x: number, colour: string, shine: string): string =>
    [
      [0, 0],
      [17, 0],
      [34, 0],
      [51, 0],
      [8.5, -14],
      [25.5, -14],
      [42.5, -14],
      [17, -28],
      [34, -28],
    ]
      .map(
        ([dx = 0, dy = 0]) =>
          `<circle cx="${x + dx}" cy="${172 + dy}" r="9.5" fill="${colour}" stroke="#000" stroke-opacity=".15"/>` +
          `<circle cx="${x + dx - 3}" cy="${169 + dy}" r="2.5" fill="${shine}" opacity=".8"/>`,
      )
      .join('');
  const bananas = repeat(
    4,
    (index) =>
      `<path d="M${172 + index * 15} 180 q-8 -16 4 -34 q10 18 12 33z" fill="#e9c63a" stroke="#8a6d12" stroke-width="1"/>`,
  );
  return `${pile(34, '#e8861a', '#ffd9a0')}${pile(108, '#b4302a', '#f3b0a4')}${bananas}`;
}

function drinks(): string {
  const bottles = repeat(9, (index) => {
    const x = 30 + index * 22;
    const colour = ['#3d7a4a', '#a9c9d8', '#8a3f22'][index % 3] ?? '#3d7a4a';
    return (
      `<path d="M${x} 181 V146 q0 -8 4 -12 V120 h7 v14 q4 4 4 12 V181Z" fill="${colour}" stroke="#000" stroke-opacity=".35"/>` +
      `<rect x="${x + 3.5}" y="116" width="8" height="5" fill="#c23b2e"/><rect x="${x}" y="152" width="15" height="14" fill="#f1efe6"/>`
    );
  });
  return bottles;
}

/** A street stall under an umbrella, 270 by 290 pixels: the table at the front, the vendor stands beside it. */
export function drawStall(goods: GoodsName): Drawing {
  // Panels of the umbrella between its ribs, which meet at the top.
  const ribs = [58, 100, 135, 170, 212]
    .map(
      (x) =>
        `<path d="M135 8 Q${(x + 135) / 2 + (x - 135) * 0.3} 14 ${x} 72" stroke="#7c1414" stroke-width="1.5" fill="none"/>`,
    )
    .join('');
  return {
    width: 270,
    height: 292,
    ground: { x: 135, y: 276 },
    content:
      `<defs>${gradient('wood', 'down', ['#a8835a', '#6f5233'])}${gradient('canopy', 'across', ['#b81c1c', '#f05a50', '#8c1010'])}</defs>` +
      '<ellipse cx="135" cy="276" rx="128" ry="12" fill="#000" opacity=".35"/>' +
      '<rect x="132" y="10" width="6" height="262" fill="#8d9194"/>' +
      '<path d="M2 82 C30 -16 240 -16 268 82 Q246 66 224 78 Q196 60 170 76 Q135 58 100 76 Q74 60 46 78 Q24 66 2 82Z" fill="url(#canopy)"/>' +
      '<path d="M46 78 C62 34 92 12 135 6 C108 24 100 48 100 76 Q74 60 46 78Z" fill="#fff" opacity=".16"/>' +
      `${ribs}<path d="M135 8 v-6" stroke="#555" stroke-width="5"/>` +
      '<path d="M12 182 L258 182 L264 196 L6 196Z" fill="url(#wood)"/><rect x="6" y="196" width="258" height="10" fill="#6b4f30"/>' +
      '<rect x="18" y="206" width="9" height="68" fill="#5d4327"/><rect x="243" y="206" width="9" height="68" fill="#5d4327"/>' +
      '<path d="M28 226 h214 v34 h-214z" fill="#8a6a45"/><path d="M28 238 h214 M28 250 h214" stroke="#5d4327" stroke-width="2"/>' +
      (goods === 'fruit' ? fruit() : drinks()),
  };
}
