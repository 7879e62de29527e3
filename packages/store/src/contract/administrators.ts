import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findAdministrator,
  findAdministratorByMailbox,
  hasAdministrator,
  insertAdministrator,
  insertFirstAdministrator,
  listAdministrators,
  setPassword,
} from "../administrators.ts";
import { deleteApiToken, findApiToken, insertApiToken, listApiTokens } from "../api-tokens.ts";
import { deleteExpiredSessions, deleteSession, deleteSessionsOf, findSession, insertSession } from "../sessions.ts";
import { putSignInCode, trySignInCode } from "../sign-in-codes.ts";
import { isUniqueViolation } from "../store-errors.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

export function administratorsContract({ engine, store, openAnother }: Contract): void {
  const row = (id: string) => ({
    id,
    name: `Name ${id}`,
    mailbox: `${id}@example.org`,
    password: null,
    created_at: NOW,
  });

  test(`${engine}: of many that set up at once exactly one becomes the first administrator`, async () => {
    assert.equal(await hasAdministrator(store()), false);
    const stores = [store(), await openAnother()];
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        (stores[i % 2] ?? store()).transaction((tx) => insertFirstAdministrator(tx, row(`first${i}`))),
      ),
    );
    assert.equal(made.filter(Boolean).length, 1);
    assert.equal((await listAdministrators(store())).length, 1);
    assert.equal(await hasAdministrator(store()), true);
  });

  test(`${engine}: administrators are found by id and mailbox, and no two share one`, async () => {
    await insertAdministrator(store(), row("ada"));
    assert.deepEqual(await findAdministrator(store(), "ada"), row("ada"));
    assert.deepEqual(await findAdministratorByMailbox(store(), "ada@example.org"), row("ada"));
    assert.equal(await findAdministrator(store(), "nobody"), null);
    assert.equal(await findAdministratorByMailbox(store(), "nobody@example.org"), null);
    await assert.rejects(
      insertAdministrator(store(), { ...row("eve"), mailbox: "ada@example.org" }),
      isUniqueViolation,
    );
    await setPassword(store(), "ada", "scrypt$…");
    assert.equal((await findAdministrator(store(), "ada"))?.password, "scrypt$…");
  });

  test(`${engine}: a session lasts until it expires or is signed out`, async () => {
    const session = (seed: number, expires: number) => ({
      token_hash: someBytes(seed),
      administrator_id: "ada",
      csrf: "c",
      created_at: NOW,
      expires_at: expires,
    });
    for (const [seed, expires] of [
      [1, NOW + HOUR],
      [2, NOW + HOUR],
      [3, NOW + 1],
    ] as const) {
      await insertSession(store(), session(seed, expires));
    }
    const found = await findSession(store(), someBytes(1), NOW);
    assert.deepEqual(found?.session, session(1, NOW + HOUR));
    assert.equal(found?.administrator.id, "ada");
    assert.equal(await findSession(store(), someBytes(1), NOW + HOUR), null);
    assert.equal(await findSession(store(), someBytes(9), NOW), null);
    assert.equal(await deleteExpiredSessions(store(), NOW + 1), 1);
    await deleteSession(store(), someBytes(1));
    assert.equal(await findSession(store(), someBytes(1), NOW), null);
    await deleteSessionsOf(store(), "ada");
    assert.equal(await findSession(store(), someBytes(2), NOW), null);
  });

  test(`${engine}: the sessions and codes of an administrator go with it`, async () => {
    await insertAdministrator(store(), row("gone"));
    await insertSession(store(), {
      token_hash: someBytes(20),
      administrator_id: "gone",
      csrf: "c",
      created_at: NOW,
      expires_at: NOW + HOUR,
    });
    await putSignInCode(store(), { administratorId: "gone", codeMac: someBytes(21), expiresAt: NOW + HOUR });
    await store().db.deleteFrom("administrator").where("id", "=", "gone").execute();
    assert.deepEqual(await store().db.selectFrom("session").selectAll().execute(), []);
    assert.deepEqual(await store().db.selectFrom("sign_in_code").selectAll().execute(), []);
    await assert.rejects(putSignInCode(store(), { administratorId: "gone", codeMac: someBytes(21), expiresAt: NOW }));
  });

  test(`${engine}: a code signs in once, within its time and its attempts`, async () => {
    const attempt = (seed: number, now = NOW) =>
      trySignInCode(store(), { administratorId: "ada", codeMac: someBytes(seed), limit: 5, now });
    assert.equal(await attempt(1), "expired", "none was asked for");
    await putSignInCode(store(), { administratorId: "ada", codeMac: someBytes(1), expiresAt: NOW + HOUR });
    assert.equal(await attempt(1, NOW + HOUR), "expired");
    assert.equal(await attempt(2), "wrong");
    assert.equal(await attempt(1), "right");
    assert.equal(await attempt(1), "expired", "it is used up");

    await putSignInCode(store(), { administratorId: "ada", codeMac: someBytes(1), expiresAt: NOW + HOUR });
    const guesses = await Promise.all(Array.from({ length: 9 }, () => attempt(2)));
    assert.equal(guesses.filter((outcome) => outcome === "wrong").length, 5);
    assert.equal(await attempt(1), "exhausted", "also the right code comes too late");
    await putSignInCode(store(), { administratorId: "ada", codeMac: someBytes(3), expiresAt: NOW + HOUR });
    assert.equal(await attempt(1), "wrong", "an earlier code no longer counts");
    const both = await Promise.all([attempt(3), attempt(3)]);
    assert.deepEqual(both.filter((outcome) => outcome === "right").length, 1);
  });

  test(`${engine}: API tokens are found by their hash until they are revoked`, async () => {
    const token = (id: string, seed: number) => ({
      id,
      token_hash: someBytes(seed),
      label: `for ${id}`,
      created_at: NOW,
    });
    await insertApiToken(store(), token("t1", 31));
    await insertApiToken(store(), token("t2", 32));
    assert.deepEqual(await findApiToken(store(), someBytes(31)), token("t1", 31));
    assert.equal(await findApiToken(store(), someBytes(33)), null);
    assert.deepEqual(await listApiTokens(store()), [token("t1", 31), token("t2", 32)]);
    assert.equal(await deleteApiToken(store(), "t1"), true);
    assert.equal(await deleteApiToken(store(), "t1"), false);
    assert.equal(await findApiToken(store(), someBytes(31)), null);
  });
}
