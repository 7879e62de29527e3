import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assign,
  deleteAccount,
  findAccount,
  findAccountByMailbox,
  hasAccount,
  insertAccount,
  insertFirstAccount,
  isAssigned,
  listAccounts,
  setPassword,
  setRole,
  unassign,
} from "../accounts.ts";
import { deleteApiToken, findApiToken, insertApiToken, listApiTokens } from "../api-tokens.ts";
import {
  deleteExpiredSessions,
  deleteSession,
  deleteSessionById,
  deleteSessionsOf,
  findSession,
  insertSession,
  listSessions,
} from "../sessions.ts";
import { putSignInCode, trySignInCode } from "../sign-in-codes.ts";
import { isUniqueViolation } from "../store-errors.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

export function accountsContract({ engine, store, openAnother }: Contract): void {
  const row = (id: string) => ({
    id,
    name: `Name ${id}`,
    mailbox: `${id}@example.org`,
    password: null,
    created_at: NOW,
    role: "administrator" as const,
  });
  const token = (id: string, seed: number) => ({
    id,
    token_hash: someBytes(seed),
    label: `for ${id}`,
    created_at: NOW,
    account_id: null,
  });
  const session = (seed: number, expires: number, account = "ada") => ({
    token_hash: someBytes(seed),
    id: `session ${seed}`,
    account_id: account,
    csrf: "c",
    way: "code" as const,
    browser: "Firefox on Linux",
    created_at: NOW,
    used_at: NOW + seed,
    expires_at: expires,
  });

  test(`${engine}: of many that set up at once exactly one becomes the first administrator`, async () => {
    assert.equal(await hasAccount(store()), false);
    const stores = [store(), await openAnother()];
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        (stores[i % 2] ?? store()).transaction((tx) => insertFirstAccount(tx, row(`first${i}`))),
      ),
    );
    assert.equal(made.filter(Boolean).length, 1);
    assert.equal((await listAccounts(store())).length, 1);
    assert.equal(await hasAccount(store()), true);
  });

  test(`${engine}: administrators are found by id and mailbox, and no two share one`, async () => {
    await insertAccount(store(), row("ada"));
    assert.deepEqual(await findAccount(store(), "ada"), row("ada"));
    assert.deepEqual(await findAccountByMailbox(store(), "ada@example.org"), row("ada"));
    assert.equal(await findAccount(store(), "nobody"), null);
    assert.equal(await findAccountByMailbox(store(), "nobody@example.org"), null);
    await assert.rejects(insertAccount(store(), { ...row("eve"), mailbox: "ada@example.org" }), isUniqueViolation);
    await setPassword(store(), "ada", "scrypt$…");
    assert.equal((await findAccount(store(), "ada"))?.password, "scrypt$…");
  });

  test(`${engine}: a session lasts until it expires or is signed out`, async () => {
    for (const [seed, expires] of [
      [1, NOW + HOUR],
      [2, NOW + HOUR],
      [3, NOW + 1],
    ] as const) {
      await insertSession(store(), session(seed, expires));
    }
    const found = await findSession(store(), someBytes(1), NOW);
    assert.deepEqual(found?.session, session(1, NOW + HOUR));
    assert.equal(found?.account.id, "ada");
    assert.equal(await findSession(store(), someBytes(1), NOW + HOUR), null);
    assert.equal(await findSession(store(), someBytes(9), NOW), null);
    assert.equal(await deleteExpiredSessions(store(), NOW + 1), 1);
    await deleteSession(store(), someBytes(1));
    assert.equal(await findSession(store(), someBytes(1), NOW), null);
    await insertSession(store(), session(4, NOW + HOUR));
    const ids = async () => (await listSessions(store(), "ada", NOW)).map(({ id }) => id);
    assert.deepEqual(await ids(), ["session 4", "session 2"]);
    assert.equal(await deleteSessionById(store(), "somebody else", "session 4"), false);
    assert.equal(await deleteSessionById(store(), "ada", "session 4"), true);
    await insertSession(store(), session(5, NOW + HOUR));
    assert.equal(await deleteSessionsOf(store(), "ada", "session 5"), 1);
    assert.deepEqual(await ids(), ["session 5"]);
    assert.equal(await deleteSessionsOf(store(), "ada", null), 1);
    assert.equal(await findSession(store(), someBytes(2), NOW), null);
  });

  test(`${engine}: what belongs to an account goes with it, and the last administrator stays`, async () => {
    await insertAccount(store(), { ...row("gone"), role: "initiator" });
    await insertSession(store(), session(20, NOW + HOUR, "gone"));
    await putSignInCode(store(), { accountId: "gone", codeMac: someBytes(21), expiresAt: NOW + HOUR });
    await assign(store(), { statement_id: "s", account_id: "gone" });
    await assign(store(), { statement_id: "s", account_id: "gone" });
    await insertApiToken(store(), { ...token("gone's", 22), account_id: "gone" });
    assert.equal(await isAssigned(store(), { statement_id: "s", account_id: "gone" }), true);
    assert.equal(await store().transaction((tx) => deleteAccount(tx, "gone")), true);
    assert.equal(await store().transaction((tx) => deleteAccount(tx, "gone")), false);
    for (const table of ["session", "sign_in_code", "assignment", "api_token"] as const) {
      assert.deepEqual(await store().db.selectFrom(table).selectAll().execute(), [], table);
    }
    await assert.rejects(putSignInCode(store(), { accountId: "gone", codeMac: someBytes(21), expiresAt: NOW }));
    await insertAccount(store(), { ...row("ben"), role: "checker" });
    await assign(store(), { statement_id: "s", account_id: "ben" });
    await unassign(store(), { statement_id: "s", account_id: "ben" });
    assert.equal(await isAssigned(store(), { statement_id: "s", account_id: "ben" }), false);
  });

  test(`${engine}: a code signs in once, within its time and its attempts`, async () => {
    const attempt = (seed: number, now = NOW) =>
      trySignInCode(store(), { accountId: "ada", codeMac: someBytes(seed), limit: 5, now });
    assert.equal(await attempt(1), "expired", "none was asked for");
    await putSignInCode(store(), { accountId: "ada", codeMac: someBytes(1), expiresAt: NOW + HOUR });
    assert.equal(await attempt(1, NOW + HOUR), "expired");
    assert.equal(await attempt(2), "wrong");
    assert.equal(await attempt(1), "right");
    assert.equal(await attempt(1), "expired", "it is used up");

    await putSignInCode(store(), { accountId: "ada", codeMac: someBytes(1), expiresAt: NOW + HOUR });
    const guesses = await Promise.all(Array.from({ length: 9 }, () => attempt(2)));
    assert.equal(guesses.filter((outcome) => outcome === "wrong").length, 5);
    assert.equal(await attempt(1), "exhausted", "also the right code comes too late");
    await putSignInCode(store(), { accountId: "ada", codeMac: someBytes(3), expiresAt: NOW + HOUR });
    assert.equal(await attempt(1), "wrong", "an earlier code no longer counts");
    const both = await Promise.all([attempt(3), attempt(3)]);
    assert.deepEqual(both.filter((outcome) => outcome === "right").length, 1);
  });

  test(`${engine}: API tokens are found by their hash until they are revoked`, async () => {
    await insertApiToken(store(), token("t1", 31));
    await insertApiToken(store(), token("t2", 32));
    assert.deepEqual(await findApiToken(store(), someBytes(31)), token("t1", 31));
    assert.equal(await findApiToken(store(), someBytes(33)), null);
    assert.deepEqual(await listApiTokens(store()), [token("t1", 31), token("t2", 32)]);
    assert.equal((await deleteApiToken(store(), "t1"))?.label, "for t1");
    assert.equal(await deleteApiToken(store(), "t1"), null);
    assert.equal(await findApiToken(store(), someBytes(31)), null);
  });

  test(`${engine}: however many are removed or given another role at once, an administrator is left`, async () => {
    const stores = [store(), await openAnother()];
    const administrators = () => store().db.selectFrom("account").select("id").where("role", "=", "administrator");
    for (const id of ["x1", "x2", "x3"]) await insertAccount(store(), row(id));
    const ids = (await administrators().execute()).map(({ id }) => id);
    await Promise.all(
      ids.map((id, i) =>
        (stores[i % 2] ?? store()).transaction((tx) => (i % 3 ? deleteAccount(tx, id) : setRole(tx, id, "checker"))),
      ),
    );
    assert.equal((await administrators().execute()).length, 1);
  });
}
