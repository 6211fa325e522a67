/**
 * `oidc-provider` configured as a Logto tenant answers: the paths, ES384, S256 always, opaque access tokens, the claims with
 * their nulls and milliseconds, refresh tokens that rotate late, and first-party consent that nobody is asked for.
 *
 * @see https://github.com/panva/node-oidc-provider/tree/main/docs
 */
import { generateKeyPairSync } from 'node:crypto';

import { errorPage, signOutPage, signedOutPage } from './hosted-pages.mjs';

const DAY = 24 * 60 * 60;

function es384Key() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'ES384', use: 'sig', kid: 'end2end' };
}

/** A first-party application has every scope that it asks for. */
export async function grantEverything(provider, { accountId, clientId, scope }) {
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(scope ?? 'openid');
  return grant;
}

async function loadExistingGrant(ctx) {
  const { client, params, provider, result, session } = ctx.oidc;
  const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const existing = grantId ? await provider.Grant.find(grantId) : undefined;
  if (existing) {
    existing.addOIDCScope(params.scope);
    await existing.save();
    return existing;
  }
  const grant = await grantEverything(provider, { accountId: session.accountId, clientId: client.clientId, scope: params.scope });
  await grant.save();
  return grant;
}

export function logtoConfiguration({ accounts, clientId, clientSecret, baseUrl, cookieKey }) {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${baseUrl}/callback`],
        post_logout_redirect_uris: [`${baseUrl}/`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES384',
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [es384Key()] },
    enabledJWA: { idTokenSigningAlgValues: ['ES384'] },
    // Cookies do not tell ports apart: names of their own keep the app's cookies alive on the same host.
    cookies: {
      keys: [cookieKey],
      names: { session: 'op_session', interaction: 'op_interaction', resume: 'op_interaction_resume' },
    },
    pkce: { required: () => true },
    scopes: ['openid', 'offline_access', 'profile', 'phone', 'email'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'picture', 'username', 'updated_at', 'created_at'],
      phone: ['phone_number', 'phone_number_verified'],
    },
    // Logto puts the claims of the scopes into the ID token although there is an access token.
    conformIdTokenClaims: false,
    extraParams: ['first_screen', 'identifier', 'direct_sign_in', 'organization_id', 'one_time_token', 'interaction_mode'],
    findAccount: (_ctx, accountId) => accounts.find(accountId),
    loadExistingGrant,
    rotateRefreshToken: (ctx) => ctx.oidc.entities.RefreshToken.ttlPercentagePassed() >= 70,
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out);
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 14 * DAY,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 14 * DAY,
      Session: 14 * DAY,
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      dPoP: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = signOutPage(form, ctx.oidc.entities.IdTokenHint !== undefined);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = signedOutPage();
        },
      },
    },
  };
}
