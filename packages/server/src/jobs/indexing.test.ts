import assert from "node:assert/strict";
import { test } from "node:test";
import { mailedToken, makeDraft, makePlace, makeSignature } from "../../../../tests/depositary.ts";
import { pausingStore } from "../../../../tests/pausing-store.ts";

test("what could not be written into the search index is written later, without another signature", async (t) => {
  let failing = true;
  const place = await makePlace("sqlite");
  const { depositary, errors } = await place.open({
    through: (store) =>
      pausingStore(store, (step) => {
        if (step !== "insert signatory_word" || !failing) return undefined;
        failing = false;
        return Promise.reject(new Error("the disk is full"));
      }),
  });
  t.after(async () => {
    await depositary.close();
    await place.remove();
  });
  const { id } = await depositary.drafts.create(makeDraft());
  const statement = await depositary.drafts.open(id);
  await depositary.signing.submit(id, makeSignature(statement), { address: "192.0.2.1" });
  await depositary.signing.confirm({ token: await mailedToken(depositary, "ada@post.example", "confirm") });
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  assert.equal(errors.length, 1);
  assert.equal((await depositary.statements.signatories(id, { q: "winter" })).items.length, 1);
});
