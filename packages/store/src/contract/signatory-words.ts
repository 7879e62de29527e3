import assert from "node:assert/strict";
import { test } from "node:test";
import type { Insertable } from "kysely";
import type { SignatureTable } from "../schema.ts";
import { deleteWords, insertWords, searchWords } from "../signatory-words.ts";
import type { Contract } from "./context.ts";
import { NOW, someBytes } from "./context.ts";

export function signatoryWordsContract({ engine, store }: Contract): void {
  async function findAll(statementId: string, prefixes: string[], kind?: "organisation" | "person", limit = 3) {
    const found: number[] = [];
    let after = -1;
    for (let pages = 0; pages < 1000; pages += 1) {
      const page = await searchWords(store(), { statementId, prefixes, kind, after, limit });
      assert.ok(page.indices.length <= limit);
      found.push(...page.indices);
      if (page.next === null) return found;
      assert.ok(page.next > after, "a page leads on");
      after = page.next;
    }
    return assert.fail("the pages do not end");
  }

  test(`${engine}: signatures are found by the beginnings of all words, in order, page by page`, async () => {
    await store().transaction((tx) =>
      insertWords(tx, "words", [
        { index: 5, words: ["maria", "garcia", "madrid"] },
        { index: 1, words: ["mario", "garcia", "garcia", ""] },
        { index: 2, words: ["ma", "garciamarquez"] },
        { index: 9, words: ["مريم", "غارسيا", "張偉", "zoë"] },
        { index: 7, words: ["maria", "x".repeat(3000)] },
      ]),
    );
    await store().transaction((tx) => insertWords(tx, "words", [{ index: 5, words: ["maria"] }]));
    await store().transaction((tx) => insertWords(tx, "other", [{ index: 5, words: ["maria"] }]));
    assert.deepEqual(await findAll("words", ["ma"]), [1, 2, 5, 7]);
    assert.deepEqual(await findAll("words", ["ma", "garcia"]), [1, 2, 5]);
    assert.deepEqual(await findAll("words", ["garcia", "mari"]), [1, 5]);
    assert.deepEqual(await findAll("words", ["maria", "mad"]), [5]);
    assert.deepEqual(await findAll("words", ["maria", "mada"]), []);
    assert.deepEqual(await findAll("words", ["mariaa"]), []);
    assert.deepEqual(await findAll("words", ["مر"]), [9]);
    assert.deepEqual(await findAll("words", ["張", "zo"]), [9]);
    assert.deepEqual(await findAll("words", ["x".repeat(3000)]), [7]);
    assert.deepEqual(await findAll("other", ["ma"]), [5]);
    assert.deepEqual(await findAll("none", ["ma"]), []);
    assert.deepEqual(await findAll("words", ["%"]), [], "no wildcard");
    await assert.rejects(findAll("words", []));
  });

  test(`${engine}: what is taken out is found no more`, async () => {
    await store().transaction((tx) => deleteWords(tx, "words", [5, 1, 77]));
    await store().transaction((tx) => deleteWords(tx, "words", []));
    assert.deepEqual(await findAll("words", ["ma"]), [2, 7]);
    assert.deepEqual(await findAll("other", ["ma"]), [5]);
  });

  test(`${engine}: organisations and people can be told apart`, async () => {
    const row = (idx: number): Insertable<SignatureTable> => ({
      statement_id: "kinds",
      idx,
      consent_index: idx,
      kind: idx % 2 === 0 ? "organisation" : "person",
      capacity: "personal",
      named: 1,
      level: 1,
      version: "v",
      status: "standing",
      reason: null,
      identity_mac: someBytes(idx),
      pending_id: `kinds.${idx}`,
      ended_index: null,
      public_digest: someBytes(1),
      public_part: "{}",
      public_salt: someBytes(2),
      private_digest: someBytes(3),
      private_sealed: null,
      signed_at: NOW,
    });
    await store().transaction(async (tx) => {
      await tx.insertMany("signature", [0, 1, 2, 3].map(row));
      await insertWords(
        tx,
        "kinds",
        [0, 1, 2, 3].map((index) => ({ index, words: ["green", "party"] })),
      );
    });
    assert.deepEqual(await findAll("kinds", ["gr"], "organisation"), [0, 2]);
    assert.deepEqual(await findAll("kinds", ["gr", "pa"], "person"), [1, 3]);
  });

  test(`${engine}: words that thousands share are walked, alone and together, each signature once`, async () => {
    const signatures = Array.from({ length: 30_000 }, (_, index) => ({
      index,
      words: [
        `common${index % 900}`,
        index % 29_000 === 7 ? "together" : `other${index % 700}`,
        ...(index % 2 === 0 ? ["even"] : []),
      ],
    }));
    await store().transaction((tx) => insertWords(tx, "crowd", signatures));
    const page = await searchWords(store(), { statementId: "crowd", prefixes: ["common"], after: 10, limit: 5 });
    assert.deepEqual(page, { indices: [11, 12, 13, 14, 15], next: 15 });
    assert.deepEqual(
      await findAll("crowd", ["common", "other"], undefined, 4_000),
      signatures.map(({ index }) => index).filter((i) => i % 29_000 !== 7),
    );
    assert.deepEqual(await findAll("crowd", ["common", "together"]), [7, 29_007]);
    assert.deepEqual(
      await findAll("crowd", ["common", "even", "other69"]),
      signatures
        .map(({ index }) => index)
        .filter((i) => i % 2 === 0 && i % 29_000 !== 7 && `${i % 700}`.startsWith("69")),
    );
  });
}
