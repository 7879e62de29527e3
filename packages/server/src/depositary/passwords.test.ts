import assert from "node:assert/strict";
import { test } from "node:test";
import { FieldsRefusedError } from "./field-problems.ts";
import { checkPasswordStrength, hashPassword, isPassword } from "./passwords.ts";

test("a password is kept salted, and known again", async () => {
  const kept = await hashPassword("seven quiet harbours");
  assert.match(kept, /^scrypt\$32768\$8\$3\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
  assert.notEqual(await hashPassword("seven quiet harbours"), kept);
  assert.equal(await isPassword("seven quiet harbours", kept), true);
  assert.equal(await isPassword("seven quiet harbour", kept), false);
  assert.equal(await isPassword("", kept), false);
});

test("the same words typed on another keyboard are the same password", async () => {
  assert.equal(await isPassword("mu\u0308de Hafenlichter", await hashPassword("m\u00fcde Hafenlichter")), true);
});

test("where there is no password none fits, and that takes as long", async () => {
  const kept = await hashPassword("seven quiet harbours");
  const time = async (of: string | null) => {
    const started = performance.now();
    assert.equal(await isPassword("wrong", of), false);
    return performance.now() - started;
  };
  const [known, nobody] = [await time(kept), await time(null)];
  assert.ok(nobody > known / 5, `${nobody} against ${known} ms`);
});

test("weak passwords are refused with the reason", async () => {
  const rule = (password: string, known: string[] = []) =>
    checkPasswordStrength(password, known).then(
      () => "passes",
      (error) => (error instanceof FieldsRefusedError ? error.problems[0]?.rule : String(error)),
    );
  assert.equal(await rule("short"), "too_short");
  assert.equal(await rule("x".repeat(201)), "too_long");
  assert.equal(await rule("password123"), "too_weak");
  assert.equal(await rule("aaaaaaaaaaaaaaaa"), "too_weak");
  assert.equal(await rule("cleanairnow2", ["Clean Air Now", "cleanairnow2@example.org"]), "too_weak");
  assert.equal(await rule("seven quiet harbours at dusk"), "passes");
  assert.equal(await rule("七つの静かな港と夕暮れの鐘"), "passes");
});
