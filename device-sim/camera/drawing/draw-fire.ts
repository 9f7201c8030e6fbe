import { createRandom } from '../../seeded-random.js';
import { repeat, type Drawing } from './drawing.js';

/** Different pictures of the same fire, to be shown in turn. */
export const FLAME_FRAMES = 4;
/** Steps from fresh and dense to old and thin smoke or dust. */
export const PUFF_STAGES = 4;

/** An open fire on a heap of leaves, 180 by 190 pixels; each frame has flames of its own. */
export function drawFire(frame: number): Drawing {
  const random = createRandom(977 + frame * 31);
  const vary = (middle: number, spread: number): number => Math.round(middle + (random() - 0.5) * spread);
  const flame = (fill: string, x: number, width: number, height: number): string => {
    const tip = vary(x, width * 0.9);
    const top = 166 - vary(height, height * 0.45);
    const waist = 166 - (166 - top) * 0.45;
    return (
      `<path d="M${x - width / 2} 166 C${x - width * 0.9} ${waist} ${tip - vary(width * 0.2, 8)} ${waist - 10} ${tip} ${top}` +
      ` C${tip + vary(width * 0.5, 10)} ${waist - 14} ${x + width * 0.9} ${waist + 8} ${x + width / 2} 166Z" fill="${fill}"/>`
    );
  };
  return {
    width: 180,
    height: 190,
    ground: { x: 90, y: 178 },
    blur: 1.2,
    content:
      '<defs><radialGradient id="outer" cx=".5" cy=".85" r=".9"><stop offset="0" stop-color="#ffd24a"/><stop offset=".5" stop-color="#ff8a1c"/><stop offset="1" stop-color="#e8480a" stop-opacity=".75"/></radialGradient>' +
      '<radialGradient id="inner" cx=".5" cy=".85" r=".8"><stop offset="0" stop-color="#fff4b0"/><stop offset=".6" stop-color="#ffc640"/><stop offset="1" stop-color="#ff9a20" stop-opacity=".8"/></radialGradient></defs>' +
      '<ellipse cx="90" cy="176" rx="88" ry="12" fill="#17140f" opacity=".8"/>' +
      repeat(5, (index) => flame('url(#outer)', 38 + index * 26, 40, index === 2 ? 128 : 92)) +
      repeat(4, (index) => flame('url(#inner)', 52 + index * 25, 24, 60)) +
      // The heap lies before the feet of the flames, whose light shows between its leaves.
      '<path d="M4 178 q10 -14 26 -12 q10 -12 26 -6 q14 -12 34 -4 q20 -10 34 4 q16 -6 26 6 q18 -2 26 12z" fill="#2a2118"/>' +
      repeat(34, (index) => {
        const [x, y] = [vary(90, 150), vary(171, 12)];
        const colour = ['#4a3823', '#6b4a26', '#372b1e', '#8a5422'][index % 4] ?? '#4a3823';
        return `<ellipse cx="${x}" cy="${y}" rx="8" ry="2.6" fill="${colour}" transform="rotate(${vary(0, 90)} ${x} ${y})"/>`;
      }),
  };
}

function puff(options: {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly colours: readonly [string, string];
  readonly opacity: number;
}): Drawing {
  const { width, height, colours, opacity } = options;
  const random = createRandom(options.seed);
  // Ellipses stay inside by their radius and the blur, so that no cloud is cut off by a straight edge.
  const cloud = repeat(9, (index) => {
    const rx = width * (0.12 + random() * 0.1);
    const ry = height * (0.14 + random() * 0.1);
    const cx = width * 0.3 + random() * width * 0.4;
    const cy = height * 0.32 + random() * height * 0.36;
    return `<ellipse cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" rx="${rx.toFixed(1)}" ry="${ry.toFixed(1)}" fill="${index % 3 === 0 ? colours[1] : colours[0]}"/>`;
  });
  return {
    width,
    height,
    ground: { x: width / 2, y: height / 2 },
    blur: Math.min(width, height) * 0.06,
    content: `<g opacity="${opacity}">${cloud}</g>`,
  };
}

/** A puff of smoke: the older (stage 0 to 3), the larger and thinner. Its ground point is its middle. */
export function drawSmokePuff(stage: number, variant: number): Drawing {
  const size = [90, 150, 210, 270][stage] ?? 270;
  const opacity = [0.7, 0.5, 0.32, 0.16][stage] ?? 0.16;
  return puff({ seed: 41 + variant, width: size, height: size, colours: ['#6f7276', '#9a9da1'], opacity });
}

/** A cloud of construction dust: the older (stage 0 to 3), the larger and thinner. Its ground point is its middle. */
export function drawDustPuff(stage: number, variant: number): Drawing {
  const width = [260, 380, 500, 620][stage] ?? 620;
  const opacity = [0.85, 0.7, 0.48, 0.24][stage] ?? 0.24;
  return puff({ seed: 7 + variant, width, height: width * 0.55, colours: ['#c9b48d', '#ddcba6'], opacity });
}

/** A veil of dust over the whole width of the picture, densest at its lower third. @param density opacity, 0 to 1 */
export function drawDustVeil(density: number): Drawing {
  const stop = (offset: number, share: number): string =>
    `<stop offset="${offset}" stop-color="#cdbb98" stop-opacity="${(density * share).toFixed(3)}"/>`;
  return {
    width: 1280,
    height: 600,
    ground: { x: 640, y: 600 },
    content:
      `<defs><linearGradient id="veil" x1="0" y1="0" x2="0" y2="1">${stop(0, 0)}${stop(0.35, 0.75)}${stop(0.65, 1)}${stop(1, 0.4)}</linearGradient></defs>` +
      '<rect width="1280" height="600" fill="url(#veil)"/>',
  };
}
