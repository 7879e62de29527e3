import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { MARKDOWN, mailedToken } from "./depositary.ts";
import type { PublicPages } from "./public-pages.ts";
import { openPublicPages } from "./public-pages.ts";

const NEW_TEXT = MARKDOWN.replace("on Sundays", "on Sundays and Mondays");

let pages: PublicPages;
before(async () => {
  pages = await openPublicPages();
});
after(() => pages.close());

async function openNext(statement: StatementView, markdown: string): Promise<StatementView> {
  const { nextVersions } = pages.depositary;
  const begun = await nextVersions.begin(statement.id);
  const draft = { ...begun, texts: begun.texts.map((text) => ({ ...text, markdown })) };
  await nextVersions.replace(statement.id, draft);
  const { version } = await nextVersions.preview(statement.id, draft);
  return nextVersions.open(statement.id, version?.digest ?? "");
}

/** The hidden fields of the form that posts to `action`. */
function fieldsOf(page: string, action: string): Record<string, string> {
  const form = page.split("<form ").find((one) => one.includes(`action="${action}"`)) ?? "";
  const inputs = form.split("</form>")[0]?.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g) ?? [];
  return Object.fromEntries(Array.from(inputs, ([, name, value]) => [name, value]));
}

test("a statement of two versions says who signed which, and what changed", async () => {
  const statement = await pages.open({ slug: "two-versions" });
  await pages.sign(statement, "Ada Winter");
  const next = await openNext(statement, NEW_TEXT);
  await pages.sign(next, "Bo Lind");
  const letter = await pages.read("/s/two-versions");
  assert.match(letter, /1 person has signed this version; 1 an earlier one\./);
  assert.match(letter, /Ada Winter<\/bdi>.*\(version 1\)/);
  assert.match(letter, /Version 2; first opened on/);
  assert.match(await pages.read("/s/two-versions/signatories"), /Signed version 1, not the present one\./);
  const count = JSON.parse(await pages.read("/s/two-versions/count.json"));
  assert.deepEqual([count.version, count.total, count.earlier], [2, 1, 1]);

  const list = await pages.read("/s/two-versions/versions");
  assert.match(list, /Version 2 <small>the present one<\/small>.*1 signature stands under it.*Version 1/);
  assert.match(list, /See the one change since version 1/);
  const changes = await pages.read("/s/two-versions/versions/2/changes?lang=xx");
  assert.match(changes, /on Sundays<ins><span class="visually-hidden"[^>]*> new: <\/span> and Mondays<span/);
  assert.match(changes, /¶ 1 and ¶ 2 are unchanged\./);

  const old = await pages.read("/s/two-versions/versions/1/en");
  assert.match(old, /You are reading version 1.*Open every reading room on Sundays\./);
  assert.doesNotMatch(old, /Mondays|Sign this statement/);
  assert.match(await pages.read("/s/two-versions/versions/2"), /This is version 2.*which is the present one/);
  const bytes = await pages.get("/s/two-versions/versions/1/text.en.md");
  assert.equal(await bytes.text(), MARKDOWN);
  assert.match(bytes.headers.get("Cache-Control") ?? "", /immutable/);
  for (const path of ["versions/3", "versions/1/changes", "versions/9/changes", "versions/1/fr", "versions/0"]) {
    assert.equal((await pages.get(`/s/two-versions/${path}`)).status, 404, path);
  }
});

test("versions of a statement that only a link opens are for those who have it", async () => {
  const statement = await pages.open({ slug: "two-hidden", visibility: "link" });
  await openNext(statement, NEW_TEXT);
  for (const path of ["versions", "versions/1", "versions/1/en", "versions/2/changes"]) {
    assert.equal((await pages.get(`/s/two-hidden/${path}`)).status, 404, path);
    const shown = await pages.get(`/s/two-hidden/${path}?key=${statement.linkKey}`);
    assert.equal(shown.status, 200, path);
    assert.match(shown.headers.get("Cache-Control") ?? "", /^private/);
  }
});

