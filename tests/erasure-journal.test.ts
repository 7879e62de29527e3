import assert from "node:assert/strict";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { identityMacs } from "../packages/server/src/depositary/identity-mac.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import type { OlderDatabase } from "./older-database.ts";
import { copyDatabase } from "./older-database.ts";
import { searchEverywhere } from "./search-everywhere.ts";

const GONE = { name: "Quirina Zwölfender", mailbox: "quirina@nachlass.example" };
const STAYS = { name: "Oda Sommer", mailbox: "oda@post.example" };

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`who was forgotten stays so in a restored copy, on ${engine}`, () => journalSuite(engine));
}

function journalSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let older: OlderDatabase;
  let journal: string;

  before(async () => {
    place = await makePlace(engine);
    journal = join(place.dataDir, "erasures");
    opened = await place.open();
    const draft = await opened.depositary.drafts.create(makeDraft());
    statement = await opened.depositary.drafts.open(draft.id);
    for (const who of [GONE, STAYS]) await sign(who);
    older = await copyDatabase(opened.store);
  });

  after(async () => {
    await opened.depositary.close();
    await place.remove();
  });

  async function sign(who: { name: string; mailbox: string }): Promise<void> {
    const { signing } = opened.depositary;
    await signing.submit(statement.id, makeSignature(statement, who), { address: "192.0.2.1" });
    await signing.confirm({ token: await mailedToken(opened.depositary, who.mailbox, "confirm") });
  }

  async function restart(meanwhile: () => Promise<void>): Promise<void> {
    await opened.depositary.close();
    assert.deepEqual(opened.errors, []);
    await meanwhile();
    opened = await place.open();
  }

  async function restoreOlder(): Promise<void> {
    const store = await place.openStore();
    await older.putBack(store);
    await store.close();
  }

  async function find({ name, mailbox }: typeof GONE): Promise<string[]> {
    const { identityMac, mailboxMac } = identityMacs(opened.secrets, statement.id, mailbox, name);
    const found = await searchEverywhere(opened, [name, mailbox, identityMac, mailboxMac]);
    return found.map(({ table, column }) => `${table}.${column}`);
  }

  test("an erasure is in the journal by the time that its act is published, by numbers alone", async () => {
    const { signing } = opened.depositary;
    const token = await mailedToken(opened.depositary, GONE.mailbox, "manage");
    const { index, receipt } = await signing.withdraw(token);
    assert.ok(receipt);
    const text = readFileSync(journal, "utf8");
    assert.equal(text, `undersigned/erasures@v1\n${statement.id} ${index} 1 .\n`);
  });

  test("a copy of before it is made to forget her again before anything is served, and nobody else", async () => {
    await restart(restoreOlder);
    assert.deepEqual(await find(GONE), []);
    assert.ok((await find(STAYS)).includes("signature.public_part"));
    const { items } = await opened.depositary.statements.signatories(statement.id, {});
    assert.deepEqual(
      items.map(({ name }) => name),
      [STAYS.name],
    );
    assert.match(opened.notices[0] ?? "", /^1 of those who were forgotten/);
  });

  test("again, though a crash cut the journal's last line short", async () => {
    appendFileSync(journal, `${statement.id} 9 2`);
    await restart(restoreOlder);
    assert.deepEqual(await find(GONE), []);
    assert.ok((await find(STAYS)).includes("signature.public_part"));
  });

  test("what the journal lacks is written into it at the start", async () => {
    await restart(async () => rmSync(journal));
    assert.match(readFileSync(journal, "utf8"), new RegExp(`^${statement.id} \\d+ 1 \\.$`, "m"));
    assert.equal(
      opened.notices.some((notice) => notice.includes("forgotten")),
      false,
    );
  });
}
