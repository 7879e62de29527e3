import assert from "node:assert/strict";
import { test } from "node:test";
import type { StatementCursor } from "../statements.ts";
import {
  advanceIndexed,
  advanceTold,
  deleteDraft,
  dueToClose,
  findStatement,
  insertDraft,
  listOpenedIds,
  listStatements,
  listToTell,
  markClosed,
  markNextOpened,
  markOpened,
  replaceDraft,
  replaceNextDraft,
  setClosesAt,
} from "../statements.ts";
import { findText, findVersion, insertVersion, listTexts, listVersions } from "../versions.ts";
import type { Contract } from "./context.ts";
import { NOW, someBytes } from "./context.ts";

export function statementsContract({ engine, store }: Contract): void {
  const fields = (slug: string) => ({
    slug,
    draft: '{"texts":[]}',
    title: `Title of ${slug}`,
    visibility: "public" as const,
    publishes_at: null,
    closes_at: null,
  });
  const draft = (id: string, createdAt = NOW) => ({
    id,
    link_key: `key of ${id}`,
    created_at: createdAt,
    ...fields(`slug-${id}`),
  });
  const opened = { draft: '{"texts":[]}', version: 1, openedAt: NOW + 1, closesAt: null };

  test(`${engine}: a draft is made, found by id and slug, replaced and discarded`, async () => {
    assert.equal(await insertDraft(store(), draft("one")), true);
    const row = await findStatement(store(), "one");
    assert.deepEqual(row, {
      ...draft("one"),
      state: "draft",
      opened_at: null,
      closed_at: null,
      version: 0,
      indexed_to: 0,
      mailboxes_kept: 1,
      told_to: null,
    });
    assert.deepEqual(await findStatement(store(), "slug-one"), row);
    assert.equal(await findStatement(store(), "none"), null);
    assert.equal(await replaceDraft(store(), "one", { ...fields("first"), draft: "{}" }), "replaced");
    assert.equal((await findStatement(store(), "first"))?.draft, "{}");
    assert.equal(await findStatement(store(), "slug-one"), null);
    assert.equal(await deleteDraft(store(), "one"), true);
    assert.equal(await deleteDraft(store(), "one"), false);
    assert.equal(await replaceDraft(store(), "one", fields("first")), "not_a_draft");
  });

  test(`${engine}: a slug belongs to one statement; one that looks like another's id does not hide it`, async () => {
    assert.equal(await insertDraft(store(), draft("two")), true);
    assert.equal(await insertDraft(store(), { ...draft("three"), slug: "slug-two" }), false);
    assert.equal(await insertDraft(store(), { ...draft("three"), slug: "two" }), true);
    assert.equal(await replaceDraft(store(), "three", fields("slug-two")), "slug_taken");
    assert.equal((await findStatement(store(), "two"))?.id, "two");
    assert.equal((await findStatement(store(), "slug-two"))?.id, "two");
    await deleteDraft(store(), "two");
    await deleteDraft(store(), "three");
  });

  test(`${engine}: a statement opens once and closes once, and is no longer a draft`, async () => {
    await insertDraft(store(), draft("open"));
    assert.equal(await markClosed(store(), "open", NOW), false);
    assert.equal(await setClosesAt(store(), "open", NOW), false);
    assert.equal(await markOpened(store(), "open", { ...opened, draft: "{}" }), false, "it is another draft by now");
    const results = await Promise.all([1, 2, 3].map(() => store().transaction((tx) => markOpened(tx, "open", opened))));
    assert.deepEqual(results.filter(Boolean).length, 1);
    assert.equal(await replaceDraft(store(), "open", fields("other")), "not_a_draft");
    assert.equal(await deleteDraft(store(), "open"), false);
    const row = await findStatement(store(), "open");
    assert.deepEqual([row?.state, row?.version, row?.opened_at, row?.draft], ["open", 1, NOW + 1, "{}"]);
    assert.equal(await setClosesAt(store(), "open", NOW + 5), true);
    assert.deepEqual(await dueToClose(store(), NOW + 4), []);
    assert.deepEqual(await dueToClose(store(), NOW + 5), ["open"]);
    assert.equal(await markClosed(store(), "open", NOW + 6, { dueAt: NOW + 4 }), false);
    assert.equal(await markClosed(store(), "open", NOW + 6, { dueAt: NOW + 6 }), true);
    assert.equal(await markClosed(store(), "open", NOW + 7), false);
    assert.deepEqual(await dueToClose(store(), NOW + 10), []);
    assert.equal((await findStatement(store(), "open"))?.closed_at, NOW + 6);
    assert.equal(await markOpened(store(), "open", opened), false);
  });

  test(`${engine}: the list is newest first, page by page; the public sees no drafts and nothing with the link only`, async () => {
    for (let i = 0; i < 9; i += 1) {
      await insertDraft(store(), {
        ...draft(`list${i}`, NOW + 100 + Math.floor(i / 2)),
        visibility: i % 3 === 1 ? "link" : "public",
        publishes_at: i === 4 ? NOW + 500 : null,
      });
      if (i < 7) await markOpened(store(), `list${i}`, opened);
    }
    async function walk(publicAt: number | null): Promise<string[]> {
      const ids: string[] = [];
      let before: StatementCursor | null = null;
      for (;;) {
        const page: Awaited<ReturnType<typeof listStatements>> = await listStatements(store(), {
          publicAt,
          before,
          limit: 2,
        });
        const last = page.at(-1);
        if (last === undefined) return ids.filter((id) => id.startsWith("list"));
        ids.push(...page.map((row) => row.id));
        before = { createdAt: last.created_at, id: last.id };
      }
    }
    assert.deepEqual(
      await walk(null),
      [8, 7, 6, 5, 4, 3, 2, 1, 0].map((i) => `list${i}`),
    );
    assert.deepEqual(
      await walk(NOW),
      [6, 5, 3, 2, 0].map((i) => `list${i}`),
    );
    assert.deepEqual(
      await walk(NOW + 500),
      [6, 5, 4, 3, 2, 0].map((i) => `list${i}`),
    );
    assert.deepEqual(
      (await listOpenedIds(store())).filter((id) => id.startsWith("list")),
      [0, 1, 2, 3, 4, 5, 6].map((i) => `list${i}`),
    );
  });

  test(`${engine}: a next version is drafted beside the open one, and opened only as it was read`, async () => {
    await insertDraft(store(), draft("next"));
    assert.equal(await replaceNextDraft(store(), "next", 0, "{}"), false, "a draft has no next version");
    const read = await findStatement(store(), "next");
    const first = { draft: read?.draft ?? "", version: 1, openedAt: NOW, closesAt: NOW + 50 };
    assert.equal(await markOpened(store(), "next", first), true);
    assert.equal(await replaceNextDraft(store(), "next", 2, "{}"), false, "another version is open");
    assert.equal(await replaceNextDraft(store(), "next", 1, '{"a":1}'), true);
    const row = { id: "next", version: 1, draft: '{"a":1}', closes_at: NOW + 50 };
    for (const other of [{ version: 2 }, { draft: "{}" }, { closes_at: null }, { closes_at: NOW }]) {
      assert.equal(await markNextOpened(store(), { ...row, ...other }, "New"), false);
    }
    assert.equal(await markNextOpened(store(), row, "New"), true);
    const opened = await findStatement(store(), "next");
    assert.deepEqual(
      [opened?.version, opened?.draft, opened?.title, opened?.told_to, opened?.opened_at],
      [2, "{}", "New", 0, NOW],
    );
    assert.ok((await listToTell(store())).includes("next"));
    assert.equal(await advanceTold(store(), { id: "next", version: 1, from: 0, to: 9 }), false);
    assert.equal(await advanceTold(store(), { id: "next", version: 2, from: 0, to: 9 }), true);
    assert.equal(await advanceTold(store(), { id: "next", version: 2, from: 0, to: 9 }), false);
    assert.equal(await advanceTold(store(), { id: "next", version: 2, from: 9, to: null }), true);
    assert.ok(!(await listToTell(store())).includes("next"));
  });

  test(`${engine}: the search index of a statement is brought on by one at a time`, async () => {
    await insertDraft(store(), draft("indexed"));
    assert.equal(await advanceIndexed(store(), "indexed", 0, 10), true);
    assert.equal(await advanceIndexed(store(), "indexed", 0, 20), false);
    assert.equal((await findStatement(store(), "indexed"))?.indexed_to, 10);
  });

  test(`${engine}: a version and its texts come back byte for byte, in the order given`, async () => {
    const version = (number: number) => ({
      statement_id: "versions",
      number,
      digest: "d".repeat(64),
      manifest: someBytes(number, 400),
      consent_notice: "We count you.",
      opened_at: NOW,
      opened_index: 7 * number,
    });
    const texts = ["fr", "ar", "en"].map((lang, position) => ({
      lang,
      sha256: lang.repeat(32),
      bytes: someBytes(position, 70_000),
      position,
    }));
    for (const number of [2, 1]) await store().transaction((tx) => insertVersion(tx, version(number), texts));
    await assert.rejects(store().transaction((tx) => insertVersion(tx, version(1), texts)));
    assert.deepEqual(await findVersion(store(), "versions", 1), version(1));
    assert.equal(await findVersion(store(), "versions", 3), null);
    assert.deepEqual(await listVersions(store(), "versions"), [version(1), version(2)]);
    const expected = texts.map((text) => ({ ...text, statement_id: "versions", version: 2 }));
    assert.deepEqual(await listTexts(store(), "versions", 2), expected);
    assert.deepEqual(await findText(store(), "versions", 2, "ar"), expected[1]);
    assert.equal(await findText(store(), "versions", 2, "de"), null);
  });
}
