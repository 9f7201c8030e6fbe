import { drawSite } from './draw-site-background.js';
import { drawMarket, drawStreet } from './draw-street-background.js';
import { drawYard } from './draw-yard-background.js';
import { PICTURE } from './drawing.js';

/** Names of the places that can be drawn. */
export const BACKGROUND_NAMES = ['street', 'market', 'yard', 'site'] as const;
export type BackgroundName = (typeof BACKGROUND_NAMES)[number];

const DRAWINGS: Readonly<Record<BackgroundName, () => string>> = {
  street: drawStreet,
  market: drawMarket,
  yard: drawYard,
  site: drawSite,
};

/** SVG document of a place without anybody in it, of the size of the picture. */
export function backgroundSvg(name: BackgroundName): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE.width}" height="${PICTURE.height}">${DRAWINGS[name]()}</svg>`;
}
