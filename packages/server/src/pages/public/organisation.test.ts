import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let rooms: StatementView;
const ORGANISATION = { kind: "organisation", capacity: "institutional" } as const;

before(async () => {
  pages = await openPublicPages();
  rooms = await pages.open({
    slug: "rooms",
    initiators: [
      { name: "Riverbend Library", domain: "library.example" },
      { name: "Club", domain: "club.example" },
    ],
  });
  const benches = await pages.open({ slug: "benches" });
  const hidden = await pages.open({ slug: "hidden", visibility: "link" });
  for (const statement of [rooms, benches, hidden]) {
    await pages.sign(statement, "Riverbend Library", {
      ...ORGANISATION,
      mailbox: "office@library.example",
      reservation: "Not on <Sundays>.",
    });
  }
  await pages.sign(rooms, "Bücherei", { ...ORGANISATION, mailbox: "post@xn--bcherei-n2a.example" });
  await pages.sign(rooms, "Ada Winter", { mailbox: "ada@library.example" });
});

after(() => pages.close());

test("what an organisation signed stands under its domain, with how that is known; what only those with a link can read does not", async () => {
  const page = await pages.read("/o/library.example");
  assert.equal(page.match(/Signed as the organisation <bdi>Riverbend Library<\/bdi>/g)?.length, 2);
  assert.ok(page.includes('href="/s/rooms"') && page.includes('href="/s/benches"') && !page.includes("/s/hidden"));
  assert.ok(page.includes("Confirmed from its e-mail domain, "));
  assert.ok(page.includes("Reservation: <bdi>Not on &lt;Sundays&gt;.</bdi>"));
  assert.ok(!page.includes("Ada Winter"));
});

test("statements that name the domain as an initiator stand apart from what it signed", async () => {
  const page = await pages.read("/o/library.example");
  assert.ok(page.includes("Statements that name it as an initiator"));
  const club = await pages.read("/o/club.example");
  assert.ok(club.includes("It signed nothing here from an address at this domain."));
  assert.ok(club.includes("Whoever published them wrote that"));
});

test("a domain that signed nothing, and what is no domain, are answered alike, without a verdict", async () => {
  for (const path of ["/o/nobody.example", "/o/nonsense", "/o/127.0.0.1", "/o/a%20b.example"]) {
    const page = await pages.read(path, 404);
    assert.ok(page.includes("Nothing in the record under this domain"), path);
    assert.ok(!/fake|false|fraud/i.test(page), path);
  }
});

test("a domain has one address, and is shown in its own letters and as in the DNS", async () => {
  const answer = await pages.get("/o/B%C3%BCcherei.Example.");
  assert.equal(answer.status, 301);
  assert.equal(answer.headers.get("Location"), "/o/xn--bcherei-n2a.example");
  const page = await pages.read("/o/xn--bcherei-n2a.example");
  assert.ok(
    page.includes(
      '<bdi class="domain">bücherei.example</bdi> <span class="beside">(<bdi class="domain">xn--bcherei-n2a.example</bdi>)</span>',
    ),
  );
});

test("the page is kept, and answered with 304 to whoever has it", async () => {
  const first = await pages.get("/o/library.example");
  const etag = first.headers.get("ETag") ?? "";
  assert.match(first.headers.get("Cache-Control") ?? "", /s-maxage/);
  assert.equal((await pages.get("/o/library.example", { "If-None-Match": etag })).status, 304);
});
