/** Size of the simulated pictures in pixels. */
export const PICTURE = { width: 1280, height: 720 } as const;

/** Something drawn at its natural size, seen from the side. */
export interface Drawing {
  /** SVG elements, without the `svg` around them. */
  readonly content: string;
  /** Natural size in pixels of a 1280x720 picture. */
  readonly width: number;
  readonly height: number;
  /** Point that stands on the ground, in pixels from the drawing's top-left corner. */
  readonly ground: { readonly x: number; readonly y: number };
  /** How far the edges are blurred, in pixels: what a lens does, or the softness of smoke. */
  readonly blur?: number;
}

/** Joins what `draw` gives for 0 to count - 1. */
export function repeat(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('');
}

/** Vertical or horizontal gradient through evenly spaced colours. */
export function gradient(id: string, direction: 'down' | 'across', colours: readonly string[]): string {
  const [x2, y2] = direction === 'down' ? [0, 1] : [1, 0];
  const stops = colours.map((colour, index) => {
    const offset = index / Math.max(1, colours.length - 1);
    return `<stop offset="${offset.toFixed(3)}" stop-color="${colour}"/>`;
  });
  return `<linearGradient id="${id}" x1="0" y1="0" x2="${x2}" y2="${y2}">${stops.join('')}</linearGradient>`;
}

/** The drawing as a mirror image. */
export function mirrored(drawing: Drawing): Drawing {
  return {
    ...drawing,
    content: `<g transform="translate(${drawing.width},0) scale(-1,1)">${drawing.content}</g>`,
    ground: { x: drawing.width - drawing.ground.x, y: drawing.ground.y },
  };
}

/** The drawing as an SVG document of `scale` times its natural size. */
export function toSvg(drawing: Drawing, scale: number): string {
  const { width, height } = scaledSize(drawing, scale);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"` +
    ` viewBox="0 0 ${drawing.width} ${drawing.height}">${drawing.content}</svg>`
  );
}

/** Size in whole pixels of a drawing shown at `scale`. */
export function scaledSize(drawing: Drawing, scale: number): { readonly width: number; readonly height: number } {
  return { width: Math.round(drawing.width * scale), height: Math.round(drawing.height * scale) };
}
