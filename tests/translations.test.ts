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

/* Translations that are added after the opening, and that nobody signs. */

const MARA: Doer = { kind: "administrator", id: "a1", name: "Mara Holm" };
const GERMAN =
  "# Öffnet die Lesesäle\n\nIn Lesesälen begegnet eine Stadt ihren Gedanken.\n\n## Was wir verlangen\n\n- Öffnet jeden Lesesaal am Sonntag.\n- Heizt sie im Winter.\n";
const BETTER = GERMAN.replace("Öffnet jeden", "Macht jeden");
const digestOf = (words: string) => encodeHex(sha256(encodeUtf8(words)));
const folder = mkdtempSync(join(tmpdir(), "undersigned-translations-"));
after(() => rmSync(folder, { recursive: true, force: true }));

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`translations that nobody signed, on ${engine}`, () => {
    let place: Place;
    let opened: OpenPlace;
    let statement: StatementView;

    before(async () => {
      place = await makePlace(engine);
      opened = await place.open();
      const { drafts } = opened.depositary;
      statement = await drafts.open((await drafts.create(makeDraft({ closes: "2199-01-01T00:00:00Z" }))).id, MARA);
    });
    after(async () => {
      await opened.depositary.close();
      await place.remove();
      assert.deepEqual(opened.errors, []);
    });

    async function saveBundle(size: number): Promise<string> {
      const { logs, bundles } = opened.depositary;
      await waitUntil(async () => {
        const checkpoint = await logs.checkpoint(statement.id);
        return checkpoint !== null && decodeUtf8(checkpoint).split("\n")[1] === String(size);
      });
      const path = join(folder, `${engine}-${size}.zip`);
      await pipeline(Readable.fromWeb(await bundles.open(statement.id)), createWriteStream(path));
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

    test("what is not built like the texts that were signed is refused, with the place", async () => {
      const { additions, acts } = opened.depositary;
      const shorter = GERMAN.replace("- Heizt sie im Winter.\n", "");
      for (const [translation, field] of [
        [{ lang: "de", markdown: shorter }, "markdown"],
        [{ lang: "de", markdown: GERMAN.replaceAll("- ", "* ") }, "markdown"],
        [{ lang: "de", markdown: "" }, "markdown"],
        [{ lang: "de", markdown: GERMAN.replace("Stadt", "Sta\u200bdt") }, "markdown"],
        [{ lang: "en", markdown: GERMAN }, "lang"],
        [{ lang: "", markdown: GERMAN }, "lang"],
        [{ lang: "DE", markdown: GERMAN }, "lang"],
      ] as const)
        await assert.rejects(additions.translate(statement.id, translation, MARA), { code: "invalid_field", field });
      const { check } = await additions.checkTranslation(statement.id, { lang: "de", markdown: shorter });
      assert.match(check.problems[0]?.message ?? "", /¶4 is nothing here and a list item in en/);
      const draft = await opened.depositary.drafts.create(makeDraft());
      await assert.rejects(additions.translate(draft.id, { lang: "de", markdown: GERMAN }, MARA), {
        code: "not_found",
      });
      assert.equal((await acts.recorded(statement.id, {})).items.length, 1, "nothing but the opening was recorded");
    });

    test("it is read by its version and language; a better one takes its place, and both stay in the log", async () => {
      const { additions, acts, statements } = opened.depositary;
      const first = await additions.translate(statement.id, { lang: "de", markdown: GERMAN }, MARA);
      assert.deepEqual(first, { statement: statement.id, index: 1, sha256: digestOf(GERMAN), repeated: false });
      const again = await additions.translate(statement.id, { lang: "de", markdown: GERMAN }, MARA);
      assert.deepEqual(again, { ...first, repeated: true });
      await additions.translate(statement.id, { lang: "de", markdown: BETTER }, MARA);
      const found = await additions.translation(statement.id, 1, "de");
      assert.equal(decodeUtf8(found?.bytes ?? new Uint8Array(0)), BETTER);
      assert.equal(found?.authentic, false);
      for (const [version, lang] of [
        [2, "de"],
        [1, "en"],
        [1, "nl"],
      ] as const)
        assert.equal(await additions.translation(statement.id, version, lang), null);
      const view = await statements.find(statement.id, { administrator: true });
      assert.deepEqual(
        view?.additions.translations.map(({ index, version, lang, stands }) => [index, version, lang, stands]),
        [
          [1, 1, "de", false],
          [2, 1, "de", true],
        ],
      );
      assert.deepEqual(
        view?.version?.texts.map(({ lang }) => lang),
        ["en"],
        "the version, which is what people sign, is as it was",
      );
      assert.equal(await additions.document(statement.id, digestOf(BETTER), "md"), null, "it is nobody's answer");
      assert.partialDeepStrictEqual((await acts.recorded(statement.id, {})).items[0], {
        act: "translation",
        by: MARA,
        entry: { act: "translation", lang: "de", version: view?.version?.digest, sha256: digestOf(BETTER) },
      });
    });

    test("the bundle has the one that stands, and verifies here and by the command", async () => {
      const path = await saveBundle(3);
      const report = await verify(path);
      assert.equal(report.verdict, "valid", report.reason ?? "");
      assert.deepEqual(report.versions[0]?.translations, [
        { lang: "de", sha256: digestOf(BETTER), title: "Öffnet die Lesesäle" },
      ]);
      const { status, stdout } = await runCli(["verify", path, "--key", opened.depositary.identity.vkey]);
      assert.equal(status, 0, stdout);
      assert.ok(stdout.includes("(translation, not signed)"), stdout);
    });

    test("a new version has none, and may make a text of its language; a closed one is translated still", async () => {
      const { additions, nextVersions, drafts } = opened.depositary;
      const draft = await nextVersions.begin(statement.id);
      const next = { ...draft, texts: [...draft.texts, { lang: "de", markdown: BETTER, authentic: true }] };
      await nextVersions.replace(statement.id, next);
      const preview = await nextVersions.preview(statement.id, next);
      await nextVersions.open(statement.id, preview.version?.digest ?? "", MARA);
      await assert.rejects(additions.translate(statement.id, { lang: "de", markdown: GERMAN }, MARA), {
        field: "lang",
      });
      assert.equal(await additions.translation(statement.id, 2, "de"), null);
      assert.notEqual(await additions.translation(statement.id, 1, "de"), null);
      await drafts.close(statement.id, MARA);
      await additions.translate(statement.id, { lang: "nl", markdown: GERMAN }, MARA);
      const report = await verify(await saveBundle(6));
      assert.equal(report.verdict, "valid", report.reason ?? "");
      assert.deepEqual(
        report.versions.map(({ translations }) => translations.map(({ lang }) => lang)),
        [["de"], ["nl"]],
      );
    });

    test("a bundle of what was published before a better translation has the one before it", async () => {
      const { drafts, additions } = opened.depositary;
      const other = await drafts.open((await drafts.create(makeDraft())).id, MARA);
      statement = other;
      await additions.translate(other.id, { lang: "de", markdown: GERMAN }, MARA);
      await saveBundle(2);
      await opened.depositary.close();
      opened = await place.open({ publishInterval: 3_600_000 });
      await opened.depositary.additions.translate(other.id, { lang: "de", markdown: BETTER }, MARA);
      const report = await verify(await saveBundle(2));
      assert.equal(report.verdict, "valid", report.reason ?? "");
      assert.deepEqual(
        report.versions[0]?.translations.map((one) => one.sha256),
        [digestOf(GERMAN)],
      );
    });
  });
}
