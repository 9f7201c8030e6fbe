import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { describeAct } from './describe-act.js';

/** Says the key of the words, and what is put into them. */
const t = ((key: string, put?: object) =>
  put === undefined ? key : `${key} ${Object.values(put).join(' ')}`) as unknown as TFunction;
const nameOf = (bureauId: string) => `the ${bureauId}`;

test.each<[string, Record<string, unknown>, string[]]>([
  ['dispatch.send', { patrolName: '一队', finding: null, photos: 0 }, ['一队']],
  [
    'dispatch.report',
    { patrolName: '一队', finding: 'not-found', photos: 2 },
    ['一队', 'dispatch/findings/not-found', 'actFact/photos 2'],
  ],
  ['dispatch.report', { finding: 'of a newer cloud' }, []],
  ['coordination.position', { bureauId: 'police', claim: 'ours' }, ['coordination/ours']],
  ['coordination.position', { bureauId: 'police', claim: 'not-ours' }, ['coordination/notOurs']],
  ['coordination.decide', { bureauId: 'police' }, ['actFact/to the police']],
  ['joint.invite', { bureauId: 'police' }, ['actFact/asked the police']],
  ['case.export', { form: 'archive' }, []],
])('%s of %j tells %j', (act, what, told) => {
  expect(describeAct({ act, what }, t, nameOf)).toEqual(told);
});
