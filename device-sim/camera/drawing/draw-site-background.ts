import { createRandom } from '../../seeded-random.js';
import { drawFacade } from './draw-facade.js';
import { gradient, repeat } from './drawing.js';

const SKY = gradient('sky', 'down', ['#a3b4c0', '#d6dbda']);

function craneTower(): string {
  return (
    '<g stroke="#b8922a" stroke-width="4" fill="none"><path d="M930 330 V36 M954 330 V36 M930 36 H954 M660 62 H1150 M690 44 L942 20 L1120 46 M942 20 V62"/>' +
    repeat(14, (index) => `<path d="M930 ${320 - index * 20} L954 ${304 - index * 20}" stroke-width="2"/>`) +
    `${repeat(24, (index) => `<path d="M${664 + index * 20} 62 l10 -14 l10 14" stroke-width="1.8"/>`)}</g>` +
    '<rect x="1096" y="60" width="46" height="26" fill="#6f7376"/><path d="M720 62 V150" stroke="#3c3f41" stroke-width="2"/><rect x="706" y="150" width="28" height="10" fill="#7d5a3a"/>' +
    '<rect x="926" y="62" width="32" height="28" fill="#a8862c"/><rect x="930" y="66" width="18" height="14" fill="#42525c"/>'
  );
}

function scaffoldedBuilding(): string {
  const bays = repeat(
    8,
    (index) =>
      `<path d="M${240 + index * 44} 96 V330" stroke="#6f6a60" stroke-width="3"/>` +
      repeat(
        5,
        (floor) =>
          `<rect x="${246 + index * 44}" y="${108 + floor * 46}" width="32" height="32" fill="#4b4d4c" opacity=".8"/>`,
      ),
  );
  return (
    '<rect x="232" y="92" width="368" height="240" fill="#99958c"/>' +
    bays +
    repeat(6, (index) => `<path d="M226 ${96 + index * 46} H606" stroke="#5c584f" stroke-width="5"/>`) +
    '<path d="M226 92 H420 V330 H226Z" fill="#4f7f5a" opacity=".4"/>' +
    repeat(8, (index) => `<path d="M${228 + index * 44} 92 l44 46" stroke="#6f6a60" stroke-width="1.5"/>`)
  );
}

function excavator(): string {
  return (
    '<g transform="translate(860,376)"><rect x="0" y="96" width="150" height="30" rx="15" fill="#2c2b29"/><rect x="12" y="102" width="126" height="18" rx="9" fill="#57544f"/>' +
    '<path d="M24 96 L24 50 L70 50 L78 20 L120 20 L128 96Z" fill="#b38a24"/><path d="M76 50 L82 26 L112 26 L114 56 L76 56Z" fill="#33434d"/>' +
    '<path d="M30 60 L-60 -34 L-76 -24 L14 82Z" fill="#a68020"/><path d="M-72 -30 L-128 50 L-114 58 L-60 -18Z" fill="#98751c"/><path d="M-140 48 L-104 56 L-112 92 L-150 84Z" fill="#4a4640"/></g>'
  );
}

/** A construction site behind its hoarding, with a bare forecourt where trucks leave. */
export function drawSite(): string {
  const random = createRandom(37);
  return (
    `<defs>${SKY}${gradient('mud', 'down', ['#a08d6d', '#8a795c', '#7d6d52'])}${gradient('hoarding', 'down', ['#4d7f9c', '#33607c'])}</defs>` +
    '<rect width="1280" height="400" fill="url(#sky)"/>' +
    drawFacade({ x: -20, y: 110, width: 220, height: 230, colour: '#a7a49b', columns: 4, rows: 4, random }) +
    `${scaffoldedBuilding()}${craneTower()}` +
    '<path d="M560 400 Q640 290 760 330 Q840 270 930 340 Q1010 310 1080 400Z" fill="#9a835c"/><path d="M600 400 Q680 320 760 350 Q850 300 940 360 Q1000 350 1040 400Z" fill="#8a744f"/>' +
    '<rect y="330" width="560" height="130" fill="url(#hoarding)"/><rect x="1090" y="330" width="190" height="130" fill="url(#hoarding)"/>' +
    repeat(14, (index) => `<path d="M${index * 40} 330 V460" stroke="#27506a" stroke-width="3"/>`) +
    repeat(5, (index) => `<path d="M${1090 + index * 40} 330 V460" stroke="#27506a" stroke-width="3"/>`) +
    '<rect y="326" width="560" height="8" fill="#d9dcd8"/><rect x="1090" y="326" width="190" height="8" fill="#d9dcd8"/>' +
    '<rect y="452" width="1280" height="268" fill="url(#mud)"/>' +
    '<path d="M556 462 L1094 462 L1094 380 Q900 400 556 376Z" fill="#93805f"/>' +
    excavator() +
    repeat(
      60,
      () =>
        `<ellipse cx="${random() * 1280}" cy="${470 + random() * 245}" rx="${14 + random() * 80}" ry="${2 + random() * 7}" fill="${random() < 0.5 ? '#4d4330' : '#c4b491'}" opacity="${0.08 + random() * 0.1}"/>`,
    ) +
    '<path d="M760 460 Q600 560 420 720 M820 460 Q700 560 560 720" stroke="#6a5c43" stroke-width="14" fill="none" opacity=".45"/>'
  );
}
