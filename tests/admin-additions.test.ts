import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import { encodeHex, sha256 } from "../packages/core/src/bytes.ts";
import { createApp } from "../packages/server/src/app.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { IdempotencyKeys } from "../packages/server/src/http/idempotency.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { silent } from "../packages/server/src/log.ts";
import type { OpenPlace, Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";
import { squeeze } from "./public-pages.ts";
import { waitUntil } from "./wait-until.ts";

/* The administrators' pages on which something is added to a statement that was opened, and what readers see of it. */

/** No request here has a key. */
const idempotency: IdempotencyKeys = {
  claim: async () => ({ kind: "new" }),
  record: async () => undefined,
  release: async () => undefined,
};

let place: Place;
let opened: OpenPlace;
let statement: StatementView;
let app: Hono;
let cookie = "";

before(async () => {
  place = await makePlace("sqlite");
  opened = await place.open();
  const { administrators } = opened.depositary;
  app = createApp(opened.depositary, { config: { trustProxy: 0 }, log: silent, limiter: unlimited, idempotency });
  const { token } = await administrators.setUp((await administrators.setupToken()) ?? "", {
    name: "Mara Holm",
    mailbox: "mara@coalition.example",
    password: "seven quiet benches by the river",
    organisation: { name: "Coalition", contact: "privacy@coalition.example" },
  });
  cookie = `__Host-undersigned=${token}`;
  statement = await open({ slug: "rooms" });
});

after(async () => {
  await opened.depositary.close();
  await place.remove();
});

async function open(change: Parameters<typeof makeDraft>[0]): Promise<StatementView> {
  const { drafts } = opened.depositary;
  return await drafts.open((await drafts.create(makeDraft(change))).id);
}

async function read(path: string, status = 200): Promise<string> {
  const response = await app.request(path, { headers: { Cookie: cookie } });
  const page = squeeze(await response.text());
  assert.equal(response.status, status, page);
  return page;
}

/** Sends the form of the page at `path` as a browser would, with a file where it has one. */
async function send(path: string, fields: Record<string, string | File>): Promise<Response> {
  const csrf = /name="csrf" value="([^"]+)"/.exec(await read(path))?.[1] ?? "";
  const body = new FormData();
  for (const [name, value] of Object.entries({ csrf, ...fields })) body.set(name, value);
  return await app.request(path, { method: "POST", headers: { Cookie: cookie }, body });
}

/** The fields that a page carries on to the next. */
function carried(page: string): Record<string, string> {
  const plain = (value: string) =>
    value
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(fields.map(([, name = "", value = ""]) => [name, plain(value)]));
}

const digestOf = (text: string) => encodeHex(sha256(new TextEncoder().encode(text)));
const admin = () => `/admin/statements/${statement.id}`;
const responses = async () => (await opened.depositary.statements.find("rooms"))?.additions.responses ?? [];

test("an answer that is pasted is shown again with its digest, and only then is recorded", async () => {
  const path = `${admin()}/answer`;
  const form = await read(path);
  assert.ok(form.includes("<bdi>Town Council</bdi>") && form.includes("Another"));
  const words = "Dear all,\n<b>yes</b>.\n";
  const once = squeeze(
    await (await send(path, { addressee: "Town Council", text: words.replaceAll("\n", "\r\n") })).text(),
  );
  assert.ok(once.includes("Who answered: Town Council") && once.includes(digestOf(words)));
  assert.ok(once.includes("&lt;b&gt;yes&lt;/b&gt;"));
  assert.deepEqual(await responses(), [], "nothing is recorded yet");
  const twice = await send(path, carried(once));
  assert.equal(twice.headers.get("Location"), `${admin()}?done=answered`);
  assert.partialDeepStrictEqual(await responses(), [{ addressee: "Town Council", sha256: digestOf(words) }]);
  assert.match(await read(admin()), /Mara Holm recorded an answer of Town Council\./);
});

test("an answer in a file, of somebody who was not asked", async () => {
  const path = `${admin()}/answer`;
  const pdf = "%PDF-1.7\n% invented\n";
  const file = new File([pdf], "answer.txt", { type: "text/html" });
  const once = squeeze(await (await send(path, { addressee: " ", another: "Ministry “of” Culture", file })).text());
  assert.ok(once.includes("Document: PDF") && !once.includes("<pre"));
  assert.equal((await send(path, carried(once))).status, 303);
  assert.partialDeepStrictEqual((await responses()).at(-1), {
    addressee: "Ministry “of” Culture",
    sha256: digestOf(pdf),
    document: { format: "pdf" },
  });
});

