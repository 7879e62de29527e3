import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprintText } from "@undersigned/core/compare/fingerprints.ts";
import { parseText } from "@undersigned/core/statement/text.ts";
import { BOILERPLATE, findByFingerprints, insertFingerprints } from "../fingerprints.ts";
import { insertDraft } from "../statements.ts";
import type { Contract } from "./context.ts";
import { NOW } from "./context.ts";

const GATE = "We ask the town to open the gate by the old mill to everybody who walks along the river.";
const BRIDGE = "We ask the county to mend the wooden bridge before the winter, and to keep it mended after that.";
const PONT = "Nous demandons au département de réparer le pont de bois avant l’hiver, et de l’entretenir ensuite.";

const piecesOf = (...paragraphs: string[]) => fingerprintText(parseText(`# Walks\n\n${paragraphs.join("\n\n")}\n`));
const hashesOf = (...paragraphs: string[]) => piecesOf(...paragraphs).flatMap(({ hashes }) => hashes);

/** Fingerprints, by which statements are found. */
export function fingerprintsContract({ engine, store }: Contract): void {
  async function addStatement(id: string, visibility: "public" | "link", publishesAt: number | null = null) {
    const fields = { slug: id, draft: "{}", title: "Walks", visibility, publishes_at: publishesAt, closes_at: null };
    assert.ok(await insertDraft(store(), { ...fields, id, link_key: "key", created_at: NOW }));
  }
  async function addText(statementId: string, version: number, lang: string, ...paragraphs: string[]) {
    const pieces = piecesOf(...paragraphs);
    await store().transaction((tx) => insertFingerprints(tx, { statementId, version, lang }, pieces));
  }
  const find = (paragraphs: string[], publicAt = NOW) =>
    findByFingerprints(store(), hashesOf(...paragraphs), { publicAt }, 10);

  test(`${engine}: a statement is found by what it shares with a copy, most first, with the languages that matched`, async () => {
    await addStatement("finding-a", "public");
    await addStatement("finding-b", "public");
    await addText("finding-a", 1, "en", GATE, BRIDGE);
    await addText("finding-a", 1, "fr", PONT);
    await addText("finding-b", 1, "en", BRIDGE);
    const found = await find([GATE, BRIDGE]);
    assert.deepEqual(
      found.map(({ statementId, languages }) => [statementId, languages.map(({ lang }) => lang)]),
      [
        ["finding-a", ["en"]],
        ["finding-b", ["en"]],
      ],
    );
    assert.ok((found[0]?.matched ?? 0) > (found[1]?.matched ?? 0));
    assert.equal(found[0]?.pieces, 2);
    assert.deepEqual(
      (await find([PONT])).map(({ statementId, languages }) => [statementId, languages[0]?.lang]),
      [["finding-a", "fr"]],
    );
    assert.deepEqual(await find(["Nothing of this stands in any of the statements that were opened here so far."]), []);
  });

  test(`${engine}: what a later version has in common with an earlier one is kept once`, async () => {
    await addStatement("finding-twice", "public");
    const paragraph = "This paragraph stays as it is in both versions of the statement, to the last of its letters.";
    await addText("finding-twice", 1, "en", paragraph);
    await addText("finding-twice", 2, "en", paragraph);
    const rows = await store()
      .db.selectFrom("fingerprint")
      .selectAll()
      .where("hash", "in", hashesOf(paragraph))
      .execute();
    assert.equal(new Set(rows.map(({ hash }) => hash)).size, rows.length);
    assert.equal((await find([paragraph]))[0]?.matched, hashesOf(paragraph).length);
  });

  test(`${engine}: a statement for those with the link is found by nobody else before it is published`, async () => {
    const paragraph =
      "Only those who were sent the link of this statement may know that there is such a statement at all.";
    await addStatement("finding-link", "link");
    await addStatement("finding-later", "link", NOW + 1000);
    await addText("finding-link", 1, "en", paragraph);
    await addText("finding-later", 1, "en", paragraph);
    assert.deepEqual(await find([paragraph]), []);
    assert.deepEqual(
      (await find([paragraph], NOW + 1000)).map(({ statementId }) => statementId),
      ["finding-later"],
    );
    const own = await findByFingerprints(store(), hashesOf(paragraph), { statementId: "finding-link" }, 10);
    assert.deepEqual(
      own.map(({ statementId }) => statementId),
      ["finding-link"],
    );
  });

  test(`${engine}: a paragraph that very many statements have is kept of the first of them alone`, async () => {
    const boilerplate =
      "Nothing in this statement shall be read as a waiver of any right of those who sign it or of others.";
    for (let i = 0; i < BOILERPLATE + 3; i++) {
      await addStatement(`finding-many-${i}`, "public");
      await addText(`finding-many-${i}`, 1, "en", boilerplate);
    }
    const found = await findByFingerprints(store(), hashesOf(boilerplate), { publicAt: NOW }, 1_000);
    assert.equal(found.length, BOILERPLATE);
  });
}
