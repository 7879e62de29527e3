import type { Hono } from "hono";
import { createApp } from "../packages/server/src/app.ts";
import type { Account } from "../packages/server/src/depositary/administrators.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { Role } from "../packages/server/src/depositary/roles.ts";
import type { IdempotencyKeys } from "../packages/server/src/http/idempotency.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { silent } from "../packages/server/src/log.ts";

export const PASSWORD = "seven quiet benches by the river";
const FROM = { address: "192.0.2.1", browser: "Firefox on Linux" };

/** Somebody who is signed in: what the browser sends, and what a page's forms hold. */
export type SignedIn = {
  readonly account: Account;
  readonly token: string;
  readonly cookie: string;
  readonly csrf: string;
};

/** No request here has a key. */
const idempotency: IdempotencyKeys = {
  claim: async () => ({ kind: "new" }),
  record: async () => undefined,
  release: async () => undefined,
};

/** The whole site over this depositary, without a socket and without limits. */
export function appOf(depositary: Depositary): Hono {
  return createApp(depositary, { config: { trustProxy: 0 }, log: silent, limiter: unlimited, idempotency });
}

export async function setUpAdministrator(depositary: Depositary): Promise<SignedIn> {
  const { administrators } = depositary;
  const { token } = await administrators.setUp(
    (await administrators.setupToken()) ?? "",
    {
      name: "Mara Holm",
      mailbox: "mara@coalition.example",
      password: PASSWORD,
      organisation: { name: "Coalition", contact: "privacy@coalition.example" },
    },
    FROM,
  );
  return signedIn(depositary, token);
}

/** Invites somebody by mail and lets them accept, as people do. */
export async function makeAccount(
  depositary: Depositary,
  { account }: SignedIn,
  role: Role,
  mailbox = `${role}@coalition.example`,
): Promise<SignedIn> {
  const by = { kind: account.role, id: account.id, name: account.name };
  await depositary.accounts.invite({ name: `One ${role}`, mailbox, role }, by);
  const { token } = await depositary.accounts.accept(
    await invitationOf(depositary, mailbox),
    { password: PASSWORD },
    FROM,
  );
  return signedIn(depositary, token);
}

/** By a code to a mailbox at an organisation's own domain. */
export async function signInRepresentative(depositary: Depositary, mailbox: string): Promise<SignedIn> {
  await depositary.representatives.requestCode(mailbox, FROM);
  const { token } = await depositary.representatives.signIn(mailbox, await codeTo(depositary, mailbox), FROM);
  return signedIn(depositary, token);
}

/** The code in the newest mail to this mailbox; "" where there is none. */
export async function codeTo(depositary: Depositary, mailbox: string): Promise<string> {
  const { items } = await depositary.outbox.list({ limit: 500 });
  const codes = items.filter(({ to }) => to === mailbox).flatMap(({ text }) => CODE.exec(text ?? "")?.[0] ?? []);
  return codes[0] ?? "";
}

const CODE = /\b[A-Z2-7]{4} [A-Z2-7]{4}\b/;

/** The token in the newest invitation that waits for this mailbox. */
export async function invitationOf(depositary: Depositary, mailbox: string): Promise<string> {
  const { items } = await depositary.outbox.list({ limit: 500 });
  const link = items
    .filter(({ to }) => to?.toLowerCase() === mailbox)
    .flatMap(({ links }) => links)
    .find((one) => new URL(one).pathname === "/account-invitation");
  return new URL(link ?? "http://no-invitation.example").searchParams.get("token") ?? "";
}

export async function signedIn(depositary: Depositary, token: string): Promise<SignedIn> {
  const session = await depositary.administrators.session(token);
  if (session === null) throw new Error("no such session");
  const cookie = `${depositary.identity.baseUrl.startsWith("https:") ? "__Host-" : ""}undersigned=${token}`;
  return { account: session.account, token, cookie, csrf: session.csrf };
}
