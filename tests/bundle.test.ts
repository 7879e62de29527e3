import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { encodeUtf8 } from "../packages/core/src/bytes.ts";
import { parseVerifierKey } from "../packages/core/src/log/note.ts";
import { parseReceipt } from "../packages/core/src/verify/receipt.ts";
import type { Report } from "../packages/core/src/verify/report.ts";
import type { Trust } from "../packages/core/src/verify/trust.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import { verifyReceipt } from "../packages/core/src/verify/verify-receipt.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";

const folder = mkdtempSync(join(tmpdir(), "undersigned-bundle-"));
let place: Place;
let depositary: Depositary;
let statement: StatementView;
let trust: Trust;

before(async () => {
  place = await makePlace("sqlite");
  ({ depositary } = await place.open());
  const { id } = await depositary.drafts.create(
    makeDraft({
      texts: [
        {
          lang: "en",
          markdown: "# Open the rooms\n\nRooms.\n\n## We ask\n\n- Open them.\n",
          authentic: true,
          prevails: true,
        },
        { lang: "ar", markdown: "# افتحوا القاعات\n\nقاعات.\n\n## نطلب\n\n- افتحوها.\n", authentic: true },
      ],
    }),
  );
  statement = await depositary.drafts.open(id);
  trust = { key: parseVerifierKey(depositary.identity.vkey), source: "given" };
});
after(async () => {
  await depositary.close();
  await place.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function sign(change: Parameters<typeof makeSignature>[1] & { mailbox: string }) {
  await depositary.signing.submit(statement.id, makeSignature(statement, change), { address: "127.0.0.1" });
  const token = await mailedToken(depositary, change.mailbox, "confirm");
  return { token, confirmed: await depositary.signing.confirm({ token }) };
}

let written = 0;
async function verifyPublished(): Promise<Report> {
  const path = join(folder, `${written++}.zip`);
  await pipeline(Readable.fromWeb(await depositary.bundles.open(statement.id)), createWriteStream(path));
  const archive = await openArchive(path);
  try {
    return await verifyBundle(archive, trust);
  } finally {
    await archive.close();
  }
}

test("the bundle of a statement that nobody has signed yet", async () => {
  while ((await depositary.logs.checkpoint(statement.id)) === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const report = await verifyPublished();
  assert.equal(report.verdict, "valid", report.reason ?? "");
  assert.equal(report.counts?.total, 0);
  assert.deepEqual(
    report.versions[0]?.texts.map(({ lang, title, prevails }) => [lang, title, prevails]),
    [
      ["ar", "افتحوا القاعات", false],
      ["en", "Open the rooms", true],
    ],
  );
});

test("the bundle of organisations and people, named and unnamed, some withdrawn", async () => {
  for (let i = 0; i < 12; i++) {
    const kind = i % 3 === 0 ? "organisation" : "person";
    await sign({
      kind,
      capacity: kind === "organisation" ? "institutional" : "personal",
      name: `Signatory ${i}`,
      mailbox: `signatory${i}@post${i}.example`,
      named: i % 2 === 0 || kind === "organisation",
      lang: i % 2 === 0 ? "en" : "ar",
      ...(i === 3 ? { reservation: "Not ¶ 3." } : {}),
    });
  }
  const { token, confirmed } = await sign({ name: "Ada Winter", mailbox: "ada@post.example" });
  await depositary.signing.withdraw(token);
  const leaving = await sign({
    kind: "organisation",
    capacity: "institutional",
    name: "Leavers",
    mailbox: "a@leave.example",
  });
  const taken = await depositary.signing.withdraw(leaving.token);

  const report = await verifyPublished();
  assert.equal(report.verdict, "valid", report.reason ?? "");
  const { total, organisations, people, named, unnamed, tallies } = report.counts ?? {};
  assert.deepEqual(
    { total, organisations, people, named, unnamed },
    { total: 12, organisations: 4, people: 8, named: 8, unnamed: 4 },
  );
  assert.deepEqual([tallies?.signed, tallies?.withdrawn], [14, 2]);
  assert.deepEqual(report.names, { shown: 4, of: 4 });
  assert.equal(report.size, 17);

  // Receipts, as people save them from the API.
  for (const { receipt, index } of [confirmed, leaving.confirmed, taken]) {
    const checked = verifyReceipt(parseReceipt(encodeUtf8(JSON.stringify(receipt))), trust);
    assert.equal(checked.verdict, "valid", checked.reason ?? "");
    assert.equal(checked.index, index);
    assert.equal(checked.origin, report.origin);
  }
});

test("the bundle of a closed statement", async () => {
  await depositary.drafts.close(statement.id);
  let report = await verifyPublished();
  for (let i = 0; i < 100 && report.status !== "closed"; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    report = await verifyPublished();
  }
  assert.deepEqual([report.verdict, report.status], ["valid", "closed"]);
});
