import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { decodeUtf8 } from "../packages/core/src/bytes.ts";
import { formatVerifierKey, parseVerifierKey } from "../packages/core/src/log/note.ts";
import type { Seen } from "../packages/core/src/signature/observation.ts";
import { parseSignatureNote, signVersion } from "../packages/core/src/signature/signature-note.ts";
import type { Report } from "../packages/core/src/verify/report.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import type { Holder } from "../packages/server/src/depositary/evidence.ts";
import type { SignatureInput } from "../packages/server/src/depositary/signing.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { readEntries } from "../packages/store/src/log-reading.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { makeDraft, makePlace } from "./depositary.ts";
import { signPublished } from "./served-place.ts";
import { makeTestSigner } from "./test-signer.ts";
import { waitUntil } from "./wait-until.ts";

const ORGANISATION = { kind: "organisation", capacity: "institutional" } as const;

for (const engine of ["sqlite", "postgres"] as const) describe(`observed bundles, on ${engine}`, () => suite(engine));

function suite(engine: Engine): void {
  const folder = mkdtempSync(join(tmpdir(), "undersigned-observed-"));
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let version: string;

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open();
    const { drafts } = opened.depositary;
    statement = await drafts.open((await drafts.create(makeDraft())).id);
    version = statement.version?.digest ?? "";
  });
  after(async () => {
    await opened.depositary.close();
    await place.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const sign = (name: string, domain: string, change: Partial<SignatureInput> = {}) =>
    signPublished(opened, statement, name, { ...ORGANISATION, mailbox: `office@${domain}`, ...change });
  const holder = (index: number): Holder => ({ statementId: statement.id, index });

  const dns = (domain: string, record: string, names: "version" | "key"): Seen => {
    const resolvers = [{ resolver: "192.0.2.53:53", records: [record] }];
    return { kind: "dns", domain, name: `_undersigned.${domain}`, names, record, resolvers };
  };

  /** The organisation names a key in its DNS, and signs with it. */
  async function signWithKey(index: number, domain: string, seed: number): Promise<string> {
    const { signer, key } = makeTestSigner(domain, seed);
    const vkey = formatVerifierKey(key);
    const { evidence } = opened.depositary;
    await evidence.add(holder(index), dns(domain, `undersigned=v1 key=${vkey}`, "key"));
    const note = decodeUtf8(signVersion({ statement: `letters.example/s/${statement.id}`, version }, signer));
    await evidence.add(holder(index), { kind: "key", domain, vkey, note });
    return vkey;
  }

  let written = 0;
  /** The bundle once everything that is recorded is published; and its files, whose text some have. */
  async function bundle(): Promise<{ report: Report; names: readonly string[]; read(name: string): string }> {
    const { depositary } = opened;
    const size = (await readEntries(opened.store.db, statement.id, 0, 1_000)).length;
    await waitUntil(async () => {
      const note = Buffer.from((await depositary.logs.checkpoint(statement.id)) ?? "").toString();
      return Number(note.split("\n")[1]) >= size;
    });
    const path = join(folder, `${written++}.zip`);
    await pipeline(Readable.fromWeb(await depositary.bundles.open(statement.id)), createWriteStream(path));
    const archive = await openArchive(path);
    const key = parseVerifierKey(depositary.identity.vkey);
    const report = await verifyBundle(archive, { key, source: "given", policy: null });
    const names = archive.names();
    const texts = new Map<string, string>();
    for (const name of names.filter((one) => /^(?:observations|signatures)\//.test(one))) {
      texts.set(name, decodeUtf8(await archive.read(name, 10_000_000)));
    }
    await archive.close();
    return { report, names, read: (name) => texts.get(name) ?? "" };
  }

  test("a bundle brings what was seen of organisations that are named and stand, and their own signatures", async () => {
    const { evidence } = opened.depositary;
    const quay = await sign("Quay Choir", "quay.example");
    const pier = await sign("Pier Society", "pier.example");
    const keys = [await signWithKey(quay.index, "quay.example", 1), await signWithKey(pier.index, "pier.example", 2)];
    const mill = await sign("Mill Readers", "mill.example");
    await evidence.add(holder(mill.index), dns("mill.example", `undersigned=v1 version=${version}`, "version"));
    await evidence.add(holder(mill.index), { kind: "approval", domain: "mill.example", role: "Treasurer" });

    const { report, names, read } = await bundle();
    assert.equal(report.verdict, "valid", report.reason ?? "");
    assert.deepEqual(report.evidence, {
      organisations: 3,
      seen: { dns: 3, "well-known": 0, "web-page": 0, approval: 1, vouch: 0, key: 2 },
      signatures: 2,
    });
    const note = parseSignatureNote(read("signatures/1/1.note"));
    assert.deepEqual(note.signatures.map(({ name }) => name).sort(), ["pier.example", "quay.example"]);
    const lines = names
      .filter((name) => name.startsWith("observations/"))
      .flatMap((name) => read(name).trim().split("\n"));
    assert.equal(lines.length, 6);
    for (const vkey of keys) assert.ok(lines.some((line) => line.includes(vkey)));
  });

  test("nothing is told of who is unnamed, of people, and of who took its name off", async () => {
    const { evidence, signing } = opened.depositary;
    const cem = await signPublished(opened, statement, "Cem Öz", { named: false });
    const account = { kind: "openid", issuer: "https://id.example", subject: "cem-77" } as const;
    await evidence.add(holder(cem.index), account);
    const ada = await signPublished(opened, statement, "Ada Winter");
    await evidence.add(holder(ada.index), {
      kind: "openid",
      issuer: "https://orcid.org",
      subject: "0000-0002-1825-0097",
    });
    const gone = await sign("Leavers", "leavers.example");
    await signWithKey(gone.index, "leavers.example", 3);
    await signing.withdraw(gone.token);

    const { report, names, read } = await bundle();
    assert.equal(report.verdict, "valid", report.reason ?? "");
    assert.equal(report.evidence?.organisations, 3);
    const told = names.map(read).join("");
    for (const secret of ["id.example", "cem-77", "orcid", "leavers.example"]) {
      assert.ok(!told.includes(secret), secret);
    }
  });
}
