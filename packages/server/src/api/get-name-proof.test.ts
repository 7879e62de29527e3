import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import { parseVerifierKey } from "@undersigned/core/log/note.ts";
import { parseReceipt } from "@undersigned/core/verify/receipt.ts";
import { verifyReceipt } from "@undersigned/core/verify/verify-receipt.ts";
import { claimKey, recordAnswer, releaseKey } from "@undersigned/store/idempotency.ts";
import { Hono } from "hono";
import type { OpenPlace } from "../../../../tests/depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "../../../../tests/depositary.ts";
import type { Draft } from "../depositary/drafts.ts";
import type { StatementView } from "../depositary/statements.ts";
import { unlimited } from "../http/rate-limiter.ts";
import { makeSendJson } from "../http/security-headers.ts";
import { silent } from "../log.ts";
import { mountApi } from "./mount.ts";

const place = await makePlace("sqlite");
let opened: OpenPlace;
let app: Hono;

before(async () => {
  opened = await place.open();
  app = new Hono();
  mountApi(app, {
    depositary: opened.depositary,
    limiter: unlimited,
    idempotency: {
      claim: (claim) => claimKey(opened.store, claim),
      record: (keyHash, answer) => recordAnswer(opened.store, keyHash, answer),
      release: (keyHash) => releaseKey(opened.store, keyHash),
    },
    sendJson: makeSendJson({ secure: false }),
    log: silent,
    address: () => "192.0.2.1",
  });
});
after(async () => {
  await opened.depositary.close();
  await place.remove();
});

async function open(change: Partial<Draft>): Promise<StatementView> {
  const { drafts } = opened.depositary;
  return await drafts.open((await drafts.create(makeDraft(change))).id);
}

async function sign(statement: StatementView, change: Parameters<typeof makeSignature>[1]) {
  const input = makeSignature(statement, change);
  const { signing } = opened.depositary;
  await signing.submit(statement.id, input, { address: "192.0.2.1", linkKey: statement.linkKey ?? undefined });
  const token = await mailedToken(opened.depositary, input.mailbox, "confirm");
  const { index } = await signing.confirm({ token });
  return { index, token: await mailedToken(opened.depositary, input.mailbox, "manage") };
}

const ask = (path: string) => app.request(`/api/v1/statements/${path}`);

test("every name on the list has a proof that opens nothing but what the list shows", async () => {
  const rooms = await open({ slug: "rooms" });
  const { index } = await sign(rooms, { name: "Ada Winter", mailbox: "ada@post.example", place: "Riverbend" });
  const answer = await ask(`rooms/signatories/${index}/proof`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(answer.headers.get("x-robots-tag"), "noindex, nofollow");
  assert.equal(answer.headers.get("content-disposition"), `attachment; filename="proof-rooms-${index}.json"`);
  const body = await answer.text();
  assert.ok(!body.includes("post.example"));
  const proof = parseReceipt(encodeUtf8(body));
  assert.ok(proof.opening !== null && "part" in proof.opening.public && !("part" in proof.opening.private));
  assert.deepEqual([proof.opening.public.part.name, proof.opening.public.part.place], ["Ada Winter", "Riverbend"]);
  const key = parseVerifierKey(opened.depositary.identity.vkey);
  const report = verifyReceipt(proof, { key, source: "given" });
  assert.deepEqual([report.verdict, report.index], ["valid", index], report.reason ?? "");
});

test("it is gone as soon as the name is, and there is none of what the list does not show", async () => {
  const gone = await open({ slug: "gone" });
  const named = await sign(gone, { name: "Bo Nilsson", mailbox: "bo@post.example" });
  const unnamed = await sign(gone, { name: "Cy Park", mailbox: "cy@post.example", named: false });
  assert.equal((await ask(`gone/signatories/${named.index}/proof`)).status, 200);
  await opened.depositary.signing.withdraw(named.token);
  for (const index of [named.index, unnamed.index, 0, 99, 999_999_999_999_999]) {
    assert.equal((await ask(`gone/signatories/${index}/proof`)).status, 404, String(index));
  }
  for (const index of ["x", "-1", "01", "1e3", "9007199254740993"]) {
    assert.equal((await ask(`gone/signatories/${index}/proof`)).status, 422, index);
  }
});

test("of a link-only statement it needs the link's key", async () => {
  const quiet = await open({ slug: "quiet", visibility: "link" });
  const { index } = await sign(quiet, { name: "Di Rossi", mailbox: "di@post.example" });
  const path = `quiet/signatories/${index}/proof`;
  assert.equal((await ask(path)).status, 404);
  assert.equal((await ask(`${path}?key=wrong`)).status, 404);
  assert.equal((await ask(`${path}?key=${quiet.linkKey}`)).status, 200);
});
