import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Hono } from "hono";
import { IMPORT_DAYS } from "../packages/server/src/depositary/imports.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import type { SignedIn } from "./accounts.ts";
import { appOf, makeAccount, setUpAdministrator } from "./accounts.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { makeDocx, packDocx } from "./make-docx.ts";
import { squeeze } from "./public-pages.ts";
import { searchEverywhere } from "./search-everywhere.ts";

/* A text is brought in, looked at part by part, and becomes a draft: by forms alone, on both databases. */

const DAY = 86_400_000;

const LETTER = makeDocx([
  { kind: "heading", level: 1, words: "Open the reading rooms on Sundays" },
  { kind: "paragraph", words: "Dear members of the council," },
  {
    kind: "paragraph",
    words: "Reading rooms are where a town meets its own mind. On Sundays they stay closed, and so does the town.",
  },
  { kind: "paragraph", words: "We call on the council to:" },
  { kind: "item", words: "open every reading room on Sundays" },
  { kind: "item", words: "heat all of them in winter" },
  { kind: "paragraph", words: "Signed by:" },
  { kind: "paragraph", words: "Quillfeather Society, Riverbend" },
  { kind: "paragraph", words: "Ada Winter, librarian, Lakeside" },
]);

const TRACKED = packDocx({
  body: `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Open the reading rooms</w:t></w:r></w:p>
    <w:p><w:r><w:t xml:space="preserve">The council should </w:t></w:r><w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">not </w:t></w:r></w:ins><w:r><w:t>close the reading rooms of the town in winter.</w:t></w:r></w:p>`,
});

type Answer = { readonly status: number; readonly location: string; readonly page: string };

