import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { AuditLog } from '../audit/audit-log.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { ProblemError } from '../errors/problem-error.js';
import { lockAccounts, requirePlaces } from './account-guards.js';
import { makeAccountId } from './manage-accounts.js';
import { grantGroups, type OidcSettings } from './oidc-settings.js';

const PROVIDER_PATIENCE_S = 10;
const RETRY_AFTER_S = 30;

/** What a browser keeps, signed, while it is at the identity provider. */
export const OidcFlow = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type OidcFlow = z.infer<typeof OidcFlow>;

const Claims = z.object({
  sub: z.string().min(1).max(255),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
});
const Groups = z.union([z.array(z.string()), z.string().transform((group) => [group])]).catch([]);

/** Sign-in at an identity provider: authorization code with PKCE, state and nonce. */
export interface OidcSignIn {
  /**
   * Where to send the browser, and what it has to bring back.
   *
   * @throws ProblemError `access.provider-unreachable`
   */
  begin(): Promise<{ url: string; flow: OidcFlow }>;
  /**
   * ID of the account of whoever came back; it is made at the first sign-in, and its roles are those that the groups grant now.
   *
   * @throws ProblemError `access.provider-refused`, `access.provider-unreachable`; `access.not-allowed` without a group that grants anything
   */
  finish(request: { query: string; flow: OidcFlow; from: string }): Promise<string>;
}

/** Sign-in by these settings; `publicUrl` is the address that the provider sends browsers back to. */
export function createOidcSignIn(options: {
  settings: OidcSettings;
  callbackUrl: string;
  database: CloudDatabase;
  clock: Clock;
  audit: AuditLog;
  log: Logger;
}): OidcSignIn {
  const { settings, callbackUrl, database, clock, audit, log } = options;
  let known: Promise<Configuration> | null = null;

  const discover = async (): Promise<Configuration> => {
    const { issuer, clientId, clientSecret } = settings;
    // The signature of the ID token is checked too, whatever brought it here; without TLS on this machine alone, as the settings see to.
    // oxlint-disable-next-line typescript/no-deprecated -- deprecated so that it stands out: there is no other way to a provider on this machine
    const execute = [enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [allowInsecureRequests] : [])];
    known ??= discovery(
      new URL(issuer),
      clientId,
      {},
      clientSecret === null ? None() : ClientSecretPost(clientSecret),
      {
        execute,
        timeout: PROVIDER_PATIENCE_S,
      },
    );
    try {
      return await known;
    } catch (cause) {
      known = null;
      log.error({ err: cause }, 'the identity provider does not answer');
      throw new ProblemError('access.provider-unreachable', `${issuer} does not answer`, {
        cause,
        retryAfterSeconds: RETRY_AFTER_S,
      });
    }
  };
  const exchange = async (query: string, { state, nonce, verifier }: OidcFlow) => {
    const configuration = await discover();
    try {
      const tokens = await authorizationCodeGrant(configuration, new URL(`${callbackUrl}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims() ?? {};
      return {
        ...Claims.parse(claims),
        groups: Groups.parse((claims as Record<string, unknown>)[settings.groupsClaim]),
      };
    } catch (cause) {
      log.warn({ err: cause }, 'a sign-in at the identity provider did not hold');
      throw new ProblemError('access.provider-refused', 'What the identity provider sent does not hold', { cause });
    }
  };

  return {
    begin: async () => {
      const configuration = await discover();
      const flow = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: callbackUrl,
        scope: settings.scope,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, flow };
    },
    finish: async ({ query, flow, from }) => {
      const { sub, groups, ...names } = await exchange(query, flow);
      const { issuer } = settings;
      const grant = grantGroups(settings.groups, groups);
      const displayName = (names.name ?? names.preferred_username ?? sub).slice(0, 100);
      const refuse = async (fault: string) => {
        const subject = { kind: 'identity', id: sub };
        await audit.record({
          action: 'session.refused',
          outcome: 'refused',
          who: null,
          from,
          subject,
          what: { fault },
        });
        throw new ProblemError('access.not-allowed', `${displayName} has no access here`);
      };
      if (grant === null) return await refuse('no group grants anything');
      const accountId = await database.transaction().execute(async (transaction) => {
        await lockAccounts(transaction);
        await requirePlaces(transaction, grant);
        const scope = {
          display_name: displayName,
          roles: grant.roles,
          bureau_id: grant.bureauId,
          area_ids: grant.areaIds,
        };
        const row = await transaction
          .insertInto('accounts')
          .values({
            ...scope,
            account_id: makeAccountId(),
            login_name: null,
            password_hash: null,
            password_expires_at_ms: null,
            issuer,
            subject: sub,
            disabled_at_ms: null,
            created_at_ms: clock.nowMs(),
            signed_in_at_ms: null,
          })
          .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet(scope))
          .returning(['account_id', 'disabled_at_ms'])
          .executeTakeFirstOrThrow();
        return row.disabled_at_ms === null ? row.account_id : null;
      });
      return accountId ?? (await refuse('disabled'));
    },
  };
}
