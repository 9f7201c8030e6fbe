/** Bureaus, the area and its power list, and patrols of the demo's town, in the form of `POST /api/v1/jurisdiction/import` and `PUT /api/v1/patrols`. */
const LIST = '示例清单（演示用）';
const AREA = 'huamu';

const CHENGGUAN = 'chengguan';
const TRAFFIC_POLICE = 'traffic-police';
const ECOLOGY = 'ecology';

const power = (matterCode: string, bureauId: string) => ({
  areaId: AREA,
  matterCode,
  bureauId,
  validFrom: '2026-01-01',
  validTo: null,
  legalBasis: LIST,
});

/** What is imported before the first case comes. */
export const JURISDICTION = {
  bureaus: [
    { bureauId: CHENGGUAN, nameZh: '综合行政执法局', nameEn: 'Urban management bureau' },
    { bureauId: TRAFFIC_POLICE, nameZh: '公安交警支队', nameEn: 'Traffic police' },
    { bureauId: ECOLOGY, nameZh: '生态环境局', nameEn: 'Ecology and environment bureau' },
  ],
  areas: [
    {
      areaId: AREA,
      name: '花木片区',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [121.54, 31.21],
            [121.57, 31.21],
            [121.57, 31.24],
            [121.54, 31.24],
            [121.54, 31.21],
          ],
        ],
      },
    },
  ],
  powers: [power('09 009', CHENGGUAN), power('09 006', CHENGGUAN), power('06 020', ECOLOGY), power('08 004', ECOLOGY)],
};

/** The unit grid of the market lane, and the patrol that goes through it. */
export const MARKET_GRID = '310115011001001';
export const PATROL = { patrolId: 'huamu-01', name: '花木一组', bureauId: CHENGGUAN, grids: [MARKET_GRID] };

/** Who works at the desks; each has a password that is made for the run. */
export const PEOPLE = {
  reviewer: { loginName: 'reviewer', displayName: '李审核', roles: ['reviewer'], bureauId: CHENGGUAN },
  patrol: { loginName: 'patrol', displayName: '王队员', roles: ['officer'], bureauId: CHENGGUAN },
  police: { loginName: 'police', displayName: '陈警官', roles: ['officer'], bureauId: TRAFFIC_POLICE },
  supervisor: { loginName: 'supervisor', displayName: '赵主任', roles: ['supervisor'], bureauId: null },
} as const;

/** Somebody who works at a desk of the demo. */
export type PersonName = keyof typeof PEOPLE;

export const PERSON_NAMES = Object.keys(PEOPLE) as PersonName[];