for (const engine of ["sqlite", "postgres"] as const satisfies readonly Engine[]) {
  describe(`bringing in on ${engine}`, () => {
    let now = Date.now();
    let place: Place;
    let opened: OpenPlace;
    let app: Hono;
    let administrator: SignedIn;

    before(async () => {
      place = await makePlace(engine);
      opened = await place.open({ clock: () => now });
      app = appOf(opened.depositary);
      administrator = await setUpAdministrator(opened.depositary);
    });
    after(async () => {
      await opened.depositary.close();
      await place.remove();
    });

    async function read(path: string, who = administrator): Promise<Answer> {
      return answerOf(await app.request(path, { headers: { Cookie: who.cookie } }));
    }

    async function send(path: string, fields: Record<string, string | File>, who = administrator): Promise<Answer> {
      const body = new FormData();
      for (const [name, value] of Object.entries({ csrf: who.csrf, ...fields })) body.set(name, value);
      return answerOf(await app.request(path, { method: "POST", headers: { Cookie: who.cookie }, body }));
    }

    function bring(bytes: Uint8Array, name = "letter.docx", who = administrator): Promise<Answer> {
      return send("/admin/imports", { file: new File([new Uint8Array(bytes)], name), way: "file" }, who);
    }

    async function draftAt(location: string) {
      const id = /statements\/([^/]+)\/edit/.exec(location)?.[1] ?? "";
      return await opened.depositary.drafts.get(id);
    }

    test("a Word file is shown part by part with roles, and used as it was chosen: title, words, demands", async () => {
      const brought = await bring(LETTER);
      assert.equal(brought.status, 303, brought.page);
      const { page } = await read(brought.location);
      assert.ok(page.includes("from the file letter.docx"));
      assert.equal(rolesOf(page)[1], "headline");
      assert.ok(rolesOf(page).includes("demand"), rolesOf(page).join());
      const parts = rolesOf(page).length;
      const chosen = Object.fromEntries(
        Array.from({ length: parts }, (_, at) => [
          `role.${at + 1}`,
          ["footer", "headline", "footer", "body", "demand-lead-in", "demand", "demand"][at + 1] ?? "signatory",
        ]),
      );
      const used = await send(brought.location, { ...chosen, lang: "en", ...ticksOf(page), do: "use" });
      assert.equal(used.status, 303, used.page);
      const draft = await draftAt(used.location);
      assert.equal(
        draft.texts[0]?.markdown,
        "# Open the reading rooms on Sundays\n\nReading rooms are where a town meets its own mind. On Sundays they stay closed, and so does the town.\n\nWe call on the council to:\n\n- open every reading room on Sundays\n- heat all of them in winter\n",
      );
      assert.deepEqual(
        draft.demands.map(({ block }) => block),
        [3, 4],
      );
      assert.deepEqual(
        draft.initiators.map(({ name }) => name),
        ["Coalition"],
        "nobody in the file initiates anything",
      );
      assert.equal((await read(brought.location)).status, 404);
      assert.deepEqual(
        await searchEverywhere(opened, ["Quillfeather"]),
        [],
        "names that were left out are kept nowhere",
      );
    });

    test("tracked changes must be looked at before it is used, and what was chosen meanwhile is kept", async () => {
      const { location } = await bring(TRACKED);
      const { page } = await read(location);
      assert.match(page, /tracked change/);
      const refused = await send(location, { "role.1": "heading", lang: "fr", do: "use" });
      assert.equal(refused.status, 422);
      assert.match(refused.page, /look at it, then tick that you did/);
      assert.equal(rolesOf(refused.page)[1], "heading");
      const later = await read(location);
      assert.equal(rolesOf(later.page)[1], "heading", "a reload loses nothing");
      assert.match(later.page, /<option value="fr" selected/);
      const used = await send(location, { ...ticksOf(page), "role.1": "headline", lang: "en", do: "use" });
      assert.equal(used.status, 303, used.page);
      assert.equal((await draftAt(used.location)).texts[0]?.lang, "en");
    });

    test("nothing is used without a language, or where nothing but a title is in the statement", async () => {
      const { location } = await bring(LETTER);
      const { page } = await read(location);
      const ticks = ticksOf(page);
      const noLanguage = await send(location, { ...ticks, lang: "", do: "use" });
      assert.equal(noLanguage.status, 422);
      assert.match(noLanguage.page, /Choose the language of the text/);
      const count = String(rolesOf(page).length - 1);
      await send(location, { ...ticks, from: "2", to: count, several: "footer", lang: "en", do: "several" });
      const empty = await send(location, { ...ticks, lang: "en", do: "use" });
      assert.equal(empty.status, 422);
      assert.match(empty.page, /Nothing but a title/);
      assert.equal((await send(`${location}/discard`, {})).location, "/admin/imports?done=importDiscarded");
    });

    test("several parts are set at once; numbers that are none of the text's are refused", async () => {
      const { location } = await bring(LETTER);
      await send(location, { from: "2", to: "4", several: "introduction", lang: "en", do: "several" });
      assert.deepEqual(rolesOf((await read(location)).page).slice(2, 5), [
        "introduction",
        "introduction",
        "introduction",
      ]);
      for (const [from, to] of [
        ["0", "2"],
        ["3", "2"],
        ["1", "999"],
        ["x", "2"],
        ["1.5", "2"],
      ] as const) {
        const refused = await send(location, { from, to, several: "body", lang: "en", do: "several" });
        assert.equal(refused.status, 422, `${from} to ${to}`);
      }
      await send(`${location}/discard`, {});
    });

    test("a text under review is its account's own, found again by whoever brought it, and by nobody else", async () => {
      const other = await makeAccount(opened.depositary, administrator, "initiator");
      const checker = await makeAccount(opened.depositary, administrator, "checker");
      const { location } = await bring(LETTER, "mine.docx", other);
      assert.ok((await read("/admin/imports", other)).page.includes("from the file mine.docx"));
      assert.ok(!(await read("/admin/imports")).page.includes("mine.docx"));
      for (const answer of [await read(location), await send(location, { do: "use" })])
        assert.equal(answer.status, 404);
      assert.equal((await read("/admin/imports", checker)).status, 403);
      await send(`${location}/discard`, {});
      assert.equal((await read(location, other)).status, 200);
      const used = await send(
        location,
        { ...ticksOf((await read(location, other)).page), lang: "en", do: "use" },
        other,
      );
      assert.equal(used.status, 303, used.page);
      assert.equal((await read(used.location, other)).status, 200, "the draft is assigned to whoever made it");
    });

    test("what cannot be read is refused where it was given, and the other fields stay as they were", async () => {
      const fields = { paste: "Kept <words>\nof mine", address: "https://kept.example/x", way: "file" };
      const refused = await send("/admin/imports", { ...fields, file: new File([Uint8Array.of(0, 1, 2)], "odd.docx") });
      assert.equal(refused.status, 422);
      assert.match(refused.page, /class="error"/);
      assert.ok(refused.page.includes("Kept &lt;words&gt; of mine"), refused.page);
      assert.ok(refused.page.includes('value="https://kept.example/x"'));
      const none = await send("/admin/imports", { way: "file" });
      assert.match(none.page, /Choose a file first\./);
      const many = await send("/admin/imports", { paste: "a", address: "b" });
      assert.match(many.page, /press the button below the one that you mean/);
      const large = await send("/admin/imports", {
        way: "file",
        paste: "still here",
        file: new File([new Uint8Array(21 * 1024 * 1024)], "big.docx"),
      });
      assert.equal(large.status, 422);
      assert.match(large.page, /“big\.docx” has 21 MB, and at most 20 MB are read/);
      assert.ok(large.page.includes("still here"));
      const kept = await opened.depositary.imports.list(administrator.account);
      assert.deepEqual(kept, []);
    });

    test("it is kept sealed, for as long as was said since the last change, and then deleted", async () => {
      const { location } = await bring(LETTER);
      const raw = await opened.store.db.selectFrom("text_import").selectAll().execute();
      for (const { source_sealed, choices_sealed } of raw) {
        for (const bytes of [source_sealed, choices_sealed]) assert.ok(!Buffer.from(bytes).includes("Quillfeather"));
      }
      assert.ok((await searchEverywhere(opened, ["Quillfeather"])).length > 0);
      const id = location.split("/").at(-1) ?? "";
      const { imports } = opened.depositary;
      const find = () => imports.find(administrator.account, id);
      const purge = retentionJobs({ store: opened.store, clock: () => now }).find(({ kind }) => kind === "purge-rest");
      now += (IMPORT_DAYS - 1) * DAY;
      await purge?.run(() => false);
      const roles = (await find())?.choices.roles ?? [];
      await imports.choose(administrator.account, id, { roles: roles.slice(0, 1), lang: "en", settled: [] });
      now += 2 * DAY;
      await purge?.run(() => false);
      assert.deepEqual((await find())?.choices.roles, roles, "a change moves the day on");
      now += IMPORT_DAYS * DAY;
      await purge?.run(() => false);
      assert.equal(await find(), null);
      assert.deepEqual(await searchEverywhere(opened, ["Quillfeather"]), []);
    });
  });
}

async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    location: response.headers.get("Location") ?? "",
    page: squeeze(await response.text()),
  };
}

/** The role chosen for each part, by its number. */
function rolesOf(page: string): string[] {
  const roles: string[] = [""];
  for (const [, number, options = ""] of page.matchAll(/<select id="role-(\d+)".*?>(.*?)<\/select>/g)) {
    roles[Number(number)] = /value="([a-z-]+)" selected/.exec(options)?.[1] ?? "";
  }
  return roles;
}

/** A tick for everything that is to be looked at. */
function ticksOf(page: string): Record<string, string> {
  return Object.fromEntries([...page.matchAll(/name="(settled\.[^"]+)"/g)].map(([, name = ""]) => [name, "yes"]));
}
