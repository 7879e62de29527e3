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

const DNS = {
  kind: "dns",
  domain: "library.example",
  name: "_undersigned.library.example",
  names: "version",
} as const;

test("an observation stands in plain words, and folded with all that it takes to look again", async () => {
  const index = await indexOf("Riverbend Library");
  const record = `undersigned=v1 version=${rooms.version?.digest}`;
  const resolvers = ["192.0.2.1:53", "192.0.2.2:53"].map((resolver) => ({ resolver, records: [record, "<other>"] }));
  const { evidence } = pages.depositary;
  await evidence.add({ statementId: rooms.id, index }, { ...DNS, record, resolvers });
  assert.match(
    await pages.read("/s/rooms/signatories?kind=organisation"),
    /Confirmed from its e-mail domain and DNS record, [^.]+\. Whoever signed declared/,
  );
  const page = await pages.read(`/s/rooms/signatories/${index}?key=again`);
  assert.ok(
    page.includes("names this version of the statement. We asked 2 resolvers, and all of them gave the same answer."),
  );
  for (const told of [DNS.name, record, "192.0.2.2:53", "&lt;other&gt;"]) assert.ok(page.includes(told), told);
  const [view] = await evidence.published(rooms.id, index);
  assert.ok(view && page.includes(view.salt));
  const note = await pages.get(`/s/rooms/signatories/${index}/notes/${view.index}`);
  assert.equal(await note.text(), view.note);
  assert.match(note.headers.get("Content-Disposition") ?? "", /^attachment/);
  assert.ok((await pages.read("/o/library.example")).includes("and DNS record"));
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
