import { RefusedError } from "@undersigned/core/errors.ts";
import type { ClientAuth, Configuration } from "openid-client";
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  discovery,
  None,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  WWWAuthenticateChallengeError,
} from "openid-client";
import type { OpenIdProvider } from "./provider-setting.ts";

/** What must be remembered between sending somebody to a provider and the answer. It is secret, and good once. */
export type OpenIdRequest = {
  readonly provider: string;
  readonly nonce: string;
  /** PKCE (RFC 7636). */
  readonly verifier: string;
};

/** An account, as its provider names it. */
export type OpenIdAccount = { readonly provider: OpenIdProvider; readonly issuer: string; readonly subject: string };

/** We, to the providers of OpenID Connect. */
export type RelyingParty = {
  readonly providers: readonly OpenIdProvider[];
  /**
   * Where to send somebody, and what to remember until they come back.
   * @param state opaque, unguessable; comes back with the answer
   * @throws RefusedError `not_found` for a provider that is none of ours, `unavailable` when it does not answer
   */
  begin(provider: string, state: string): Promise<{ address: URL; request: OpenIdRequest }>;
  /**
   * Reads the answer, and asks the provider whose account it is.
   * @param answer what the browser came back with: the query of our callback
   * @throws RefusedError `not_allowed` when the person said no there, or the answer is not one to this request;
   *   `unavailable` when the provider does not answer
   */
  finish(request: OpenIdRequest, state: string, answer: URLSearchParams): Promise<OpenIdAccount>;
};

/** Path of the redirect address of signatories: the provider is known by the state. */
export const CALLBACK_PATH = "/openid/callback";

/** In seconds, of each request to a provider. */
const TIMEOUT = 10;
/** How long a discovery document is believed, in milliseconds: keys are fetched anew by themselves when they change. */
const KEEP = 3_600_000;

/** OpenID Connect's authorization code flow with PKCE, state and nonce; the issuer of the answer is checked (RFC 9207). */
export function makeRelyingParty(options: {
  readonly providers: readonly OpenIdProvider[];
  readonly baseUrl: string;
  /** Path of the redirect address, where it is another than that of signatories. */
  readonly callback?: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}): RelyingParty {
  const { providers, clock } = options;
  const redirect = `${options.baseUrl}${options.callback ?? CALLBACK_PATH}`;
  const known = new Map<string, { until: number; configuration: Promise<Configuration> }>();

  function find(id: string): OpenIdProvider {
    const provider = providers.find((one) => one.id === id);
    if (!provider) throw new RefusedError("not_found", "There is no such provider here.");
    return provider;
  }

  /** Fetched when it is needed first, by one request for all that wait for it; a failure is not kept. */
  function configurationOf(provider: OpenIdProvider): Promise<Configuration> {
    const kept = known.get(provider.id);
    if (kept && kept.until > clock()) return kept.configuration;
    const configuration = discover(provider).catch((cause: unknown) => {
      known.delete(provider.id);
      throw refuseSilence(provider, cause);
    });
    known.set(provider.id, { until: clock() + KEEP, configuration });
    return configuration;
  }

  return {
    providers,
    async begin(id, state) {
      const provider = find(id);
      const configuration = await configurationOf(provider);
      const request = { provider: id, nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const address = buildAuthorizationUrl(configuration, {
        redirect_uri: redirect,
        // No profile and no mailbox: whose account it is, is all that we ask.
        scope: "openid",
        response_type: "code",
        state,
        nonce: request.nonce,
        code_challenge: await calculatePKCECodeChallenge(request.verifier),
        code_challenge_method: "S256",
      });
      return { address, request };
    },
    async finish(request, state, answer) {
      const provider = find(request.provider);
      const configuration = await configurationOf(provider);
      const url = new URL(redirect);
      url.search = answer.toString();
      try {
        const tokens = await authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: request.nonce,
          pkceCodeVerifier: request.verifier,
          idTokenExpected: true,
        });
        const { iss, sub } = tokens.claims() ?? {};
        if (!iss || !sub) throw refuseAnswer(provider, undefined);
        return { provider, issuer: iss, subject: sub };
      } catch (cause) {
        throw refusalOf(provider, cause);
      }
    },
  };
}

async function discover(provider: OpenIdProvider): Promise<Configuration> {
  const issuer = new URL(provider.issuer);
  const execute = issuer.protocol === "http:" ? [allowInsecureRequests] : [];
  const { clientId, clientSecret } = provider;
  const options = { execute, timeout: TIMEOUT };
  if (clientSecret === null) return discovery(issuer, clientId, undefined, None(), options);
  // How it wants the secret is known only once it was discovered: Basic, which every provider must know, unless it says not.
  const authenticate: ClientAuth = (server, client, body, headers) => {
    const inForm = server.token_endpoint_auth_methods_supported?.includes("client_secret_basic") === false;
    const method = inForm ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
    method(server, client, body, headers);
  };
  return discovery(issuer, clientId, undefined, authenticate, options);
}

/** Errors whose cause is the line or the provider itself, not what it was told. */
const SILENCE = /^OAUTH_(?:TIMEOUT|ABORT|RESPONSE_IS_NOT_CONFORM|RESPONSE_IS_NOT_JSON|PARSE_ERROR)$/;

function refusalOf(provider: OpenIdProvider, cause: unknown): RefusedError {
  if (cause instanceof RefusedError) return cause;
  if (cause instanceof AuthorizationResponseError) {
    if (cause.error === "access_denied") {
      return new RefusedError("not_allowed", `You did not agree at ${provider.name}, so nothing was confirmed.`, {
        cause,
        field: "denied",
      });
    }
    if (cause.error === "temporarily_unavailable" || cause.error === "server_error") {
      return refuseSilence(provider, cause);
    }
  }
  // RFC 6749 section 5.2: 401 with a challenge, or the code in the body, when it was our secret that it did not take.
  const isOurs = cause instanceof ResponseBodyError && cause.error === "invalid_client";
  if (isOurs || cause instanceof WWWAuthenticateChallengeError) {
    return new RefusedError(
      "unavailable",
      `${provider.name} does not know this site: whoever runs it has to look at its clientId and secret there.`,
      { cause },
    );
  }
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (cause instanceof TypeError || SILENCE.test(code)) return refuseSilence(provider, cause);
  return refuseAnswer(provider, cause);
}

function refuseSilence({ name }: OpenIdProvider, cause: unknown): RefusedError {
  return new RefusedError("unavailable", `${name} does not answer just now. Try again in a few minutes.`, { cause });
}

function refuseAnswer({ name }: OpenIdProvider, cause: unknown): RefusedError {
  return new RefusedError(
    "not_allowed",
    `What came back from ${name} is not an answer to what was asked, so it was not believed. Begin again.`,
    { cause, field: "answer" },
  );
}