test("what is missing, given twice, or no document is told at its field", async () => {
  const path = `${admin()}/answer`;
  const before = (await responses()).length;
  const zip = new File([new Uint8Array([0x50, 0x4b, 3, 4])], "answer.pdf");
  for (const [fields, words] of [
    [{ text: "Yes." }, "Please say who answered."],
    [{ addressee: "Town Council" }, "Please paste the answer, or choose its file."],
    [{ addressee: "Town Council", text: "Yes.", file: zip }, "either the text or the file"],
    [{ addressee: "Town Council", another: "Mayor", text: "Yes." }, "You chose somebody above"],
    [{ addressee: "Town Council", file: zip }, "This document cannot be taken"],
    [{ addressee: " ", another: "x".repeat(201), text: "Yes." }, "200"],
  ] as const) {
    const refused = await send(path, fields);
    assert.equal(refused.status, 422, words);
    assert.ok(squeeze(await refused.text()).includes(words), words);
  }
  assert.equal((await responses()).length, before);
  await read(`/admin/statements/nothing/answer`, 404);
  const stranger = await app.request(path, { method: "POST", body: new URLSearchParams({ sure: "yes" }) });
  assert.equal(stranger.status, 403);
});

test("readers see who answered and when, and save the document; it is never opened as a page", async () => {
  const words = "Dear all,\n<b>yes</b>.\n";
  const page = await read("/s/rooms");
  const href = `/s/rooms/responses/${digestOf(words)}.txt`;
  assert.ok(page.includes(`href="${href}" download`) && page.includes("<bdi>Town Council</bdi> answered on"));
  assert.ok(page.includes(digestOf(words)));
  const file = await app.request(href);
  assert.equal(await file.text(), words);
  assert.equal(file.headers.get("Content-Type"), "text/plain; charset=utf-8");
  assert.match(
    file.headers.get("Content-Disposition") ?? "",
    /^attachment; filename="rooms\.answer\.[0-9a-f]{8}\.txt"$/,
  );
  assert.equal(file.headers.get("X-Content-Type-Options"), "nosniff");
  assert.match(file.headers.get("Content-Security-Policy") ?? "", /sandbox/);
  for (const odd of [
    href.replace(".txt", ".md"),
    href.replace(".txt", ".html"),
    `/s/rooms/responses/${"0".repeat(64)}.txt`,
  ])
    assert.equal((await app.request(odd)).status, 404, odd);
});

test("an answer to a statement that only those with its link may see is theirs alone", async () => {
  const hidden = await open({ slug: "for-some", visibility: "link" });
  const given = { addressee: "Town Council", document: { bytes: new TextEncoder().encode("Quiet.\n") } };
  await opened.depositary.additions.respond(hidden.id, given, { kind: "token", id: "t", name: "t" });
  const path = `/s/for-some/responses/${digestOf("Quiet.\n")}.txt`;
  assert.equal((await app.request(path)).status, 404);
  const file = await app.request(`${path}?key=${hidden.linkKey}`);
  assert.equal(file.status, 200);
  assert.match(file.headers.get("Cache-Control") ?? "", /^private/);
});

test("a slip of the pen is shown beside its words before it is noted, and then beside them on every page", async () => {
  const path = `${admin()}/correct`;
  assert.ok((await read(path)).includes("14 days to object"));
  for (const [fields, words] of [
    [{ text: "1/en", block: "", note: "Read “a”." }, "Please give the number of the paragraph"],
    [{ text: "1/en", block: "9", note: "Read “a”." }, "The text has no ¶ 9."],
    [{ text: "1/fr", block: "1", note: "Read “a”." }, "has no text in this language"],
    [{ text: "", block: "1", note: "" }, "Please choose a text."],
  ] as const) {
    const refused = await send(path, fields);
    assert.equal(refused.status, 422, words);
    assert.ok(squeeze(await refused.text()).includes(words), words);
  }
  const note = "Read <i>“in the winter”</i>.";
  const once = squeeze(await (await send(path, { text: "1/en", block: "4", note })).text());
  assert.ok(once.includes("Heat them in winter.") && once.includes("Read &lt;i&gt;“in the winter”&lt;/i&gt;."));
  const corrections = (await opened.depositary.statements.find("rooms"))?.additions.corrections;
  assert.deepEqual(corrections, [], "nothing is noted yet");
  assert.equal((await send(path, carried(once))).headers.get("Location"), `${admin()}?done=corrected`);
  // A page is the same for less than a second, so those that were read before the note may not have it yet.
  await waitUntil(async () => (await read("/s/rooms")).includes('<aside class="correction"'));
  for (const page of ["/s/rooms", "/s/rooms/versions/1/en", "/s/rooms/sign"]) {
    const words = await read(page);
    assert.match(words, /<aside class="correction" aria-label="Correction of paragraph 4"/, page);
    assert.ok(words.indexOf("Heat them in winter.") < words.indexOf("Read &lt;i&gt;"), page);
  }
  assert.match(await read(admin()), /Mara Holm noted a slip of the pen in paragraph 4 of the text in English\./);
});

