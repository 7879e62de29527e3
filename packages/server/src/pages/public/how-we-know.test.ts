import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PublicPages } from "../../../../../tests/public-pages.ts";
import { openPublicPages } from "../../../../../tests/public-pages.ts";
import type { StatementView } from "../../depositary/statements.ts";

let pages: PublicPages;
let rooms: StatementView;

before(async () => {
  pages = await openPublicPages();
  rooms = await pages.open({ slug: "rooms" });
  await pages.sign(rooms, "Riverbend Library", {
    kind: "organisation",
    capacity: "institutional",
    mailbox: "office@library.example",
  });
  await pages.sign(rooms, "Bo Lind", { named: false });
});

after(() => pages.close());

async function indexOf(name: string): Promise<number> {
  const { items } = await pages.depositary.statements.signatories(rooms.id, {});
  return items.find((one) => one.name === name)?.index ?? -1;
}

test("the page of a name tells what was proved and what was declared, and where the proof is", async () => {
  const index = await indexOf("Riverbend Library");
  assert.ok((await pages.read("/s/rooms/signatories")).includes(`href="/s/rooms/signatories/${index}">How we know`));
  const page = await pages.read(`/s/rooms/signatories/${index}`);
  assert.ok(page.includes("We wrote to an e-mail address at <bdi>library.example</bdi>"));
  assert.ok(page.includes("That was declared to us, and not proved."));
  assert.ok(page.includes(`href="/api/v1/statements/rooms/signatories/${index}/proof" download`));
  assert.ok(page.includes('href="/o/library.example"'));
  assert.ok(page.includes('<meta name="robots" content="noindex">'));
  assert.ok(!page.includes("office@"));
});

test("where nobody signed, somebody without a name, or somebody who left, the answer is the same", async () => {
  const token = await pages.sign(rooms, "Cy Other");
  const left = await indexOf("Cy Other");
  await pages.read(`/s/rooms/signatories/${left}`);
  await pages.depositary.signing.withdraw(token);
  const unnamed = (await indexOf("Riverbend Library")) + 1;
  const answers = new Set<string>();
  for (const index of [0, unnamed, 999_999, 999_999_999_999_999]) {
    answers.add(await pages.read(`/s/rooms/signatories/${index}`, 404));
    answers.add(await pages.read(`/s/rooms/signatories/${index}/notes/3`, 404));
  }
  assert.equal(answers.size, 1);
  assert.ok([...answers][0]?.includes("We say no more about it, whatever stood there."));
  assert.equal(await pages.depositary.statements.signatory(rooms.id, left), null);
});
