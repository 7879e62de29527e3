import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { decodeUtf8, encodeHex, encodeUtf8, sha256 } from "../packages/core/src/bytes.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import type { Report } from "../packages/core/src/verify/report.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import type { Doer } from "../packages/server/src/depositary/doer.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";
import { runCli } from "./run-cli.ts";
import { waitUntil } from "./wait-until.ts";

/* What addressees answered: recorded, listed, in bundles, and checked by whoever has one. */

const MARA: Doer = { kind: "administrator", id: "a1", name: "Mara Holm" };
const LETTER = "The Town Council thanks you.\n";
const PDF = encodeUtf8("%PDF-1.7\n% invented\n");
const folder = mkdtempSync(join(tmpdir(), "undersigned-responses-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const council = (words: string, name?: string) => {
  return { addressee: "Town Council", document: { bytes: encodeUtf8(words), name } };
};

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`answers of addressees, on ${engine}`, () => {
    let place: Place;
    let opened: OpenPlace;
    let statement: StatementView;

    before(async () => {
      place = await makePlace(engine);
      opened = await place.open();
      statement = await openStatement();
    });
    after(async () => {
      await opened.depositary.close();
      await place.remove();
      assert.deepEqual(opened.errors, []);
    });

    async function openStatement(): Promise<StatementView> {
      const { drafts } = opened.depositary;
      return await drafts.open((await drafts.create(makeDraft())).id, MARA);
    }

    async function responses(id = statement.id) {
      return (await opened.depositary.statements.find(id, { administrator: true }))?.additions.responses ?? [];
    }

    async function saveBundle(id: string): Promise<string> {
      const path = join(folder, `${engine}-${crypto.randomUUID()}.zip`);
      await pipeline(Readable.fromWeb(await opened.depositary.bundles.open(id)), createWriteStream(path));
      return path;
    }

    async function verify(path: string): Promise<Report> {
      const archive = await openArchive(path);
      try {
        const key = parseVerifierKey(opened.depositary.identity.vkey);
        return await verifyBundle(archive, { key, source: "given" });
      } finally {
        await archive.close();
      }
    }

    async function published(id: string, size: number): Promise<void> {
      await waitUntil(async () => {
        const checkpoint = await opened.depositary.logs.checkpoint(id);
        return checkpoint !== null && decodeUtf8(checkpoint).split("\n")[1] === String(size);
      });
    }

    test("an answer is recorded once, a later one of the same addressee stands in its place, and both stay listed", async () => {
      const { additions, acts } = opened.depositary;
      const first = await additions.respond(statement.id, council(LETTER), MARA);
      assert.deepEqual(first, {
        statement: statement.id,
        index: 1,
        sha256: encodeHex(sha256(encodeUtf8(LETTER))),
        repeated: false,
      });
      assert.deepEqual(await additions.respond(statement.id, council(LETTER), MARA), { ...first, repeated: true });
      await additions.respond(statement.id, { addressee: "Ministry of  Culture", document: { bytes: PDF } }, MARA);
      await additions.respond(statement.id, council("**Yes.**\n", "answer.MD"), MARA);
      assert.deepEqual(
        (await responses()).map(({ index, addressee, document, stands }) => [
          index,
          addressee,
          document?.format,
          stands,
        ]),
        [
          [1, "Town Council", "txt", false],
          [2, "Ministry of Culture", "pdf", true],
          [3, "Town Council", "md", true],
        ],
      );
      const again = await additions.respond(statement.id, council(LETTER), MARA);
      assert.equal(again.index, 4, "the first answer, given again after another, is a new one");
      const [latest] = (await acts.recorded(statement.id, {})).items;
      assert.partialDeepStrictEqual(latest, { act: "response", signature: null, by: MARA, index: 4 });
    });

    test("a document is found by its digest and ending, and is the bytes that were given", async () => {
      const { additions } = opened.depositary;
      const digest = encodeHex(sha256(PDF));
      assert.deepEqual(new Uint8Array((await additions.document(statement.id, digest, "pdf")) ?? []), PDF);
      for (const format of ["txt", "html", ""])
        assert.equal(await additions.document(statement.id, digest, format), null, format);
      const other = await openStatement();
      assert.equal(await additions.document(other.id, digest, "pdf"), null, "each statement has its own");
    });

    test("what is no document, or nobody's, is refused, and nothing is recorded", async () => {
      const { additions } = opened.depositary;
      const before = (await responses()).length;
      for (const bytes of [new Uint8Array(0), new Uint8Array([0x50, 0x4b, 3, 4]), new Uint8Array(2_097_153).fill(65)]) {
        const given = { addressee: "Town Council", document: { bytes, name: "answer.pdf" } };
        await assert.rejects(additions.respond(statement.id, given, MARA), {
          code: "invalid_field",
          field: "document",
        });
      }
      for (const addressee of ["", "   ", "a\u202eb", "x".repeat(201)]) {
        const given = { ...council(LETTER), addressee };
        await assert.rejects(additions.respond(statement.id, given, MARA), {
          code: "invalid_field",
          field: "addressee",
        });
      }
      const draft = await opened.depositary.drafts.create(makeDraft());
      await assert.rejects(additions.respond(draft.id, council(LETTER), MARA), { code: "not_found" });
      assert.equal((await responses()).length, before);
    });

    test("an addressee may answer after the closing", async () => {
      const { drafts, additions } = opened.depositary;
      const closed = await openStatement();
      await drafts.close(closed.id, MARA);
      assert.equal((await additions.respond(closed.id, council(LETTER), MARA)).index, 2);
    });

    test("a bundle has every document under its digest, and verifies here and by the command", async () => {
      await published(statement.id, 5);
      const path = await saveBundle(statement.id);
      const report = await verify(path);
      assert.equal(report.verdict, "valid", report.reason ?? "");
      const digest = encodeHex(sha256(encodeUtf8(LETTER)));
      assert.deepEqual(report.responses.map(({ addressee, file }) => `${addressee} ${file.split(".")[1]}`).sort(), [
        "Ministry of Culture pdf",
        "Town Council md",
        "Town Council txt",
      ]);
      const { status, stdout } = await runCli(["verify", path, "--key", opened.depositary.identity.vkey]);
      assert.equal(status, 0, stdout);
      assert.ok(stdout.replace(/\s+/g, " ").includes(`Town Council: responses/${digest}.txt`), stdout);
    });

    test("a bundle of what was published before an answer does not have it", async () => {
      const { id } = await openStatement();
      await published(id, 1);
      await opened.depositary.close();
      opened = await place.open({ publishInterval: 3_600_000 });
      await opened.depositary.additions.respond(id, council(LETTER), MARA);
      assert.equal((await responses(id)).length, 1);
      const report = await verify(await saveBundle(id));
      assert.deepEqual([report.verdict, report.size, report.responses], ["valid", 1, []], report.reason ?? "");
    });
  });
}