test("the mailed link shows what changed; only the button signs, and only with consent", async () => {
  const statement = await pages.open({ slug: "asked-again" });
  const token = await pages.sign(statement, "Cy Other");
  const next = await openNext(statement, NEW_TEXT);
  const path = `/manage/again?token=${token}`;
  const page = await pages.read(path);
  assert.match(page, /The text changed after you signed<\/h1>/);
  assert.match(page, /Your name stays with the version of .* of “Open the reading rooms” and has not been moved\./);
  assert.match(page, /<ins>.*and Mondays/);
  assert.match(page, /Sign the new text.*Stay with the old one.*Take my name off/);
  await pages.read(path);
  assert.equal((await pages.depositary.statements.counts(statement.id)).earlier, 1, "looking signs nothing");

  const fields = fieldsOf(page, "/manage/again");
  assert.equal(fields.version, next.version?.digest);
  const unticked = await pages.post("/manage/again", { ...fields, named: "true" });
  assert.equal(unticked.status, 422);
  assert.match(await unticked.text(), /Please tick the box/);
  const done = await pages.post("/manage/again", { ...fields, named: "false", consent: "yes" });
  assert.equal(done.status, 200);
  assert.match(await done.text(), /You have signed the new text.*Download the receipt/s);
  const counts = await pages.depositary.statements.counts(statement.id);
  assert.deepEqual([counts.total, counts.unnamed, counts.earlier], [1, 1, 0]);
  assert.match(await pages.read(`/manage?token=${token}`), /Change what is shown/);

  // The form of before, with another choice, would undo what was done since.
  const stale = await pages.post("/manage/again", { ...fields, named: "true", consent: "yes" });
  assert.equal(stale.status, 409);
  assert.match(await stale.text(), /You signed again meanwhile/);
  const shown = fieldsOf(await pages.read(path), "/manage/again");
  const changed = await pages.post("/manage/again", {
    ...shown,
    named: "true",
    reservation: "Not ¶ 4.",
    consent: "yes",
  });
  assert.match(await changed.text(), /What is shown is changed/);
  assert.match(await pages.read("/s/asked-again/signatories"), /Cy Other.*Reservation: <bdi>Not ¶ 4\./);
});

test("whoever stays with the old one is told so, and may still decide otherwise", async () => {
  const statement = await pages.open({ slug: "staying" });
  const token = await pages.sign(statement, "Di Fourth");
  await openNext(statement, NEW_TEXT);
  const page = await pages.read(`/manage/again?token=${token}`);
  const stayed = await pages.post("/manage/stay", fieldsOf(page, "/manage/stay"));
  assert.match(await stayed.text(), /Your signature stays where it is/);
  assert.match(await pages.read(`/manage/again?token=${token}`), /You chose to stay with the old one/);
  assert.equal((await pages.depositary.statements.counts(statement.id)).earlier, 1);
  await openNext(statement, `${NEW_TEXT}- And on Fridays.\n`);
  const stale = await pages.post("/manage/stay", fieldsOf(page, "/manage/stay"));
  assert.equal(stale.status, 409, "it was another text that one chose to stay out of");
});

test("of a text that changed once more, the form shows the new one and asks again", async () => {
  const statement = await pages.open({ slug: "once-more" });
  const token = await pages.sign(statement, "Ed Fifth");
  await openNext(statement, NEW_TEXT);
  const fields = fieldsOf(await pages.read(`/manage/again?token=${token}`), "/manage/again");
  const third = await openNext(statement, `${NEW_TEXT}- And on Fridays.\n`);
  const answer = await pages.post("/manage/again", { ...fields, named: "true", consent: "yes" });
  assert.equal(answer.status, 409);
  const page = await answer.text();
  assert.match(page, /And on Fridays/);
  assert.equal(fieldsOf(page.replaceAll(/\s+/g, " "), "/manage/again").version, third.version?.digest);
  assert.equal((await pages.depositary.statements.counts(statement.id)).earlier, 1);
});

test("a pending signature of the old text is refused in words, on its page too", async () => {
  const statement = await pages.open({ slug: "too-late" });
  const { signing } = pages.depositary;
  const input = { kind: "person", name: "Flo Sixth", mailbox: "flo@post.example", capacity: "personal" } as const;
  const rest = { named: true, consent: true, lang: "en", version: statement.version?.digest ?? "" };
  await signing.submit(statement.id, { ...input, ...rest }, { address: "127.0.0.1" });
  const token = await mailedToken(pages.depositary, "flo@post.example", "confirm");
  await openNext(statement, NEW_TEXT);
  const page = await pages.get(`/confirm?token=${token}`);
  assert.equal(page.status, 409);
  assert.match(await page.text(), /The text changed after you asked to sign it, so nothing was signed/);
});

test("who may not sign the new text is told so, and stays", async () => {
  const statement = await pages.open({ slug: "organisations-now" });
  const token = await pages.sign(statement, "Gus Seventh");
  const { nextVersions } = pages.depositary;
  const begun = await nextVersions.begin(statement.id);
  const draft = { ...begun, terms: { ...begun.terms, who: ["organisation" as const], minimumAge: 18 } };
  await nextVersions.replace(statement.id, draft);
  const { version } = await nextVersions.preview(statement.id, draft);
  await nextVersions.open(statement.id, version?.digest ?? "");
  const page = await pages.read(`/manage/again?token=${token}`);
  assert.match(page, /Only organisations can sign the new text/);
  assert.match(page, /Who may sign<\/dt>.*Organisations and people.*Organisations only/);
  assert.match(page, /Least age<\/dt>.*16 years.*18 years/);
  assert.doesNotMatch(page, /action="\/manage\/again"/);
});
