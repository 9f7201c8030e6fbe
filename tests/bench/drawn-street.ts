import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const SIZE = { width: 1280, height: 720 };
const PAINTS = ['#b8231c', '#b9c0c6', '#1f4e9c', '#2e6b34'];

function background(): string {
  const windows = Array.from({ length: 32 }, (_, index) => {
    const [column, row] = [index % 16, Math.floor(index / 16)];
    return `<rect x="${20 + column * 80}" y="${140 + row * 85}" width="44" height="60" fill="#4c5964"/>`;
  });
  const marks = Array.from(
    { length: 9 },
    (_, index) => `<rect x="${index * 160 + 20}" y="560" width="90" height="8" fill="#e8e6dc"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><rect width="1280" height="720" fill="#b9c7d2"/><rect y="120" width="1280" height="210" fill="#8d8175"/>${windows.join('')}<rect y="330" width="1280" height="96" fill="#a9a59d"/><rect y="426" width="1280" height="294" fill="#55585a"/>${marks.join('')}</svg>`;
}

function car(paint: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="110"><path d="M8 78C6 60 14 54 40 50L78 20C86 12 96 9 110 9L186 9C202 9 212 13 222 22L250 48C278 52 292 58 294 74L294 86L10 88Z" fill="${paint}"/><path d="M70 47L94 23C98 19 103 17 110 17L186 17C196 17 203 20 210 26L232 48Z" fill="#2b3840"/><circle cx="66" cy="86" r="22" fill="#15171a"/><circle cx="236" cy="86" r="22" fill="#15171a"/></svg>`;
}

/** ffmpeg input and filters of a drawn street with cars that drive through it; the filters end in `[street]`. */
export interface DrawnStreet {
  readonly inputs: readonly string[];
  readonly filters: string;
}

/**
 * Draws a street with traffic, for machines without real footage.
 *
 * @param framesPerSecond - of the pictures that the filters give
 */
export async function drawStreet(folder: string, framesPerSecond: number): Promise<DrawnStreet> {
  await mkdir(folder, { recursive: true });
  const draw = async (name: string, svg: string) => {
    const file = join(folder, name);
    await writeFile(file, await sharp(Buffer.from(svg)).png().toBuffer());
    return file;
  };
  const still = await draw('street.png', background());
  const cars = await Promise.all(PAINTS.map((paint, index) => draw(`car-${index}.png`, car(paint))));
  const overlays = cars.map((_, index) => {
    const way = SIZE.width + 600;
    const speed = 260 + 40 * index;
    const x =
      index % 2 === 0
        ? `mod(t*${speed}+${index * 450}\\,${way})-300`
        : `${SIZE.width}-mod(t*${speed}+${index * 450}\\,${way})`;
    return `[v${index}][${index + 1}:v]overlay=x='${x}':y=${440 + index * 45}[v${index + 1}]`;
  });
  return {
    inputs: [
      ...['-framerate', String(framesPerSecond), '-loop', '1', '-i', still],
      ...cars.flatMap((file) => ['-i', file]),
    ],
    filters: ['[0:v]format=yuv420p[v0]', ...overlays, `[v${cars.length}]null[street]`].join(';'),
  };
}
