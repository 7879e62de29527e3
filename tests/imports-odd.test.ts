import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hono } from "hono";
import type { SignedIn } from "./accounts.ts";
import { appOf, makeAccount, setUpAdministrator } from "./accounts.ts";
import type { OpenPlace } from "./depositary.ts";
import { makePlace } from "./depositary.ts";
import { makeDocx } from "./make-docx.ts";
import { squeeze } from "./public-pages.ts";

/* Texts that come by the API, and whatever else may come there and by the form. PostgreSQL takes fewer texts than SQLite. */

const place = await makePlace("postgres");
let opened: OpenPlace;
let app: Hono;
let administrator: SignedIn;
let token = "";

const WORDS = `# Open the reading rooms

Reading rooms are where a town meets its own mind. On Sundays they stay closed, and so does the town.

We call on the council to:

- open every reading room on Sundays
- heat all of them in winter
`;

before(async () => {
  opened = await place.open();
  app = appOf(opened.depositary);
  administrator = await setUpAdministrator(opened.depositary);
  token = await opened.depositary.administrators.createToken("test");
});
after(async () => {
  await opened.depositary.close();
  await place.remove();
  assert.deepEqual(opened.errors, []);
});

type Json = Record<string, unknown>;

async function post(body: unknown, bearer = token): Promise<{ status: number; body: Json }> {
  const isForm = body instanceof FormData;
  const headers: Record<string, string> = { Authorization: `Bearer ${bearer}` };
  if (!isForm) headers["Content-Type"] = "application/json";
  const init = { method: "POST", headers, body: isForm ? body : JSON.stringify(body) };
  const answer = await app.request("/api/v1/imports", init);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

async function bring(
  fields: Record<string, string | File>,
): Promise<{ status: number; location: string; page: string }> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ csrf: administrator.csrf, ...fields })) body.set(name, value);
  const response = await app.request("/admin/imports", {
    method: "POST",
    headers: { Cookie: administrator.cookie },
    body,
  });
  return {
    status: response.status,
    location: response.headers.get("Location") ?? "",
    page: squeeze(await response.text()),
  };
}

async function read(path: string): Promise<string> {
  return squeeze(await (await app.request(path, { headers: { Cookie: administrator.cookie } })).text());
}

test("the API labels words, a page and a file, as JSON and as a form, and keeps nothing", async () => {
  const markdown = await post({ markdown: WORDS });
  assert.equal(markdown.status, 200, JSON.stringify(markdown.body));
  assert.equal(markdown.body.title, "Open the reading rooms");
  assert.equal(markdown.body.lang, "en");
  const demands = (body: Json) => (body.demands as { text: string }[]).map(({ text }) => text);
  assert.deepEqual(demands(markdown.body), ["open every reading room on Sundays", "heat all of them in winter"]);
  const docx = makeDocx([
    { kind: "heading", level: 1, words: "Open the reading rooms" },
    { kind: "paragraph", words: "We call on the council to:" },
    { kind: "item", words: "heat all of them in winter" },
  ]);
  const inJson = await post({ base64: Buffer.from(docx).toString("base64"), name: "letter.docx" });
  assert.deepEqual([inJson.status, demands(inJson.body)], [200, ["heat all of them in winter"]]);
  const form = new FormData();
  form.set("file", new File([new Uint8Array(docx)], "letter.docx"));
  const inForm = await post(form);
  assert.deepEqual(inForm, inJson);
  assert.equal(Reflect.get(Object(inForm.body.source), "kind"), "docx");
  for (const block of inForm.body.blocks as Json[]) {
    assert.deepEqual(
      Object.keys(block)
        .filter((key) => key !== "level")
        .sort(),
      ["confidence", "end", "role", "rule", "start", "text"],
    );
  }
  assert.deepEqual(await opened.depositary.imports.list(administrator.account), []);
});

test("exactly one source is taken; who may begin a statement may bring one, and nobody else", async () => {
  for (const body of [{}, { text: "a", html: "b" }, { text: "a", base64: "aGk=" }, { url: "x", markdown: "y" }]) {
    const refused = await post(body);
    assert.deepEqual([refused.status, refused.body.code], [422, "invalid_field"], JSON.stringify(body));
    assert.match(String(refused.body.detail), /exactly one of text, html, markdown, url and a file/);
  }
  const unknown = await post({ words: "a" });
  assert.deepEqual([unknown.status, unknown.body.code], [422, "invalid_field"]);
  assert.equal((await post({ base64: "!!" })).status, 422);
  assert.equal((await post({ text: "a" }, "wrong")).status, 401);
  const checker = await makeAccount(opened.depositary, administrator, "checker");
  const asChecker = await app.request("/admin/imports", { headers: { Cookie: checker.cookie } });
  assert.equal(asChecker.status, 403);
});

