import { createRandom } from '../../seeded-random.js';
import { drawFacade, drawShops, drawTree } from './draw-facade.js';
import { gradient, repeat } from './drawing.js';

const SKY = gradient('sky', 'down', ['#a9bccb', '#cfd9df']);

function lamppost(x: number, footY: number, height: number): string {
  return (
    `<rect x="${x - 4}" y="${footY - height}" width="8" height="${height}" fill="#5d6468"/><rect x="${x - 7}" y="${footY - 30}" width="14" height="30" fill="#4a5054"/>` +
    `<path d="M${x} ${footY - height} q4 -14 60 -14 v7 q-44 0 -52 10z" fill="#5d6468"/><rect x="${x + 46}" y="${footY - height - 14}" width="34" height="8" rx="3" fill="#e9e6da"/>`
  );
}

/** A marked bay at the far kerb, left of the strip, where cars may stand: white lines, and its sign on the sidewalk. */
function parkingBay(): string {
  return (
    '<path d="M44 440 V500 H350 V440" stroke="#ebe9e0" stroke-width="6" fill="none" opacity=".9"/>' +
    '<rect x="26" y="330" width="5" height="90" fill="#6b7276"/><rect x="12" y="296" width="34" height="36" rx="4" fill="#1f5fae"/>' +
    '<path d="M23 325 V303 H31 a6 6 0 0 1 0 13 H23" stroke="#fff" stroke-width="4.5" fill="none"/>'
  );
}

/** A street with two lanes, a strip at the far kerb where nobody may stop (yellow zigzag) beside a bay, a sidewalk and shops. */
export function drawStreet(): string {
  const random = createRandom(3);
  const zigzag = repeat(11, (index) => `L${index * 80 + 440} ${index % 2 === 0 ? 486 : 446} `);
  return (
    `<defs>${SKY}${gradient('road', 'down', ['#75777a', '#4a4c4f'])}${gradient('walk', 'down', ['#a7a39a', '#bab5ab'])}</defs>` +
    '<rect width="1280" height="340" fill="url(#sky)"/>' +
    drawFacade({ x: -20, y: 60, width: 400, height: 190, colour: '#a08a74', columns: 6, rows: 3, random }) +
    drawFacade({ x: 380, y: 20, width: 470, height: 230, colour: '#8b9094', columns: 8, rows: 4, random }) +
    drawFacade({ x: 850, y: 50, width: 450, height: 200, colour: '#96806e', columns: 7, rows: 3, random }) +
    drawShops({ x: -10, y: 232, height: 108, shopWidth: 186, count: 7 }) +
    '<rect y="338" width="1280" height="84" fill="url(#walk)"/>' +
    repeat(
      33,
      (index) => `<path d="M${index * 40 + 8} 338 L${index * 42 - 20} 422" stroke="#8f8b83" stroke-width="1"/>`,
    ) +
    '<path d="M0 362 H1280 M0 390 H1280" stroke="#8f8b83" stroke-width="1"/><rect y="338" width="1280" height="12" fill="#000" opacity=".18"/>' +
    drawTree(150, 400, 230, random) +
    drawTree(1130, 400, 240, random) +
    lamppost(690, 410, 330) +
    '<rect y="420" width="1280" height="9" fill="#d6d2c8"/><rect y="429" width="1280" height="6" fill="#6a6862"/>' +
    '<rect y="435" width="1280" height="285" fill="url(#road)"/>' +
    `<path d="M400 446 ${zigzag}" stroke="#cfae3c" stroke-width="5" fill="none" opacity=".85"/><path d="M400 500 H1280" stroke="#cfae3c" stroke-width="5" opacity=".85"/>` +
    parkingBay() +
    repeat(9, (index) => `<path d="M${index * 160 + 10} 622 h92 l4 8 h-94z" fill="#e8e6dc" opacity=".9"/>`) +
    repeat(
      30,
      () =>
        `<ellipse cx="${random() * 1280}" cy="${445 + random() * 265}" rx="${20 + random() * 60}" ry="${3 + random() * 6}" fill="#000" opacity="${0.04 + random() * 0.07}"/>`,
    )
  );
}

/** A paved market lane in front of shops, wide enough for stalls. */
export function drawMarket(): string {
  const random = createRandom(11);
  return (
    `<defs>${SKY}${gradient('paving', 'down', ['#98948b', '#b3aea3'])}</defs>` +
    '<rect width="1280" height="400" fill="url(#sky)"/>' +
    drawFacade({ x: -20, y: 10, width: 640, height: 220, colour: '#9b8772', columns: 8, rows: 3, random }) +
    drawFacade({ x: 620, y: 30, width: 680, height: 200, colour: '#8d8a80', columns: 9, rows: 3, random }) +
    drawShops({ x: -20, y: 200, height: 200, shopWidth: 262, count: 5 }) +
    '<rect y="398" width="1280" height="322" fill="url(#paving)"/><rect y="398" width="1280" height="20" fill="#000" opacity=".2"/>' +
    repeat(8, (row) => `<path d="M0 ${404 + row * row * 6} H1280" stroke="#7d7970" stroke-width="${1 + row * 0.2}"/>`) +
    repeat(
      27,
      (index) =>
        `<path d="M${640 + (index - 13) * 62} 400 L${640 + (index - 13) * 130} 720" stroke="#827e75" stroke-width="1.2"/>`,
    ) +
    drawTree(70, 470, 330, random) +
    repeat(
      24,
      () =>
        `<ellipse cx="${random() * 1280}" cy="${430 + random() * 280}" rx="${14 + random() * 50}" ry="${3 + random() * 6}" fill="#000" opacity="${0.04 + random() * 0.06}"/>`,
    ) +
    '<path d="M1196 520 h44 l-5 84 h-34z" fill="#3f5d4a"/><rect x="1190" y="510" width="56" height="12" rx="4" fill="#34503f"/>'
  );
}
