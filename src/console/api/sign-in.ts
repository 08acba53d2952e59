import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  calculatePKCECodeChallenge,
  clockTolerance,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import type { ConsoleConfig } from '#core/console';

/** What Cognito gives: the API takes the ID token. */
export interface Tokens {
  id: string;
  refresh?: string;
}

/** A sign-in under way, kept while Cognito's page is shown. */
interface Underway {
  state: string;
  nonce: string;
  verifier: string;
  /** The place in the console to come back to, as a hash. */
  back: string;
}

const UNDERWAY = 'contactsheet.signing-in';

/** Signs in and out at Cognito: OAuth's code with PKCE, https://datatracker.ietf.org/doc/html/rfc7636 */
export function cognito({ url, issuer, client: client_id, scopes }: ConsoleConfig['signIn'], home: string) {
  const server: AuthorizationServer = { issuer, token_endpoint: `${url}/oauth2/token` };
  // Clocks of telephones are minutes off.
  const client: Client = { client_id, [clockTolerance]: 300 };
  // Only a local AWS is without TLS.
  const options = { [allowInsecureRequests]: url.startsWith('http://localhost') };

  return {
    /** Leaves for Cognito's page. */
    async begin(back: string): Promise<void> {
      const underway: Underway = {
        state: generateRandomState(),
        nonce: generateRandomNonce(),
        verifier: generateRandomCodeVerifier(),
        back,
      };
      sessionStorage.setItem(UNDERWAY, JSON.stringify(underway));
      const asked = new URLSearchParams({
        response_type: 'code',
        client_id,
        redirect_uri: home,
        scope: scopes.join(' '),
        state: underway.state,
        nonce: underway.nonce,
        code_challenge: await calculatePKCECodeChallenge(underway.verifier),
        code_challenge_method: 'S256',
      });
      location.assign(`${url}/oauth2/authorize?${asked}`);
    },

    /**
     * Takes what Cognito sent along when it led back here; nothing where it did not.
     * @throws Error where the answer is not to what was asked, or is a refusal
     */
    async finish(at: URL): Promise<{ tokens: Tokens; back: string } | undefined> {
      if (!at.searchParams.has('state')) return undefined;
      const kept = sessionStorage.getItem(UNDERWAY);
      sessionStorage.removeItem(UNDERWAY);
      if (!kept) throw new Error('This sign-in was begun elsewhere.');
      const { state, nonce, verifier, back } = JSON.parse(kept) as Underway;
      const parameters = validateAuthResponse(server, client, at, state);
      const answer = await authorizationCodeGrantRequest(
        server,
        client,
        None(),
        parameters,
        home,
        verifier,
        options,
      );
      const given = await processAuthorizationCodeResponse(server, client, answer, {
        expectedNonce: nonce,
        requireIdToken: true,
      });
      return { tokens: tokensOf(given), back };
    },

    /** @throws Error where Cognito takes the refresh token no longer */
    async renew(refresh: string): Promise<Tokens> {
      const answer = await refreshTokenGrantRequest(server, client, None(), refresh, options);
      return { refresh, ...tokensOf(await processRefreshTokenResponse(server, client, answer)) };
    },

    /** Where Cognito forgets who signed in, and leads back here. */
    signOutUrl: () => `${url}/logout?${new URLSearchParams({ client_id, logout_uri: home })}`,
  };
}

export type Cognito = ReturnType<typeof cognito>;

function tokensOf(given: { id_token?: string; refresh_token?: string }): Tokens {
  if (!given.id_token) throw new Error('Cognito gave no ID token.');
  return { id: given.id_token, ...(given.refresh_token ? { refresh: given.refresh_token } : {}) };
}
