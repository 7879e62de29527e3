import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { decodeUtf8 } from "../packages/core/src/bytes.ts";
import type { Doer } from "../packages/server/src/depositary/doer.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { pausingStore } from "./pausing-store.ts";
import { runCli } from "./run-cli.ts";
import { waitUntil } from "./wait-until.ts";

/* A slip of the pen, noted beside the text that was signed: bytes unchanged, every signatory of that version told. */

const MARA: Doer = { kind: "administrator", id: "a1", name: "Mara Holm" };
const NOTE = "Read “in the winter” for “in winter”.";
const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "undersigned-corrections-"));
after(() => rmSync(folder, { recursive: true, force: true }));

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`corrections, on ${engine}`, () => {
    let place: Place;
    let opened: OpenPlace;
    let statement: StatementView;
    /** Errors that the database throws, one by one, when mails are put into the outbox by the job. */
    const faults: Error[] = [];

    before(async () => {
      place = await makePlace(engine);
      opened = await place.open({
        through: (inner) =>
          pausingStore(inner, (step) => {
            const fault = step === "insert outbox" ? faults.shift() : undefined;
            return fault ? Promise.reject(fault) : undefined;
          }),
      });
      statement = await open();
    });
    after(async () => {
      await opened.depositary.close();
      await place.remove();
    });

    async function open(): Promise<StatementView> {
      const { drafts } = opened.depositary;
      return await drafts.open((await drafts.create(makeDraft())).id, MARA);
    }

    async function sign(of: StatementView, name: string, change = {}): Promise<string> {
      const { signing } = opened.depositary;
      const mailbox = `${name.toLowerCase()}.${of.id}@post.example`;
      await signing.submit(of.id, makeSignature(of, { name, mailbox, ...change }), { address: "192.0.2.1" });
      await signing.confirm({ token: await mailedToken(opened.depositary, mailbox, "confirm") });
      return mailbox;
    }

    /** Once everybody was told of everything: who was mailed about corrections, and the words of each mail. */
    async function told(): Promise<{ to: string; text: string; links: readonly string[] }[]> {
      await waitUntil(async () => {
        // A failed job waits for five seconds: we need not.
        const again = opened.store.db.updateTable("job").set({ run_at: 0 }).where("kind", "=", "tell-correction");
        await again.where("lease_until", "=", 0).execute();
        const open = opened.store.db.selectFrom("addition").select("entry_index").where("told_to", "is not", null);
        return (await open.execute()).length === 0;
      }, 30_000);
      const { items } = await opened.depositary.outbox.list({ limit: 500 });
      return items.filter(({ subject }) => subject.startsWith("A slip of the pen"));
    }

    test("whoever signed that version, stands and can be written to is told once, whatever stops the job", async () => {
      const ada = await sign(statement, "Ada");
      const bo = await sign(statement, "Bo", { named: false });
      await opened.depositary.signing.withdraw(
        await mailedToken(opened.depositary, await sign(statement, "Gone"), "manage"),
      );
      const { nextVersions, additions, resigning } = opened.depositary;
      const draft = await nextVersions.begin(statement.id);
      const next = { ...draft, initiators: [{ name: "Friends of Reading Rooms and Halls" }] };
      await nextVersions.replace(statement.id, next);
      const preview = await nextVersions.preview(statement.id, next);
      const second = await nextVersions.open(statement.id, preview.version?.digest ?? "", MARA);
      const mover = await sign({ ...statement, version: second.version }, "Mover");
      const moved = await mailedToken(opened.depositary, bo, "manage");
      const again = makeSignature(statement, { version: second.version?.digest ?? "", named: false });
      const { mailbox: _mailbox, name: _name, ...consent } = again;
      const { items } = await opened.depositary.acts.signatures(statement.id, { q: bo });
      await resigning.resign(moved, { ...makeSignature(statement), ...consent, replaces: items[0]?.index ?? -1 });

      faults.push(new Error("the disk is full"));
      const correction = { version: 1, lang: "en", block: 4, note: NOTE };
      const done = await additions.correct(statement.id, correction, MARA);
      assert.deepEqual(await additions.correct(statement.id, correction, MARA), { ...done, repeated: true });
      const mails = await told();
      assert.deepEqual(
        mails.map(({ to }) => to),
        [ada],
        `not ${bo}, ${mover}`,
      );
      const [mail] = mails;
      assert.ok(mail?.text.includes(`beside paragraph 4 of the text in English:\n\n${NOTE}\n`));
      assert.ok(mail?.text.includes("The words there: “Heat them in winter.”"));
      assert.ok(mail?.text.includes("Friends of Reading Rooms, privacy@reading.example"));
      assert.ok(mail?.links.some((link) => new URL(link).pathname === "/manage"));
      assert.equal(opened.errors.length, 1, "the fault was told, and the job done again");
    });

    test("a note stands beside its block, a later one in its place; who noted it is remembered", async () => {
      const { additions, acts, statements } = opened.depositary;
      const other = await open();
      await sign(other, "Cleo");
      await additions.correct(other.id, { lang: "en", block: 0, note: "Read\n “the  rooms”." }, MARA);
      await additions.correct(other.id, { lang: "en", block: 4, note: NOTE }, MARA);
      await additions.correct(other.id, { lang: "en", block: 4, note: "And “all winter”." }, MARA);
      const late = await sign(other, "Late");
      const corrections = (await statements.find(other.id, { administrator: true }))?.additions.corrections ?? [];
      assert.deepEqual(
        corrections.map(({ index, version, block, note, stands }) => [index, version, block, note, stands]),
        [
          [2, 1, 0, "Read “the rooms”.", true],
          [3, 1, 4, NOTE, false],
          [4, 1, 4, "And “all winter”.", true],
        ],
      );
      assert.ok(corrections.every(({ addedAt, objectUntil }) => objectUntil - addedAt === 14 * DAY));
      assert.partialDeepStrictEqual((await acts.recorded(other.id, {})).items[0], {
        act: "correction",
        signature: null,
        by: MARA,
      });
      const mails = await told();
      assert.equal(mails.filter(({ to }) => to.startsWith("cleo")).length, 3);
      assert.ok(!mails.some(({ to }) => to === late), "whoever signed afterwards had the notes before their eyes");
    });

    test("what names no place in a text, or says nothing, is refused", async () => {
      const { additions, drafts } = opened.depositary;
      const right = { lang: "en", block: 4, note: NOTE };
      const before = (await opened.depositary.acts.recorded(statement.id, {})).items.length;
      for (const [wrong, field] of [
        [{ ...right, version: 3 }, "version"],
        [{ ...right, version: 0 }, "version"],
        [{ ...right, lang: "fr" }, "lang"],
        [{ ...right, block: 5 }, "block"],
        [{ ...right, block: -1 }, "block"],
        [{ ...right, note: "  " }, "note"],
        [{ ...right, note: "x".repeat(1_001) }, "note"],
        [{ ...right, note: "a\u202eb" }, "note"],
      ] as const)
        await assert.rejects(additions.correct(statement.id, wrong, MARA), { code: "invalid_field", field });
      assert.equal((await opened.depositary.acts.recorded(statement.id, {})).items.length, before);
      const draft = await drafts.create(makeDraft());
      await assert.rejects(additions.correct(draft.id, right, MARA), { code: "not_found" });
    });

    test("a slip can be noted after the closing, and the bundle verifies by the command", async () => {
      const { drafts, additions, logs, bundles, identity } = opened.depositary;
      const closed = await open();
      const mailbox = await sign(closed, "Dora");
      await drafts.close(closed.id, MARA);
      await additions.correct(closed.id, { lang: "en", block: 1, note: NOTE }, MARA);
      assert.equal((await told()).filter(({ to }) => to === mailbox).length, 1);
      await waitUntil(async () => {
        const checkpoint = await logs.checkpoint(closed.id);
        return checkpoint !== null && decodeUtf8(checkpoint).split("\n")[1] === "4";
      });
      const path = join(folder, `${engine}.zip`);
      await pipeline(Readable.fromWeb(await bundles.open(closed.id)), createWriteStream(path));
      const { status, stdout } = await runCli(["verify", path, "--key", identity.vkey]);
      assert.equal(status, 0, stdout);
    });
  });
}
