import { randomUUID } from "node:crypto";
import { decodeHex, encodeHex } from "@undersigned/core/bytes.ts";
import { MalformedError, RefusedError } from "@undersigned/core/errors.ts";
import { deleteAccount, findAccountByMailbox, insertAccount } from "@undersigned/store/accounts.ts";
import type { Store, Transaction } from "@undersigned/store/engine.ts";
import { findByMailbox } from "@undersigned/store/pending.ts";
import { addRates } from "@undersigned/store/rates.ts";
import {
  deleteFormerRepresentative,
  listFormerRepresentatives,
  listOwnSignatures,
  putFormerRepresentative,
  readGeneration,
  replaceLinks,
} from "@undersigned/store/representatives.ts";
import type { Secrets } from "../secrets.ts";
import { countFailedSignIn, recordAccountAct } from "./account-acts.ts";
import type { From, Session } from "./administrators.ts";
import type { Doer } from "./doer.ts";
import { representativeMac, representedDomain } from "./former-representatives.ts";
import { mailboxMac } from "./identity-mac.ts";
import { mailRow } from "./mail-row.ts";
import type { Mailbox } from "./mailbox.ts";
import { parseMailbox } from "./mailbox.ts";
import { ownDomainOf } from "./own-domain.ts";
import type { FormerView, OwnSignatureView, Representatives } from "./representatives.ts";
import { mac } from "./seal.ts";
import { beginSession } from "./sessions.ts";
import { makeManageToken } from "./signing-tokens.ts";
import { equalTokens, parseCode } from "./tokens.ts";

type Deps = {
  readonly store: Store;
  readonly secrets: Pick<Secrets, "macKey" | "sealKey">;
  readonly clock: () => number;
  readonly onMail: () => void;
};

/** A code is good in the quarter of an hour in which it was asked for, and in the next. */
const WINDOW = 15 * 60_000;
const MOST_CODES = 5;
const MOST_TRIES = 5;
const MOST_SIGNATURES = 500;
/** From here on the domain itself said that it is the organisation's: DESIGN §6. */
const DOMAIN_LEVEL = 3;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function createRepresentatives(deps: Deps): Representatives {
  const { store, secrets, clock } = deps;
  return {
    requestCode: (mailbox) => requestCode(deps, mailbox),
    signIn: (mailbox, code, from) => signIn(deps, mailbox, code, from),
    async view(account) {
      const domain = await representedDomain(store, secrets, account.mailbox);
      if (domain === null) return null;
      const signed = await listSigned(deps, domain);
      const former = (await listFormerRepresentatives(store, domain)).map(viewFormer);
      return { domain, signed, former, mayRevoke: signed.some(({ level }) => level >= DOMAIN_LEVEL) };
    },
    async manageToken(account, statementId, index) {
      const domain = await representedDomain(store, secrets, account.mailbox);
      const own = domain === null ? [] : await listOwnSignatures(store, domain, MOST_SIGNATURES);
      if (!own.some((one) => one.statement_id === statementId && one.idx === index)) {
        throw new RefusedError("not_found", "Your organisation has no such signature here.");
      }
      const generation = await readGeneration(store, statementId, index);
      return makeManageToken(secrets.macKey, statementId, index, generation);
    },
    former: async () => (await listFormerRepresentatives(store, null)).map(viewFormer),
    revoke: (domain, mailbox, by) => revoke(deps, domain, mailbox, by),
    async restore(id, by) {
      const [domain = "", hex = ""] = id.split("/");
      await store.transaction(async (tx) => {
        if (!/^(?:[0-9a-f]{2})+$/.test(hex) || !(await deleteFormerRepresentative(tx, domain, decodeHex(hex)))) return;
        await recordAccountAct(tx, "representative-restored", { by, subject: domain }, clock());
      });
    },
  };
}

async function listSigned({ store }: Deps, domain: string): Promise<OwnSignatureView[]> {
  const rows = await listOwnSignatures(store, domain, MOST_SIGNATURES);
  return rows.map((row) => ({
    statement: row.statement_id,
    title: row.title,
    index: row.idx,
    level: row.level,
    status: row.status === "disputed" ? "disputed" : "standing",
    signedAt: row.signed_at,
  }));
}

async function requestCode(deps: Deps, typed: string): Promise<void> {
  const { store, secrets, clock } = deps;
  const mailbox = readMailbox(typed);
  const now = clock();
  const window = Math.floor(now / WINDOW);
  const asked = await count(deps, `representative-code ${window}`, mailbox, 2 * WINDOW);
  if (asked > MOST_CODES || (await representedDomain(store, secrets, mailbox.canonical)) === null) return;
  const code = codeOf(secrets, mailbox, window, asked);
  const mail = { template: "sign-in-code", to: mailbox.address, params: { code } } as const;
  await store.transaction((tx) => tx.insertMany("outbox", [mailRow(secrets, "", randomUUID(), mail, now)]));
  deps.onMail();
}

