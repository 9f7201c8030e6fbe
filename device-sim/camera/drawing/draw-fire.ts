import { createRandom } from '../../seeded-random.js';
import { repeat, type Drawing } from './drawing.js';

/** Different pictures of the same fire, to be shown in turn. */
export const FLAME_FRAMES = 7;
/** Steps from fresh and dense to old and thin smoke or dust. */
export const PUFF_STAGES = 4;

function flameGradient(id: string, colours: readonly [string, string, string]): string {
  const [core, middle, rim] = colours;
  return (
    `<radialGradient id="${id}" cx=".5" cy=".85" r=".9"><stop offset="0" stop-color="${core}"/><stop offset=".5" stop-color="${middle}"/>` +
    `<stop offset="1" stop-color="${rim}" stop-opacity=".8"/></radialGradient>`
  );
}

/** An open fire on a heap of leaves, 180 by 190 pixels; each frame has flames of its own. */
export function drawFire(frame: number): Drawing {
  const random = createRandom(977 + frame * 31);
  const vary = (middle: number, spread: number): number => Math.round(middle + (random() - 0.5) * spread);
  const still = createRandom(5);
  const flame = (x: number, width: number, height: number, hues: readonly string[]): string => {
    const tip = vary(x, width * 1.1);
    const top = 168 - vary(height, height * 0.8);
    const waist = 168 - (168 - top) * 0.45;
    const hue = hues[Math.floor(random() * hues.length)] ?? 'glowing';
    return (
      `<path d="M${x - width / 2} 168 C${x - width * 0.9} ${waist} ${tip - vary(width * 0.2, 8)} ${waist - 10} ${tip} ${top}` +
      ` C${tip + vary(width * 0.5, 10)} ${waist - 14} ${x + width * 0.9} ${waist + 8} ${x + width / 2} 168Z" fill="url(#${hue})"/>`
    );
  };
  return {
    width: 180,
    height: 190,
    ground: { x: 90, y: 178 },
    blur: 1.2,
    content:
      `<defs>${flameGradient('deep', ['#f08020', '#e86010', '#d84808'])}${flameGradient('glowing', ['#ffc840', '#ff9a20', '#f06a10'])}` +
      `${flameGradient('bright', ['#fff6c0', '#ffd858', '#ffae30'])}</defs>` +
      '<ellipse cx="90" cy="176" rx="88" ry="12" fill="#17140f" opacity=".8"/>' +
      repeat(5, (index) => flame(38 + index * 26, 42, index === 2 ? 122 : 88, ['deep', 'glowing'])) +
      repeat(4, (index) => flame(52 + index * 25, 30, 62, ['deep', 'glowing', 'bright'])) +
      // The heap lies before the feet of the flames, whose light shows between its leaves.
      '<path d="M4 178 q10 -14 26 -12 q10 -12 26 -6 q14 -12 34 -4 q20 -10 34 4 q16 -6 26 6 q18 -2 26 12z" fill="#2a2118"/>' +
      repeat(34, (index) => {
        const [x, y] = [Math.round(15 + still() * 150), Math.round(165 + still() * 12)];
        const colour = ['#4a3823', '#6b4a26', '#372b1e', '#8a5422'][index % 4] ?? '#4a3823';
        return `<ellipse cx="${x}" cy="${y}" rx="8" ry="2.6" fill="${colour}" transform="rotate(${Math.round(still() * 90 - 45)} ${x} ${y})"/>`;
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
