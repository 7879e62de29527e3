import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import { waitUntil } from "../../../../../tests/wait-until.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let statement: StatementView;

before(async () => {
  pages = await openPublicPages();
  statement = await pages.open({ slug: "rooms" });
  await pages.sign(statement, "Riverbend Library", {
    kind: "organisation",
    capacity: "institutional",
    place: "Riverbend",
  });
  await pages.sign(statement, "Fishing Club", {
    kind: "organisation",
    capacity: "institutional",
    mailbox: "office@club.fishing.example",
  });
  await pages.sign(statement, "Ada Winter", { reservation: "Not on <Sundays>." });
  for (let i = 0; i < 101; i++) {
    const name = `Reader ${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`;
    await pages.sign(statement, name);
  }
});

after(() => pages.close());

test("each signatory stands with how we know, in words", async () => {
  const page = await pages.read("/s/rooms/signatories");
  assert.ok(page.includes('<bdi class="name">Riverbend Library</bdi>'));
  assert.ok(page.includes("Confirmed from its e-mail domain, "));
  assert.ok(page.includes("Whoever signed declared authority to sign for it."));
  assert.ok(page.includes("Reservation: <bdi>Not on &lt;Sundays&gt;.</bdi>"));
  assert.ok(page.includes('reading the text in <bdi lang="en" dir="ltr">English</bdi>.'));
  assert.ok(!/level/i.test(page));
});

test("an organisation stands with the domain that somebody registered, whatever stands before it; a person with none", async () => {
  const page = await pages.read("/s/rooms/signatories?kind=organisation");
  assert.ok(
    page.includes(
      'Riverbend Library</bdi> <span class="beside">(<a href="/o/post.example"><bdi>post.example</bdi></a>)</span>',
    ),
  );
  assert.ok(
    page.includes(
      'Fishing Club</bdi> <span class="beside">(<a href="/o/fishing.example"><bdi>fishing.example</bdi></a>)</span>',
    ),
  );
  const list = await pages.depositary.statements.signatories(statement.id, { limit: 3 });
  assert.deepEqual(
    list.items.map(({ name, domain }) => [name, domain]),
    [
      ["Riverbend Library", "post.example"],
      ["Fishing Club", "fishing.example"],
      ["Ada Winter", undefined],
    ],
  );
  assert.ok(!(await pages.read("/s/rooms/signatories")).includes("office@"));
});

test("what was observed of an organisation is on the list once its domain says so", async () => {
  const { items } = await pages.depositary.statements.signatories(statement.id, { limit: 1 });
  const [library] = items;
  assert.ok(library);
  const url = "https://post.example/.well-known/undersigned.json";
  const seen = { kind: "well-known", domain: "post.example", url, names: "version", sha256: "ab".repeat(32) } as const;
  await pages.depositary.evidence.add({ statementId: statement.id, index: library.index }, seen);
  const again = await pages.depositary.statements.signatories(statement.id, { limit: 2 });
  assert.equal(again.items[0]?.level, 3);
  assert.deepEqual(
    again.items.map(({ observations }) => observations.map(({ observation }) => observation.kind)),
    [["well-known"], []],
  );
  // A page is kept for a moment.
  await waitUntil(async () =>
    (await pages.read("/s/rooms/signatories")).includes("from its e-mail domain and website"),
  );
});

test("each name has a link to its proof, which says aloud of whom", async () => {
  const page = await pages.read("/s/rooms/signatories");
  const { items } = await pages.depositary.statements.signatories(statement.id, { limit: 1 });
  const href = `/api/v1/statements/rooms/signatories/${items[0]?.index}/proof`;
  assert.ok(
    page.includes(
      `href="${href}" download>Proof<span class="visually-hidden"> that <bdi>Riverbend Library</bdi> signed</span></a>`,
    ),
  );
  assert.equal(page.match(/class="proof"/g)?.length, 100);
  assert.ok(page.includes('<a href="/s/rooms/verify#name">How to check it</a>'));
  assert.ok((await pages.read("/s/rooms/verify")).includes('<h2 id="name">'));
});

test("pages follow by cursor, in the order of signing, without a gap", async () => {
  const first = await pages.read("/s/rooms/signatories");
  assert.equal(first.match(/class="who"/g)?.length, 100);
  const next = /<a class="onward" rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const second = await pages.read(next);
  assert.equal(second.match(/class="who"/g)?.length, 4);
  assert.ok(second.includes("Back to the first"));
  assert.ok(!second.includes('rel="next"'));
});

test("search and filter", async () => {
  const found = await pages.read("/s/rooms/signatories?q=winter");
  assert.equal(found.match(/class="who"/g)?.length, 1);
  assert.ok(found.includes('value="winter"'));
  const organisations = await pages.read("/s/rooms/signatories?kind=organisation");
  assert.equal(organisations.match(/class="who"/g)?.length, 2);
  const none = await pages.read("/s/rooms/signatories?q=nobody%22%3E");
  assert.ok(none.includes("No named signatory fits that."));
  assert.ok(none.includes('value="nobody&quot;&gt;"'));
});

test("the letter shows the first of them only", async () => {
  const page = await pages.read("/s/rooms");
  assert.equal(page.match(/class="name"/g)?.length, 24);
  assert.ok(page.includes("All 104 named signatories"));
});
