import { Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { PersonRole } from '../access/roles.js';
import { isGuarded } from '../config/cloud-config.js';
import { readNamedFile, readYamlFile } from '../config/read-yaml-file.js';

const VARIABLE = 'LAMPPOST_CLOUD_OIDC_FILE';

/** What members of a group of the identity provider may do, and where. */
const GroupGrant = z.strictObject({
  group: z.string().min(1).max(200),
  roles: z.array(PersonRole).min(1),
  bureauId: Slug.nullable().default(null),
  areaIds: z.array(Slug).min(1).nullable().default(null),
});
export type GroupGrant = z.infer<typeof GroupGrant>;

/** How people sign in at an identity provider (OpenID Connect). */
export const OidcSettings = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }).refine(isGuarded, 'an https:// address'),
  clientId: z.string().min(1),
  /** File with the client's secret; left out for a public client, which PKCE alone guards. */
  clientSecretFile: z.string().min(1).nullable().default(null),
  scope: z.string().default('openid profile'),
  /** Claim of the ID token that lists the groups. */
  groupsClaim: z.string().min(1).default('groups'),
  groups: z.array(GroupGrant).min(1),
});
export type OidcSettings = z.infer<typeof OidcSettings> & { readonly clientSecret: string | null };

/**
 * Reads the settings of the identity provider.
 *
 * @throws ConfigError with the file, the line and the mend
 */
export function readOidcSettings(file: string): OidcSettings {
  const settings = readYamlFile(file, VARIABLE, OidcSettings);
  const { clientSecretFile } = settings;
  return {
    ...settings,
    clientSecret: clientSecretFile === null ? null : readNamedFile(clientSecretFile, VARIABLE).trim(),
  };
}

/**
 * What the groups of somebody grant: the first of the list that the person is in gives bureau and areas; further ones add their roles where
 * both are the same. Null when none of the groups is in the list.
 */
export function grantGroups(
  grants: readonly GroupGrant[],
  groups: readonly string[],
): Omit<GroupGrant, 'group'> | null {
  const held = grants.filter(({ group }) => groups.includes(group));
  const [first] = held;
  if (first === undefined) return null;
  const scope = (grant: GroupGrant) =>
    JSON.stringify([grant.bureauId, [...(grant.areaIds ?? [])].sort(), grant.areaIds === null]);
  const roles = held.filter((grant) => scope(grant) === scope(first)).flatMap((grant) => grant.roles);
  return { roles: [...new Set(roles)], bureauId: first.bureauId, areaIds: first.areaIds };
}
