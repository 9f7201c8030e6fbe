import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsPermission, mayDo, type Actor } from './actor.js';
import { PERMISSIONS, type Permission } from './permissions.js';
import { PersonRole, Role } from './roles.js';

const id: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c');
const actor: fc.Arbitrary<Actor> = fc.record({
  accountId: fc.constant('acc-1'),
  displayName: fc.constant('somebody'),
  roles: fc.uniqueArray(fc.constantFrom(...Role.options), { maxLength: 3 }),
  bureauId: fc.option(id),
  areaIds: fc.option(fc.uniqueArray(id, { minLength: 1 })),
});
const permission = fc.constantFrom(...(Object.keys(PERMISSIONS) as Permission[]));
const subject = fc.record({
  bureauIds: fc.uniqueArray(id),
  readerIds: fc.uniqueArray(id),
  areaId: fc.option(id),
});

test('nobody reaches beyond role, bureau and areas', () => {
  fc.assert(
    fc.property(actor, permission, subject, (who, what, whereto) => {
      const isHeld = who.roles.some((role) => (PERMISSIONS[what] as readonly Role[]).includes(role));
      const reached = [...whereto.bureauIds, ...(what === 'case.read' ? whereto.readerIds : [])];
      const isInBureau = who.bureauId === null || reached.includes(who.bureauId);
      const isInArea = who.areaIds === null || who.areaIds.some((areaId) => areaId === whereto.areaId);
      expect(mayDo(who, what, whereto)).toBe(isHeld && isInBureau && isInArea);
      expect(holdsPermission(who, what)).toBe(isHeld);
    }),
  );
});

test('a narrower scope never allows more', () => {
  fc.assert(
    fc.property(actor, permission, subject, id, (who, what, whereto, areaId) => {
      const narrower = { ...who, bureauId: who.bureauId ?? 'a', areaIds: who.areaIds ?? [areaId] };
      if (mayDo(narrower, what, whereto)) expect(mayDo(who, what, whereto)).toBe(true);
    }),
  );
});

test.each([
  ['device', 'case.read'],
  ['operator', 'case.review'],
  ['operator', 'plate.read'],
  ['administrator', 'original.read'],
  ['administrator', 'case.review'],
  ['administrator', 'audit.read'],
  ['supervisor', 'account.manage'],
  ['auditor', 'case.review'],
  ['reviewer', 'coordination.decide'],
] as const)('a %s does not hold %s', (role, what) => {
  expect(holdsPermission({ roles: [role] }, what)).toBe(false);
});

test('each role of a person holds something, and each permission is held', () => {
  for (const role of PersonRole.options)
    expect(Object.values(PERMISSIONS).some((roles: readonly Role[]) => roles.includes(role))).toBe(true);
  for (const roles of Object.values(PERMISSIONS)) expect(roles.length).toBeGreaterThan(0);
});