test("attack: no address of our own network is fetched, by the API or by the form", async () => {
  for (const url of [
    "http://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.1/x",
    "file:///etc/passwd",
    "https://[::1]/",
  ]) {
    const refused = await post({ url });
    assert.deepEqual([refused.status, refused.body.code], [422, "invalid_field"], url);
    const page = await bring({ way: "address", address: url });
    assert.equal(page.status, 422, url);
    assert.match(page.page, /class="error"/);
  }
});

test("attack: what is empty, no text, broken or too much is refused with what to do, by code", async () => {
  const zip = makeDocx([{ kind: "paragraph", words: "Words" }]);
  const of = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64");
  const cases: readonly (readonly [name: string, body: Json, status: number, code: RegExp])[] = [
    ["nothing", { text: "" }, 422, /source_empty/],
    ["white space", { text: " \n\t " }, 422, /source_empty/],
    ["a picture", { base64: of("\x89PNG\r\n\x1a\n\0\0\0") }, 422, /unsupported/],
    ["half a Word file", { base64: of(zip.subarray(0, zip.length / 2)) }, 422, /source_damaged|unsupported/],
    [
      "a PDF that is none",
      { base64: of("%PDF-1.7\nnothing") },
      422,
      /source_damaged|source_without_words|source_encrypted/,
    ],
    ["half a character", { text: "Words \ud800 words" }, 422, /source_encoding/],
    ["more than is read", { base64: of(new Uint8Array(21 * 1024 * 1024).fill(0x61)) }, 413, /too_large/],
  ];
  for (const [name, body, status, code] of cases) {
    const refused = await post(body);
    assert.equal(refused.status, status, `${name}: ${JSON.stringify(refused.body)}`);
    assert.match(String(refused.body.code), code, name);
    assert.ok(String(refused.body.detail).length > 20, name);
  }
});

test("odd letters come through the form, the review and the draft: NUL, directions, tags, halves of characters", async () => {
  const odd =
    "Open <script>alert(1)</script> rooms\n\nOne \u202eesrever\u202c two\u0007 three \ufffe four &amp; five, and on Sundays they stay closed, as is the town.\n\nAn end \ufeffwith marks\u200b.";
  const { status, location, page } = await bring({ way: "paste", paste: odd });
  assert.equal(status, 303, page);
  const review = await read(location);
  assert.ok(!review.includes("<script>alert"), "nothing that was brought is run");
  assert.ok(review.includes("U+202E"), "what turns directions is named");
  assert.ok(!review.includes("\u202e"), "and does not turn them");
  const id = location.split("/").at(-1) ?? "";
  const found = await opened.depositary.imports.find(administrator.account, id);
  const settled = found?.questions.map(({ key }) => key) ?? [];
  const roles = found?.choices.roles.map((_, at) => (at === 0 ? "headline" : "body") as "headline" | "body") ?? [];
  await opened.depositary.imports.choose(administrator.account, id, { roles, lang: "en", settled });
  const statement = await opened.depositary.imports.use(administrator.account, id);
  const editor = await read(`/admin/statements/${statement.id}/edit`);
  assert.match(editor, /The text/);
  assert.ok(!editor.includes("<script>alert"));
});

test("attack: a text of thousands of parts is refused with the limit; one just below is shown", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => `Paragraph ${i} asks for nothing, and ends here.`).join("\n\n");
  const refused = await bring({ way: "paste", paste: many(3_200) });
  assert.equal(refused.status, 422);
  assert.match(refused.page, /at most 3000 can be looked at here/);
  const taken = await bring({ way: "paste", paste: many(900) });
  assert.equal(taken.status, 303, taken.page);
  assert.match(await read(taken.location), /900 parts/);
});

test("no more texts are kept for one account than are promised, and none is lost by asking for more", async () => {
  const refused = [];
  for (let i = 0; i < 21; i++) {
    const { status, page } = await bring({
      way: "paste",
      paste: `A title of this text\n\nParagraph ${i} asks for nothing.`,
    });
    if (status !== 303) refused.push(page);
  }
  assert.ok(refused.length > 0);
  assert.match(refused[0] ?? "", /as many as are kept/);
  assert.equal((await opened.depositary.imports.list(administrator.account)).length, 20);
});