async function signIn(deps: Deps, typed: string, typedCode: string, { browser }: From): Promise<Session> {
  const { store, secrets, clock } = deps;
  const code = parseCode(typedCode);
  const mailbox = readMailbox(typed);
  const now = clock();
  const window = Math.floor(now / WINDOW);
  // Counted before it is compared, so that guesses sent at once get no more tries.
  const tries = await count(deps, "representative-try", mailbox, WINDOW);
  const made = [window, window - 1].find((one) => codesOf(secrets, mailbox, one).some((own) => equalTokens(code, own)));
  const domain = await representedDomain(store, secrets, mailbox.canonical);
  const first =
    made !== undefined && (await count(deps, `representative-used ${made} ${code}`, mailbox, 2 * WINDOW)) === 1;
  if (tries <= MOST_TRIES && first && domain !== null) {
    return await store.transaction((tx) => begin(tx, mailbox, domain, browser, now));
  }
  await countFailedSignIn(store, "code", now);
  if (tries > MOST_TRIES) {
    const words = "Too many codes were typed for this address. Wait a quarter of an hour, and ask for a new one.";
    throw new RefusedError("attempts_exhausted", words, { field: "code" });
  }
  const words =
    "This is not the code of the newest mail, was used already, or is too old. Check it, or ask for a new one.";
  throw new RefusedError("code_invalid", words, { field: "code" });
}

async function begin(
  tx: Transaction,
  { canonical }: Mailbox,
  domain: string,
  browser: string | undefined,
  now: number,
): Promise<Session> {
  await tx.lock("accounts");
  const known = await findAccountByMailbox(tx, canonical);
  if (known !== null) return await beginSession(tx, known, { way: "code", browser }, now);
  const account = {
    id: randomUUID(),
    // Shown in the trail, which holds no mailbox.
    name: domain,
    mailbox: canonical,
    password: null,
    created_at: now,
    role: "representative" as const,
  };
  await insertAccount(tx, account);
  return await beginSession(tx, account, { way: "code", browser }, now);
}

async function revoke(deps: Deps, domain: string, typed: string, by: Doer): Promise<void> {
  const { store, secrets, clock } = deps;
  const mailbox = readMailbox(typed);
  if (ownDomainOf(mailbox.canonical) !== domain) {
    throw new RefusedError("invalid_field", `This address is not at ${domain}, so it does not speak for it.`, {
      field: "mailbox",
    });
  }
  const own = await listOwnSignatures(store, domain, MOST_SIGNATURES);
  const now = clock();
  await store.transaction(async (tx) => {
    await putFormerRepresentative(tx, {
      domain,
      mailbox_mac: representativeMac(secrets, domain, mailbox.canonical),
      named: `${[...mailbox.canonical][0]}…@${mailbox.domain}`,
      revoked_at: now,
    });
    const account = await findAccountByMailbox(tx, mailbox.canonical);
    if (account?.role === "representative") await deleteAccount(tx, account.id);
    for (const id of new Set(own.map(({ statement_id }) => statement_id))) {
      const mailed = await findByMailbox(tx.db, id, mailboxMac(secrets, id, mailbox.canonical));
      const theirs = own.filter((one) => one.statement_id === id && mailed.includes(one.idx));
      for (const { idx } of theirs) await replaceLinks(tx, id, idx);
    }
    await recordAccountAct(tx, "representative-revoked", { by, subject: domain }, now);
  });
}

/** Those that may have been mailed in a quarter of an hour. */
function codesOf(secrets: Deps["secrets"], mailbox: Mailbox, window: number): string[] {
  return Array.from({ length: MOST_CODES }, (_, i) => codeOf(secrets, mailbox, window, i + 1));
}

/** A code is an HMAC, so that nothing is kept of those that anybody asks for. `number`: which one of its window. */
function codeOf({ macKey }: Deps["secrets"], { canonical }: Mailbox, window: number, number: number): string {
  const bytes = mac(macKey, "representative code", canonical, String(window), String(number));
  return Array.from(bytes.subarray(0, 8), (byte) => BASE32[byte & 31]).join("");
}

async function count({ store, secrets, clock }: Deps, act: string, { canonical }: Mailbox, window: number) {
  const bucket = mac(secrets.macKey, "rate", "sign-in", act, canonical);
  const [counted] = await addRates(store, [{ bucket, count: 1, window }], clock());
  return counted?.count ?? 1;
}

/** What is no address, or at a domain where anybody can have one, is no secret. */
function readMailbox(typed: string): Mailbox {
  let mailbox: Mailbox;
  try {
    mailbox = parseMailbox(typed);
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause;
    throw new RefusedError("invalid_field", cause.message, { cause, field: "mailbox" });
  }
  if (ownDomainOf(mailbox.canonical) !== null) return mailbox;
  throw new RefusedError(
    "invalid_field",
    `Anybody can have a mailbox at ${mailbox.domain}, so it speaks for no organisation. Use one at your organisation’s own domain.`,
    { field: "mailbox" },
  );
}

function viewFormer(row: { domain: string; mailbox_mac: Uint8Array; named: string; revoked_at: number }): FormerView {
  const { domain, named } = row;
  return { id: `${domain}/${encodeHex(row.mailbox_mac)}`, domain, named, at: row.revoked_at };
}
