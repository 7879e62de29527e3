import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { Provider } from "oidc-provider";
import type { OpenIdProvider } from "../packages/server/src/openid/provider-setting.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import { makeCertificateAuthority } from "./certificate-authority.ts";

/** A real provider of OpenID Connect on loopback, at which whoever comes is the account that was said. */
export type TestProvider = {
  readonly issuer: string;
  /** As it stands in the setting of a depositary. */
  provider(change?: Partial<OpenIdProvider>): OpenIdProvider;
  /** Whoever comes next is this account, and agrees; null: says no. */
  come(account: string | null): void;
  /**
   * Walks like a browser from our link to the provider, through its pages, until it sends back to `callback`.
   * @returns the address that it sends back to
   */
  walk(from: URL | string): Promise<URL>;
  close(): Promise<void>;
};

const CLIENT = { id: "undersigned-test", secret: "a-secret-of-the-test-client-alone" };

let trusted: Promise<CertificateAuthority> | null = null;

/** One authority for all providers of this process, which believes it from now on in whatever it fetches. */
async function trustAuthority(): Promise<CertificateAuthority> {
  const authority = await makeCertificateAuthority();
  authority.remove();
  setDefaultCACertificates([...getCACertificates("default"), authority.certificate]);
  return authority;
}

/** @param callback the redirect addresses that are registered: BASE/openid/callback of each depositary */
export async function startOpenIdProvider(callback: string | readonly string[]): Promise<TestProvider> {
  let account: string | null = "person-1";
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  trusted ??= trustAuthority();
  const authority = await trusted;
  const server = createServer(await authority.issue(["localhost"]), (request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: typeof callback === "string" ? [callback] : [...callback],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    cookies: { keys: ["of the test alone"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  });
  const answer = provider.callback();

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (account === null) {
      const denied = { error: "access_denied", error_description: "The person said no." };
      return provider.interactionFinished(request, response, denied);
    }
    if (prompt.name === "login") {
      return provider.interactionFinished(request, response, { login: { accountId: account, remember: false } });
    }
    const grant = new provider.Grant({ accountId: session?.accountId ?? account, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    return provider.interactionFinished(
      request,
      response,
      { consent: { grantId: await grant.save() } },
      { mergeWithLastSubmission: true },
    );
  }

  handle = (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void answer(request, response);
    interact(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  };

  return {
    issuer,
    provider: (change = {}) => ({
      id: "test",
      name: "Test Accounts",
      issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      isOrcid: false,
      ...change,
    }),
    come(who) {
      account = who;
    },
    walk: (from) => walk(new URL(from), issuer),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** With a jar of cookies of its own: each walk is another browser. */
async function walk(from: URL, issuer: string): Promise<URL> {
  const jar = new Map<string, string>();
  let at = from;
  for (let steps = 0; at.origin === issuer && steps < 20; steps++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(name, value);
    }
    const next = answer.headers.get("location");
    if (next === null) throw new Error(`${at.pathname} answered ${answer.status}: ${await answer.text()}`);
    at = new URL(next, at);
  }
  return at;
}
