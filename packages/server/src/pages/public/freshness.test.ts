import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mailedToken, makeSignature } from "../../../../../tests/depositary.ts";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let statement: StatementView;

before(async () => {
  // So that nothing is published while these tests run.
  pages = await openPublicPages({ publishInterval: 60_000 });
  statement = await pages.open({ slug: "rooms" });
});

after(() => pages.close());

const second = () => new Promise((resolve) => setTimeout(resolve, 1_000));
const mailboxOf = (name: string) => `${name.toLowerCase()}@post.example`;

async function sign(name: string): Promise<void> {
  const { signing } = pages.depositary;
  const input = makeSignature(statement, { name, mailbox: mailboxOf(name) });
  await signing.submit(statement.id, input, { address: "192.0.2.1" });
  await signing.confirm({ token: await mailedToken(pages.depositary, mailboxOf(name), "confirm") }, { wait: 1 });
}

test("a name taken off is gone from every page within a second, also when another takes its place and nothing is published", async () => {
  const paths = ["/s/rooms", "/s/rooms/en", "/s/rooms/signatories", "/s/rooms/signatories?q=win"];
  await sign("Winter");
  await second();
  for (const path of paths) assert.ok((await pages.read(path)).includes('class="name">Winter<'), path);
  const token = await mailedToken(pages.depositary, mailboxOf("Winter"), "manage");
  await pages.depositary.signing.withdraw(token, { wait: 1 });
  await sign("Spring");
  await second();
  for (const path of paths) assert.ok(!(await pages.read(path)).includes("Winter"), path);
  assert.ok((await pages.read("/s/rooms")).includes('class="name">Spring<'));
});

test("who searches for a name too early finds it a moment later", async () => {
  await sign("Autumn");
  await pages.read("/s/rooms/signatories?q=autumn");
  await second();
  await second();
  assert.ok((await pages.read("/s/rooms/signatories?q=autumn")).includes('class="name">Autumn<'));
});
