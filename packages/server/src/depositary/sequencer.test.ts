import assert from "node:assert/strict";
import { test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import {
  anchorsOf,
  mailedToken,
  makeDraft,
  makePlace,
  makeSignature,
  observeOf,
} from "../../../../tests/depositary.ts";
import { makePreparing } from "./preparing.ts";
import { makeSequencer } from "./sequencer.ts";
import { readToken } from "./signing-tokens.ts";

test("an act on the statement that is refused takes nobody of its batch with it", async (t) => {
  const place = await makePlace("sqlite");
  const opened = await place.open();
  const { depositary, store, secrets } = opened;
  t.after(async () => {
    await depositary.close();
    await place.remove();
  });
  const { id } = await depositary.drafts.create(makeDraft());
  const statement = await depositary.drafts.open(id);
  await depositary.signing.submit(id, makeSignature(statement), { address: "192.0.2.1" });
  const target = readToken(secrets.macKey, await mailedToken(depositary, "ada@post.example", "confirm"));
  assert.ok(target.kind === "pending");
  const { pendingId } = target;

  const describe = async () => ({ title: "", url: "" });
  const deps = { store, secrets, baseUrl: "", clock: Date.now, describe };
  const sequencer = makeSequencer({ ...deps, anchors: anchorsOf(place, opened), observe: observeOf(opened) }, () => {});
  const prepared = await makePreparing(deps).prepare(id, pendingId);
  const [closing, confirming] = await Promise.allSettled([
    sequencer.act(id, {
      kind: "statement",
      by: null,
      entry: { act: "close" },
      async record() {
        throw new RefusedError("wrong_state", "not now");
      },
    }),
    sequencer.act(id, { kind: "confirm", pendingId, code: null, prepared }),
  ]);
  assert.equal(closing.status, "rejected");
  assert.deepEqual(confirming.status === "fulfilled" && confirming.value?.index, 1);
  assert.equal((await depositary.statements.counts(id)).total, 1);
});
