import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Person, personWith, signIn } from './person.js';
import { JURISDICTION, PATROL, PEOPLE, type PersonName } from './town.js';

const NewAccount = z.object({ oneTimePassword: z.string() });

/** The people of the demo's town: signed in, with what each signs in with. */
export type TownPeople = Readonly<Record<PersonName, { readonly person: Person; readonly password: string }>>;

/** A password of small letters, capitals and digits. */
function makePassword(): string {
  return `Aa1-${randomBytes(12).toString('base64url')}`;
}

/** Imports bureaus, the area and its power list, and makes accounts, as the administrator of a new town would. @throws Error when the cloud refuses */
export async function setUpTown(cloudUrl: string, accessCode: string): Promise<TownPeople> {
  const administrator = personWith(cloudUrl, { authorization: `Bearer ${accessCode}` });
  await administrator.ask('POST', '/api/v1/jurisdiction/import', JURISDICTION);
  const { patrolId, ...patrol } = PATROL;
  await administrator.ask('PUT', `/api/v1/patrols/${patrolId}`, patrol);

  const begin = async (name: PersonName): Promise<{ password: string; person: Person }> => {
    const { roles, ...account } = PEOPLE[name];
    const made = await administrator.ask('POST', '/api/v1/accounts', { ...account, roles: [...roles], areaIds: null });
    const { oneTimePassword } = NewAccount.parse(made.body);
    const first = await signIn(cloudUrl, account.loginName, oneTimePassword);
    const password = makePassword();
    await first.ask('PUT', '/api/v1/me/password', { current: oneTimePassword, next: password });
    return { password, person: await signIn(cloudUrl, account.loginName, password) };
  };
  return {
    reviewer: await begin('reviewer'),
    patrol: await begin('patrol'),
    police: await begin('police'),
    supervisor: await begin('supervisor'),
  };
}
