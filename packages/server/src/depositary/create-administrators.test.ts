import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { decodeUtf8 } from "@undersigned/core/bytes.ts";
import type { ErrorCode } from "@undersigned/core/errors.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import { listMails } from "@undersigned/store/outbox.ts";
import type { Store } from "@undersigned/store/store.ts";
import { openStore } from "@undersigned/store/store.ts";
import { loadSecrets } from "../secrets.ts";
import type { Administrators } from "./administrators.ts";
import { createAdministrators } from "./create-administrators.ts";
import { unseal } from "./seal.ts";

const HOUR = 3_600_000;
const from = { address: "192.0.2.1" };
const password = "seven quiet harbours at dusk";
const input = {
  name: "Anna Müller",
  mailbox: "Anna@Example.org",
  password,
  organisation: { name: "Clean Air e.V.", domain: "Clean-Air.example", contact: "privacy@clean-air.example" },
};

const opened: { store: Store; dataDir: string }[] = [];
let now = 0;
let mailed = 0;
let store: Store;
let dataDir: string;
let administrators: Administrators;

async function open(mailConfigured = true): Promise<void> {
  dataDir = mkdtempSync(join(tmpdir(), "administrators-"));
  store = await openStore({ file: join(dataDir, "undersigned.db") });
  opened.push({ store, dataDir });
  now = 1_800_000_000_000;
  mailed = 0;
  const secrets = loadSecrets(dataDir);
  administrators = createAdministrators({
    store,
    secrets,
    dataDir,
    mailConfigured,
    clock: () => now,
    onMail: () => mailed++,
  });
}

beforeEach(() => open());
after(async () => {
  for (const each of opened) {
    await each.store.close();
    rmSync(each.dataDir, { recursive: true });
  }
});

const refused = (code: ErrorCode, field?: string) => (error: unknown) => {
  assert.ok(error instanceof RefusedError, String(error));
  assert.deepEqual([error.code, error.field], [code, field]);
  return true;
};

async function setUp(): Promise<string> {
  const { token } = await administrators.setUp((await administrators.setupToken()) ?? "", input);
  return token;
}

async function mailedCode(): Promise<string> {
  const [mail] = await listMails(store, null, 1);
  assert.ok(mail?.mail_sealed);
  const { sealKey } = loadSecrets(dataDir);
  const { to, params } = JSON.parse(decodeUtf8(unseal(sealKey, mail.mail_sealed, "outbox", "", mail.id)));
  assert.equal(to, "anna@example.org");
  return params.code;
}

test("the set-up token is kept private, works once, and is gone afterwards", async () => {
  const token = await administrators.setupToken();
  assert.match(token ?? "", /^[\w-]{43}$/);
  assert.equal(await administrators.setupToken(), token);
  const file = join(dataDir, "setup-token");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await assert.rejects(administrators.setUp(`${token}x`, input), refused("token_invalid", "token"));
  const session = await administrators.setUp(token ?? "", input);
  assert.equal(existsSync(file), false);
  assert.equal(await administrators.setupToken(), null);
  await assert.rejects(administrators.setUp(token ?? "", input), refused("wrong_state"));
  const visit = await administrators.session(session.token);
  assert.deepEqual([visit?.account.name, visit?.account.mailbox], ["Anna Müller", "anna@example.org"]);
  assert.deepEqual(await administrators.organisation(), { ...input.organisation, domain: "clean-air.example" });
});

test("of two who use the token at once, one succeeds", async () => {
  const token = (await administrators.setupToken()) ?? "";
  const both = await Promise.allSettled([administrators.setUp(token, input), administrators.setUp(token, input)]);
  assert.deepEqual(both.map((each) => each.status).sort(), ["fulfilled", "rejected"]);
});

test("set-up names the field at fault, and changes nothing", async () => {
  const token = (await administrators.setupToken()) ?? "";
  const cases: [change: object, field: string][] = [
    [{ name: "=1" }, "name"],
    [{ mailbox: "anna" }, "mailbox"],
    [{ password: "short" }, "password"],
    [{ password: "password123456" }, "password"],
    [{ password: "anna@example.org" }, "password"],
    [{ password: "x".repeat(201) }, "password"],
    [{ organisation: { name: "", contact: "x" } }, "organisation.name"],
    [{ organisation: { name: "A", domain: "https://a", contact: "x" } }, "organisation.domain"],
  ];
  for (const [change, field] of cases) {
    await assert.rejects(administrators.setUp(token, { ...input, ...change }), refused("invalid_field", field));
  }
  assert.equal(await administrators.organisation(), null);
  assert.equal(await administrators.setupToken(), token);
});

test("without a password only codes, and only where mail goes out", async () => {
  const { password: _, ...bare } = input;
  await administrators.setUp((await administrators.setupToken()) ?? "", bare);
  await assert.rejects(
    administrators.signInWithPassword(input.mailbox, "", from),
    refused("unauthenticated", "password"),
  );
  await open(false);
  await assert.rejects(
    administrators.setUp((await administrators.setupToken()) ?? "", bare),
    refused("invalid_field", "password"),
  );
});

