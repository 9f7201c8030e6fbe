import { expect, test } from 'vitest';
import { choosePatrols } from './choose-patrols.js';

const patrol = (patrolId: string, bureauId: string | null, ...grids: string[]) => ({
  ...{ patrolId, bureauId, grids, name: patrolId },
});
const PATROLS = [patrol('a', 'police'), patrol('b', null, 'g1'), patrol('c', 'chengguan', 'g2'), patrol('d', null)];
const idsOf = (bureauId: string | null, ...grids: string[]) =>
  choosePatrols(PATROLS, { bureauId, grids }).map(({ patrolId }) => patrolId);

test('patrols of the bureau of a case and of all can go, those of its grid first', () => {
  expect(idsOf('chengguan', 'g2')).toEqual(['c', 'b', 'd']);
  expect(idsOf('chengguan', 'g1')).toEqual(['b', 'c', 'd']);
  expect(idsOf('police')).toEqual(['a', 'b', 'd']);
  expect(idsOf(null)).toEqual(['a', 'b', 'c', 'd']);
});
