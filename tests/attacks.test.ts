import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { crc32 } from "node:zlib";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { mailedToken, makeSignature } from "./depositary.ts";
import type { PublicPages } from "./public-pages.ts";
import { openPublicPages, squeeze } from "./public-pages.ts";
import { waitUntil } from "./wait-until.ts";

/* What is tried against the list of signatories by whoever can reach its pages: docs/design/attacks.md tells the others. */

let pages: PublicPages;
let statement: StatementView;

before(async () => {
  pages = await openPublicPages();
  statement = await pages.open({ slug: "rooms" });
});
after(() => pages.close());

const organisation = { kind: "organisation", capacity: "institutional" } as const;
const total = async () => (await pages.depositary.statements.counts(statement.id)).total;

test("attack: a domain that only begins like another’s is shown as the one that somebody registered", async () => {
  await pages.sign(statement, "Reading Rooms Union", {
    ...organisation,
    mailbox: "office@reading.example.evil.test",
  });
  const list = await pages.read("/s/rooms/signatories");
  const shown = /<p class="who">.*?<\/p>/.exec(list)?.[0] ?? "";
  assert.match(shown, /Reading Rooms Union.*>evil\.test</);
  assert.ok(!list.includes("reading.example.evil.test"));
  assert.equal((await pages.get("/o/evil.test")).status, 200);
  const ofTheOther = await (await pages.get("/o/reading.example")).text();
  assert.ok(!ofTheOther.includes("Reading Rooms Union"));
});

test("attack: ten codes open nothing, each is told what to do instead, and the link in the mail still works", async () => {
  const mailbox = "guessed@post.example";
  const before = await total();
  await pages.depositary.signing.submit(statement.id, makeSignature(statement, { name: "Guessed One", mailbox }), {
    address: "127.0.0.1",
  });
  const token = await mailedToken(pages.depositary, mailbox, "confirm");
  const { pending } = await pages.depositary.signing.submit(
    statement.id,
    makeSignature(statement, { name: "Guessed Two", mailbox }),
    { address: "127.0.0.1" },
  );
  for (let i = 1; i <= 10; i++) {
    const answer = await pages.post("/s/rooms/sign/sent", { pending, code: "AAAA AAAA" });
    const page = squeeze(await answer.text());
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
    assert.match(page, i < 5 ? /That is not the code in the mail/ : /[Oo]pen the link in the mail instead/, `${i}`);
  }
  assert.equal(await total(), before);
  await pages.depositary.signing.confirm({ token });
  assert.equal(await total(), before + 1);
});

test("attack: two people who share a mailbox sign each for themselves, and neither takes the other’s name off", async () => {
  const mailbox = "family@home.example";
  const before = await total();
  const first = await pages.sign(statement, "Greta Zinn", { mailbox });
  const second = await pages.sign(statement, "Hans Zinn", { mailbox });
  assert.notEqual(first, second);
  assert.equal(await total(), before + 2);
  assert.equal((await pages.post("/manage/withdraw", { token: first })).status, 200);
  assert.equal(await total(), before + 1);
  await waitUntil(async () => {
    const list = await pages.read("/s/rooms/signatories");
    return list.includes("Hans Zinn") && !list.includes("Greta Zinn");
  });
});

test("attack: a logo of a hundred bytes that claims 900 million pixels is refused in words, and no logo is shown", async () => {
  const token = await pages.sign(statement, "Quay School", { ...organisation, mailbox: "office@quay.example" });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(30_000, 0);
  header.writeUInt32BE(30_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const bomb = Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", Buffer.from("789c030000000001", "hex")),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  const form = new FormData();
  form.set("token", token);
  form.set("permission", "yes");
  form.set("logo", new File([new Uint8Array(bomb)], "logo.png", { type: "image/png" }));
  const answer = await pages.submit("/logo", form);
  assert.equal(answer.status, 422);
  assert.match(squeeze(await answer.text()), /30000 × 30000 pixels; a logo may have 16 million/);
  assert.ok((await pages.read(`/logo?token=${token}`)).includes("No logo is shown now."));
});

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

test("attack: names, reservations and domains are words on every page, whatever they hold", async () => {
  const evil = `<img src=x onerror=alert(1)>"'`;
  const token = await pages.sign(statement, "Markup Person", {
    name: `Ada "<b>Winter</b>'`,
    reservation: `Not ¶ 2. ${evil}`,
    mailbox: "markup@post.example",
  });
  await waitUntil(async () => (await pages.read("/s/rooms/signatories")).includes("&lt;b&gt;Winter"));
  for (const path of [
    "/s/rooms/signatories",
    "/s/rooms/en",
    `/manage?token=${token}`,
    `/confirm?token=${token}`,
    `/evidence?token=${token}`,
    "/s/rooms/signatories?q=%3Cimg%20src%3Dx%3E",
    "/o/%3Cimg%20src%3Dx%3E",
  ]) {
    const page = await (await pages.get(path)).text();
    assert.ok(!page.includes("<img src=x") && !page.includes("<b>Winter"), path);
  }
});