test("a password signs in, by any spelling of the mailbox; another does not", async () => {
  await setUp();
  const { token } = await administrators.signInWithPassword("ANNA@example.org ", password, from);
  assert.ok(await administrators.session(token));
  for (const [mailbox, wrong] of [
    ["anna@example.org", "wrong"],
    ["ben@example.org", password],
    ["anna@example.org", ""],
  ]) {
    await assert.rejects(
      administrators.signInWithPassword(mailbox ?? "", wrong ?? "", from),
      refused("unauthenticated", "password"),
    );
  }
  await assert.rejects(administrators.signInWithPassword("anna", password, from), refused("invalid_field", "mailbox"));
});

test("a mailed code signs in once, within 15 minutes", async () => {
  await setUp();
  await administrators.requestCode("anna@example.org", from);
  assert.equal(mailed, 1);
  const code = await mailedCode();
  const { token } = await administrators.signInWithCode(
    "anna@example.org",
    `${code.slice(0, 4)} ${code.slice(4).toLowerCase()}`,
    from,
  );
  assert.ok(await administrators.session(token));
  await assert.rejects(administrators.signInWithCode("anna@example.org", code, from), refused("code_invalid", "code"));
  await administrators.requestCode("anna@example.org", from);
  const late = await mailedCode();
  now += 15 * 60_000;
  await assert.rejects(administrators.signInWithCode("anna@example.org", late, from), refused("code_invalid", "code"));
});

test("five wrong codes, also sent at once, use the code up", async () => {
  await setUp();
  await administrators.requestCode("anna@example.org", from);
  const code = await mailedCode();
  const wrong = code === "AAAAAAAA" ? "BBBBBBBB" : "AAAAAAAA";
  const tries = Array.from({ length: 5 }, () => administrators.signInWithCode("anna@example.org", wrong, from));
  for (const tried of tries) await assert.rejects(tried, refused("code_invalid", "code"));
  await assert.rejects(
    administrators.signInWithCode("anna@example.org", code, from),
    refused("attempts_exhausted", "code"),
  );
  now += 16 * 60_000;
  await administrators.requestCode("anna@example.org", from);
  assert.ok(await administrators.signInWithCode("anna@example.org", await mailedCode(), from));
});

test("who asks for a code learns nothing, and at most five are mailed in 15 minutes", async () => {
  await setUp();
  await administrators.requestCode("nobody@example.org", from);
  assert.equal(mailed, 0);
  await assert.rejects(
    administrators.signInWithCode("nobody@example.org", "ABCDEFGH", from),
    refused("code_invalid", "code"),
  );
  for (let i = 0; i < 7; i++) await administrators.requestCode("anna@example.org", from);
  assert.equal(mailed, 5);
});

test("a session lasts while it is used, 12 hours without, 14 days at most", async () => {
  const token = await setUp();
  now += 11 * HOUR;
  assert.ok(await administrators.session(token));
  now += 11 * HOUR;
  const visit = await administrators.session(token);
  assert.ok(visit);
  assert.match(visit.csrf, /^[\w-]{43}$/);
  now += 12 * HOUR;
  assert.equal(await administrators.session(token), null);

  const kept = (await administrators.signInWithPassword("anna@example.org", password, from)).token;
  const begun = now;
  while (now - begun < 14 * 24 * HOUR - 6 * HOUR) {
    now += 6 * HOUR;
    if (now - begun < 14 * 24 * HOUR)
      assert.ok(await administrators.session(kept), `after ${(now - begun) / HOUR} hours`);
  }
  now = begun + 14 * 24 * HOUR;
  assert.equal(await administrators.session(kept), null);
});

test("signing out ends the session; no other token opens one", async () => {
  const token = await setUp();
  assert.equal(await administrators.session(`${token}x`), null);
  assert.equal(await administrators.session(""), null);
  await administrators.signOut(token);
  assert.equal(await administrators.session(token), null);
});

test("tokens for the API are told once, listed without themselves, and can be revoked", async () => {
  const token = await administrators.createToken("import script");
  assert.match(token, /^undersigned_[\w-]{43}$/);
  const [listed] = await administrators.listTokens();
  assert.deepEqual(listed, { id: listed?.id, label: "import script", createdAt: now, accountId: null });
  assert.deepEqual(await administrators.checkToken(token), { id: listed?.id, label: "import script", account: null });
  for (const wrong of ["", "undersigned_", `${token}x`, token.slice(0, -1)]) {
    assert.equal(await administrators.checkToken(wrong), null);
  }
  await administrators.revokeToken(listed?.id ?? "");
  assert.equal(await administrators.checkToken(token), null);
  await assert.rejects(administrators.revokeToken(listed?.id ?? ""), refused("not_found"));
  await assert.rejects(administrators.createToken(""), refused("invalid_field", "label"));
});

test("nothing that opens anything is in the database as it is", async () => {
  const session = await setUp();
  const token = await administrators.createToken("x");
  await administrators.requestCode("anna@example.org", from);
  const code = await mailedCode();
  const tables = ["account", "session", "api_token", "sign_in_code", "outbox"] as const;
  const rows = await Promise.all(tables.map((table) => store.db.selectFrom(table).selectAll().execute()));
  const everything = Buffer.from(
    JSON.stringify(rows, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value)),
  );
  for (const secret of [session, token, code, password]) assert.equal(everything.includes(secret), false);
});
