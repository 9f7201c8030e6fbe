import { gradient, type Drawing } from './drawing.js';

interface Look {
  readonly coat: readonly [string, string];
  readonly trousers: string;
  readonly skin: string;
  readonly hair: string;
  readonly extra: string;
}

const APRON =
  '<path d="M24 70 L60 70 L62 158 L20 158Z" fill="#e8e2d2"/><path d="M28 70 L26 52 M56 70 L57 52" stroke="#e8e2d2" stroke-width="4"/>';
const HELMET =
  '<path d="M24 22 C24 2 58 2 58 22 L62 24 L20 24Z" fill="#b8302a"/><rect x="18" y="21" width="46" height="4" rx="2" fill="#8c201c"/>';
const BAG =
  '<path d="M62 60 L74 128" stroke="#3a2a1c" stroke-width="2.5"/><rect x="64" y="122" width="18" height="26" rx="3" fill="#6b4a2f"/>';

/** Clothes that people are drawn in. */
const LOOKS: Readonly<Record<LookName, Look>> = {
  vendor: { coat: ['#7c4a3a', '#5a3226'], trousers: '#2b2f3a', skin: '#d29a74', hair: '#1d1712', extra: APRON },
  commuter: { coat: ['#3f6fae', '#274a7c'], trousers: '#2b2f3a', skin: '#d9a27e', hair: '#2a1d14', extra: BAG },
  shopper: { coat: ['#a04444', '#752d2d'], trousers: '#3b3a3d', skin: '#e0b08c', hair: '#3a2618', extra: '' },
  student: { coat: ['#e3e5e8', '#b4bac2'], trousers: '#34507a', skin: '#dba780', hair: '#15110e', extra: BAG },
  elder: { coat: ['#6c7264', '#474c41'], trousers: '#46423e', skin: '#cf9d78', hair: '#b9b6b0', extra: '' },
  worker: { coat: ['#4468a8', '#2f4c80'], trousers: '#33405a', skin: '#c68f69', hair: '#1c1612', extra: HELMET },
};

/** Names of the looks. */
export const LOOK_NAMES = ['vendor', 'commuter', 'shopper', 'student', 'elder', 'worker'] as const;
export type LookName = (typeof LOOK_NAMES)[number];

/** Pose of a person: upright, or one of the two ends of a step. */
export type Pose = 'standing' | 'step-left' | 'step-right';

const SHOE = '#1c1c1c';

function legs(pose: Pose, trousers: string): string {
  if (pose === 'standing')
    return (
      `<path d="M24 132 L20 244 L36 246 L41 160 L46 246 L62 244 L58 132Z" fill="${trousers}"/>` +
      `<path d="M18 246 l20 0 l0 8 l-24 0z M44 246 l20 0 l4 8 l-24 0z" fill="${SHOE}"/>`
    );
  const stride = pose === 'step-left' ? 1 : 0.45;
  const front = 41 - 26 * stride;
  const back = 41 + 24 * stride;
  return (
    `<path d="M30 132 L${back} 190 L${back + 8} 236 L${back + 20} 234 L${back + 16} 186 L58 132Z" fill="${trousers}"/>` +
    `<path d="M26 132 L${front + 4} 192 L${front - 2} 246 L${front + 13} 246 L${front + 22} 194 L56 132Z" fill="${trousers}" stroke="#000" stroke-opacity=".25"/>` +
    `<path d="M${front - 10} 246 l22 0 l2 8 l-26 0z M${back + 4} 234 l18 -2 l4 8 l-22 4z" fill="${SHOE}"/>`
  );
}

function arms(pose: Pose, skin: string): string {
  if (pose === 'standing')
    return (
      '<path d="M18 58 L4 112 L10 138 L18 136 L15 112 L24 80Z M64 58 L78 112 L72 138 L64 136 L67 112 L58 80Z" fill="url(#coat)" stroke="#000" stroke-opacity=".2"/>' +
      `<circle cx="13" cy="142" r="6" fill="${skin}"/><circle cx="69" cy="142" r="6" fill="${skin}"/>`
    );
  const swing = pose === 'step-left' ? 12 : 4;
  return (
    `<path d="M20 58 L${10 - swing} 108 L${8 - swing} 134 L${17 - swing} 134 L${22 - swing} 110 L30 78Z" fill="url(#coat)" stroke="#000" stroke-opacity=".2"/>` +
    `<path d="M62 58 L${70 + swing} 108 L${66 + swing} 134 L${57 + swing} 132 L${60 + swing} 108 L54 80Z" fill="url(#coat)" stroke="#000" stroke-opacity=".2"/>` +
    `<circle cx="${12 - swing}" cy="138" r="6" fill="${skin}"/><circle cx="${61 + swing}" cy="137" r="6" fill="${skin}"/>`
  );
}

/** A person who faces left, 82 by 250 pixels. */
export function drawPerson(lookName: LookName, pose: Pose): Drawing {
  const look = LOOKS[lookName];
  return {
    width: 100,
    height: 264,
    ground: { x: 50, y: 254 },
    content:
      `<defs>${gradient('coat', 'across', [look.coat[0], look.coat[1]])}</defs><g transform="translate(9,0)">` +
      '<ellipse cx="41" cy="253" rx="40" ry="8" fill="#000" opacity=".35"/>' +
      legs(pose, look.trousers) +
      '<path d="M18 56 C22 46 32 44 41 44 C50 44 60 46 64 56 L68 96 L62 142 L20 142 L14 96Z" fill="url(#coat)"/>' +
      '<path d="M41 48 V140" stroke="#000" stroke-opacity=".2" stroke-width="1.5"/>' +
      arms(pose, look.skin) +
      `<rect x="34" y="36" width="14" height="12" fill="${look.skin}"/><ellipse cx="41" cy="24" rx="14" ry="18" fill="${look.skin}"/>` +
      `<path d="M26 24 C24 2 58 2 56 24 C52 12 32 12 26 24Z" fill="${look.hair}"/>` +
      '<path d="M35 24 h4 M43 24 h4 M38 34 q3 2 6 0" stroke="#5a3a28" stroke-width="1.5" fill="none"/>' +
      `${look.extra}</g>`,
  };
}