const GERMAN = `In Lesesälen begegnet eine Stadt ihren Gedanken.

## Was wir verlangen

- Öffnet jeden Lesesaal am Sonntag.
- Heizt sie im Winter.
`;

test("a translation is typed beside how it will look; one that is built otherwise is shown side by side", async () => {
  const path = `${admin()}/translate`;
  const typed = { lang: "de", tag: "", title: "Öffnet die Lesesäle", body: GERMAN };
  assert.ok((await read(path)).includes("marked as a translation that nobody signed"));
  for (const [fields, words] of [
    [{ ...typed, lang: "" }, "Please choose"],
    [{ ...typed, title: "" }, "title"],
    [{ ...typed, lang: "en" }, "There is a text in en already"],
    [{ ...typed, body: GERMAN.replace("- Heizt sie im Winter.\n", "") }, "<table>"],
  ] as const) {
    const refused = await send(path, { ...fields, do: "next" });
    assert.equal(refused.status, 422, words);
    assert.ok(squeeze(await refused.text()).includes(words), words);
  }
  const stars = GERMAN.replaceAll("- ", "* ");
  const offered = squeeze(await (await send(path, { ...typed, body: stars, do: "next" })).text());
  const listed = /name="listed" value="([0-9a-f]{64})"/.exec(offered)?.[1] ?? "";
  const tidied = squeeze(await (await send(path, { ...typed, body: stars, do: "tidy", listed })).text());
  assert.ok(tidied.includes("- Heizt sie im Winter.") && !tidied.includes("* Heizt"));
  const looked = await send(path, { ...typed, do: "preview" });
  assert.equal(looked.status, 200);
  assert.ok(squeeze(await looked.text()).includes('<p class="title">Öffnet die Lesesäle</p>'));
  const once = squeeze(await (await send(path, { ...typed, do: "next" })).text());
  assert.ok(once.includes("as the translation into Deutsch (German)"));
  const { translations = [] } = (await opened.depositary.statements.find("rooms"))?.additions ?? {};
  assert.deepEqual(translations, [], "nothing is added yet");
});

test("a translation is read as a further language that nobody signed, with its bytes at an address of its own", async () => {
  const path = `${admin()}/translate`;
  const typed = { tag: "de", title: "Öffnet die Lesesäle", body: GERMAN };
  const body = new FormData();
  const page = await read(path);
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
  for (const [name, value] of Object.entries({ csrf, ...typed, do: "sure" })) body.set(name, value);
  const done = await app.request(path, { method: "POST", headers: { Cookie: cookie }, body });
  assert.equal(done.headers.get("Location"), `${admin()}?done=translated`);
  await waitUntil(async () => (await read("/s/rooms")).includes('hreflang="de"'));
  const letter = await read("/s/rooms/de");
  assert.ok(letter.includes("<strong>Translation, not signed.</strong>"));
  assert.match(letter, /The text that is signed is in <a href="\/s\/rooms\/en"><bdi lang="en"/);
  assert.ok(letter.includes('<h1 lang="de">Öffnet die Lesesäle</h1>') && letter.includes("<title>Öffnet die Lesesäle"));
  assert.ok(letter.includes("This is a translation that nobody signed."));
  assert.ok(!letter.includes("these are the words that were signed"));
  assert.match(await read("/s/rooms/en"), /Deutsch<\/a> <small class="muted">.*translation, not signed/);
  const file = await app.request("/s/rooms/translations/1/text.de.md");
  assert.equal(await file.text(), `# Öffnet die Lesesäle\n\n${GERMAN}`);
  assert.match(file.headers.get("Content-Type") ?? "", /^text\/markdown/);
  assert.ok(letter.includes('href="/s/rooms/translations/1/text.de.md"'));
  for (const odd of ["/s/rooms/de.md", "/s/rooms/translations/2/text.de.md", "/s/rooms/translations/1/text.en.md"])
    assert.equal((await app.request(odd)).status, 404, odd);
  assert.ok((await read("/s/rooms/sign?lang=de")).includes("Heat them in winter."), "people sign the authentic text");
  assert.match(await read(admin()), /Mara Holm added a translation into Deutsch\./);
});
