import assert from "node:assert/strict";
import { test } from "node:test";
import { findCheck, findPublicCheck, insertCheck, publishCheck, purgeChecks, unpublishCheck } from "../kept-checks.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

/** Checks of copies, kept for a while or published. */
export function keptChecksContract({ engine, store }: Contract): void {
  const row = (seed: number, expires_at: number) => {
    return { id: someBytes(seed), sealed: someBytes(seed + 1), made_at: NOW, expires_at };
  };

  test(`${engine}: a check is kept once, found by its id, and deleted when its time is over`, async () => {
    await insertCheck(store(), row(201, NOW + HOUR));
    await insertCheck(store(), { ...row(201, NOW + 9 * HOUR), sealed: someBytes(3) });
    const found = await findCheck(store(), someBytes(201));
    assert.deepEqual([found?.sealed, found?.expires_at, found?.public_id], [someBytes(202), NOW + HOUR, null]);
    await insertCheck(store(), { ...row(201, NOW + 5 * HOUR), made_at: NOW + HOUR - 1 });
    assert.equal((await findCheck(store(), someBytes(201)))?.expires_at, NOW + HOUR);
    assert.equal(await purgeChecks(store(), NOW + HOUR - 1, 10), 0);
    await insertCheck(store(), { ...row(201, NOW + HOUR), made_at: NOW + HOUR, sealed: someBytes(9) });
    assert.deepEqual((await findCheck(store(), someBytes(201)))?.sealed, someBytes(9));
    assert.equal(await purgeChecks(store(), NOW + HOUR, 10), 1);
    assert.equal(await findCheck(store(), someBytes(201)), null);
  });

  test(`${engine}: a check that is published stays until its days begin anew, and no old address leads to it then`, async () => {
    const id = someBytes(211);
    await insertCheck(store(), row(211, NOW + HOUR));
    await publishCheck(store(), id, { publicId: "first", body: someBytes(5), at: NOW });
    await publishCheck(store(), id, { publicId: "second", body: someBytes(6), at: NOW + 1 });
    assert.equal(await findPublicCheck(store(), "second"), null);
    assert.deepEqual((await findPublicCheck(store(), "first"))?.public_body, someBytes(5));
    assert.equal(await purgeChecks(store(), NOW + 99 * HOUR, 10), 0);
    await unpublishCheck(store(), id, NOW + 2 * HOUR);
    assert.equal(await findPublicCheck(store(), "first"), null);
    assert.equal((await findCheck(store(), id))?.public_body, null);
    await unpublishCheck(store(), id, NOW + 50 * HOUR);
    assert.equal(await purgeChecks(store(), NOW + 2 * HOUR, 10), 1);
  });
}
