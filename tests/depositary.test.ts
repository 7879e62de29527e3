import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Receipt } from "@undersigned/core/verify/receipt.ts";
import { decodeBase64, decodeHex, encodeUtf8 } from "../packages/core/src/bytes.ts";
import { openCheckpoint } from "../packages/core/src/log/checkpoint.ts";
import { checkHead, parseHead } from "../packages/core/src/log/head.ts";
import { makeVerifierKey, parseVerifierKey } from "../packages/core/src/log/note.ts";
import { checkLogProof, parseLogProof } from "../packages/core/src/log/proof.ts";
import { checkOpening } from "../packages/core/src/signature/commitment.ts";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { Store } from "../packages/store/src/store.ts";
import type { Engine, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`a depositary on ${engine}`, () => depositarySuite(engine));
}

function depositarySuite(engine: Engine): void {
  let place: Place;
  let depositary: Depositary;
  let store: Store;
  let errors: unknown[];
  let statement: StatementView;

  before(async () => {
    place = await makePlace(engine);
    ({ depositary, store, errors } = await place.open());
    const draft = await depositary.drafts.create(makeDraft());
    assert.equal(draft.state, "draft");
    assert.equal(draft.slug, "open-the-reading-rooms");
    statement = await depositary.drafts.open(draft.id);
  });

  after(async () => {
    await depositary.close();
    await place.remove();
    assert.deepEqual(errors, []);
  });

  async function sign(name: string, mailbox: string, change = {}) {
    const { pending } = await depositary.signing.submit(
      statement.id,
      makeSignature(statement, { name, mailbox, ...change }),
      { address: "127.0.0.1" },
    );
    const token = await mailedToken(depositary, mailbox, "confirm");
    return { pending, token, confirmed: await depositary.signing.confirm({ token }) };
  }

  test("opening freezes the text and begins the log", () => {
    assert.equal(statement.state, "open");
    assert.equal(statement.version?.number, 1);
    assert.equal(statement.version?.texts[0]?.blocks, 4);
    assert.equal(statement.counts.total, 0);
    assert.equal(statement.log?.origin, `letters.example/s/${statement.id}`);
  });

  test("a confirmed signature has a receipt that proves itself", async () => {
    const { confirmed, pending, token } = await sign("Ada Winter", "ada@post.example");
    assert.ok(confirmed.receipt);
    const entry = verifyReceipt(confirmed.receipt, statement);
    assert.equal(entry.act, "sign");
    assert.deepEqual(await depositary.receipts.get(pending, token), confirmed.receipt);
    const again = await depositary.signing.confirm({ token });
    assert.equal(again.index, confirmed.index);
    assert.deepEqual(again.receipt?.opening, confirmed.receipt.opening);
    const list = await depositary.statements.signatories(statement.id, {});
    assert.deepEqual(
      list.items.map((item) => item.name),
      ["Ada Winter"],
    );
  });

  test("the code in the mail confirms, five wrong ones shut it", async () => {
    const mailbox = "bo@post.example";
    const { pending } = await depositary.signing.submit(
      statement.id,
      makeSignature(statement, { name: "Bo", mailbox, named: false }),
      { address: "127.0.0.1" },
    );
    const mail = (await depositary.outbox.list({})).items.find((item) => item.to === mailbox);
    const code = /\b([A-Z2-7]{4} [A-Z2-7]{4})\b/.exec(mail?.text ?? "")?.[1] ?? "";
    const wrong = code.startsWith("A") ? "BBBB BBBB" : "AAAA AAAA";
    for (let i = 0; i < 5; i++) {
      await assert.rejects(depositary.signing.confirm({ pending, code: wrong }), { code: "code_invalid" });
    }
    await assert.rejects(depositary.signing.confirm({ pending, code }), { code: "attempts_exhausted" });
    const token = await mailedToken(depositary, mailbox, "confirm");
    const { receipt } = await depositary.signing.confirm({ token });
    assert.ok(receipt?.opening && "part" in receipt.opening.public && "part" in receipt.opening.private);
    assert.equal(receipt.opening.public.part.name, undefined);
    assert.equal(receipt.opening.private.part.name, "Bo");
  });

  test("the same person is counted once, and told so by mail only", async () => {
    const { counts } = (await depositary.statements.find(statement.id)) as StatementView;
    const input = makeSignature(statement, { name: "ada WINTER", mailbox: "Ada@post.example" });
    const answer = await depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
    assert.match(answer.pending, new RegExp(`^${statement.id}\\.[a-z2-7]{33}$`));
    const mail = (await depositary.outbox.list({})).items[0];
    assert.match(mail?.subject ?? "", /already signed/);
    assert.deepEqual(await depositary.statements.counts(statement.id), counts);
  });

  test("withdrawing a person's signature erases it; a second time answers the same", async () => {
    const { confirmed } = await sign("Cleo Summer", "cleo@post.example");
    const token = await mailedToken(depositary, "cleo@post.example", "manage");
    const before = await depositary.statements.counts(statement.id);
    const withdrawn = await depositary.signing.withdraw(token);
    assert.deepEqual(verifyReceipt(withdrawn.receipt as Receipt, statement), { act: "withdraw", of: confirmed.index });
    assert.equal((await depositary.signing.withdraw(token)).index, withdrawn.index);
    assert.equal((await depositary.statements.counts(statement.id)).total, before.total - 1);
    const row = await store.db
      .selectFrom("signature")
      .selectAll()
      .where("statement_id", "=", statement.id)
      .where("idx", "=", confirmed.index)
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      [row.public_part, row.public_salt, row.private_sealed, row.identity_mac],
      [null, null, null, null],
    );
    assert.equal((await depositary.signing.managed(token)).status, "withdrawn");
    await assert.rejects(depositary.signing.confirm({ token }), { code: "token_invalid" });
    assert.ok((await sign("Cleo Summer", "cleo@post.example")).confirmed.index > withdrawn.index);
  });

  test("many at once share commits and keep one log", async () => {
    const before = await depositary.statements.counts(statement.id);
    const people = Array.from({ length: 300 }, (_, i) => ({ name: `Person ${i}`, mailbox: `p${i}@crowd.example` }));
    await Promise.all(
      people.map(({ name, mailbox }) =>
        depositary.signing.submit(statement.id, makeSignature(statement, { name, mailbox }), { address: "127.0.0.1" }),
      ),
    );
    const { items } = await depositary.outbox.list({ limit: 400 });
    const tokens = items.flatMap(({ to, links }) =>
      to.endsWith("@crowd.example") ? [new URL(links[0] ?? "").searchParams.get("token") ?? ""] : [],
    );
    assert.equal(tokens.length, 300);
    const confirmed = await Promise.all(tokens.map((token) => depositary.signing.confirm({ token })));
    assert.equal(new Set(confirmed.map(({ index }) => index)).size, 300);
    // Checking an Ed25519 signature in portable code takes milliseconds: a sample will do.
    for (const { receipt } of confirmed.filter((_, i) => i % 15 === 0)) verifyReceipt(receipt as Receipt, statement);
    const after = await depositary.statements.counts(statement.id);
    assert.equal(after.total, before.total + 300);
  });

  test("names are found by the beginnings of their words", async () => {
    await sign("Zoë Éclair-Thompson", "zoe@post.example", { place: "Łódź" });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const found = await depositary.statements.signatories(statement.id, { q: "eclair zo" });
    assert.deepEqual(
      found.items.map((item) => item.name),
      ["Zoë Éclair-Thompson"],
    );
    assert.equal((await depositary.statements.signatories(statement.id, { q: "nobody" })).items.length, 0);
  });

  test("at most five mails a mailbox and day", async () => {
    const submit = () =>
      depositary.signing.submit(
        statement.id,
        makeSignature(statement, { name: "Dora", mailbox: "dora@post.example" }),
        { address: "127.0.0.1" },
      );
    for (let i = 0; i < 5; i++) await submit();
    await assert.rejects(submit(), { code: "rate_limited" });
  });

  test("what the terms forbid is refused by field", async () => {
    const refused = async (change: object, code: string, field: string) => {
      const input = makeSignature(statement, { mailbox: "eve@post.example", ...change });
      await assert.rejects(depositary.signing.submit(statement.id, input, { address: "127.0.0.1" }), { code, field });
    };
    await refused({ version: "0".repeat(64) }, "wrong_version", "version");
    await refused({ consent: false }, "invalid_field", "consent");
    await refused({ lang: "fr" }, "invalid_field", "lang");
    await refused({ kind: "organisation", capacity: "institutional", named: false }, "invalid_field", "named");
    await refused({ kind: "organisation", capacity: "personal" }, "invalid_field", "capacity");
  });

  test("tiles and checkpoint are served as published", async () => {
    const note = (await depositary.logs.checkpoint(statement.id)) as Uint8Array;
    const origin = statement.log?.origin ?? "";
    const { size } = openCheckpoint(note, parseVerifierKey(statement.log?.vkey ?? ""), origin);
    assert.ok(size > 300);
    const full = await depositary.logs.tile(statement.id, "tile/0/000");
    assert.equal(full?.length, 8192);
    const width = size - 256;
    const partial = await depositary.logs.tile(statement.id, `tile/0/001.p/${width}`);
    assert.equal(partial?.length, width * 32);
    assert.equal((await depositary.logs.tile(statement.id, "tile/1/000.p/1"))?.length, 32);
    assert.equal(await depositary.logs.tile(statement.id, `tile/0/001.p/${width + 1}`), null);
    assert.equal(await depositary.logs.tile(statement.id, "tile/../x"), null);
    assert.ok(await depositary.logs.tile(statement.id, "tile/entries/000"));
  });

  test("another process continues the same log, and both publish it", async () => {
    const other = await place.open();
    try {
      const names = Array.from({ length: 40 }, (_, i) => `Both ${i}`);
      await Promise.all(
        names.map((name, i) =>
          (i % 2 ? other.depositary : depositary).signing.submit(
            statement.id,
            makeSignature(statement, { name, mailbox: `both${i}@twin.example` }),
            { address: "127.0.0.1" },
          ),
        ),
      );
      const { items } = await depositary.outbox.list({ limit: 60 });
      const links = items.filter(({ to }) => to.endsWith("@twin.example")).map(({ links }) => links[0] ?? "");
      assert.equal(links.length, 40);
      const confirmed = await Promise.all(
        links.map((link, i) =>
          (i % 2 ? depositary : other.depositary).signing.confirm({
            token: new URL(link).searchParams.get("token") ?? "",
          }),
        ),
      );
      assert.equal(new Set(confirmed.map(({ index }) => index)).size, 40);
      for (const { receipt } of confirmed.slice(0, 10)) verifyReceipt(receipt as Receipt, statement);
      assert.deepEqual(other.errors, []);
    } finally {
      await other.depositary.close();
    }
  });

  test("a closed statement takes no more signatures, but may be left", async () => {
    const { pending } = await depositary.signing.submit(
      statement.id,
      makeSignature(statement, { name: "Late", mailbox: "late@post.example" }),
      { address: "127.0.0.1" },
    );
    assert.ok(pending);
    const token = await mailedToken(depositary, "late@post.example", "confirm");
    const closed = await depositary.drafts.close(statement.id);
    assert.equal(closed.state, "closed");
    await assert.rejects(depositary.signing.confirm({ token }), { code: "wrong_state" });
    const input = makeSignature(statement, { name: "Later", mailbox: "later@post.example" });
    await assert.rejects(depositary.signing.submit(statement.id, input, { address: "127.0.0.1" }), {
      code: "wrong_state",
    });
    const leave = await mailedToken(depositary, "zoe@post.example", "manage");
    assert.ok((await depositary.signing.withdraw(leave)).receipt);
    await assert.rejects(depositary.drafts.close(statement.id), { code: "wrong_state" });
  });
}

/** Checks a receipt by the depositary's key alone, and returns what its entry says. */
function verifyReceipt(receipt: Receipt, statement: StatementView) {
  const key = parseVerifierKey(statement.log?.vkey ?? "");
  const heads = makeVerifierKey("letters.example", key.publicKey);
  const bytes = decodeBase64(receipt.entry);
  const checkpoint = checkLogProof(parseLogProof(encodeUtf8(receipt.proofs.statement)), bytes, key);
  const head = decodeBase64(receipt.head);
  checkLogProof(parseLogProof(encodeUtf8(receipt.proofs.heads)), head, heads);
  checkHead(parseHead(head), checkpoint);
  const entry = parseEntry(bytes);
  if (entry.act === "sign") {
    assert.ok(receipt.opening);
    checkOpening(receipt.opening, decodeHex(entry.commitment));
  }
  return entry;
}
