import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { NOTE_LIMIT, parseVerifierKey } from "@undersigned/core/log/note.ts";
import type { Policy } from "@undersigned/core/log/policy.ts";
import { parsePolicy } from "@undersigned/core/log/policy.ts";
import { CHECKPOINT_FILE } from "@undersigned/core/verify/bundle.ts";
import type { Report } from "@undersigned/core/verify/report.ts";
import type { Trust } from "@undersigned/core/verify/trust.ts";
import { verifyBundle } from "@undersigned/core/verify/verify.ts";
import { verifyReceipt } from "@undersigned/core/verify/verify-receipt.ts";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import type { Engine } from "./depositary.ts";
import { MARKDOWN, makeDraft } from "./depositary.ts";
import type { TestWitness } from "./test-witness.ts";
import type { WatchedPlace } from "./watched-place.ts";
import { openWatchedPlace, until } from "./watched-place.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`what witnesses vouch for, on ${engine}`, () => coveringSuite(engine));
}

function coveringSuite(engine: Engine): void {
  const folder = mkdtempSync(join(tmpdir(), "covering-"));
  let watched: WatchedPlace;
  let partner: TestWitness;
  let policy: Policy;
  let trust: Trust;

  before(async () => {
    watched = await openWatchedPlace(engine, ["reading", "partner"], 2);
    partner = watched.witnesses[1] as TestWitness;
    policy = parsePolicy(watched.depositary.witnesses.policy()?.file ?? new Uint8Array());
    trust = { key: null, source: "policy", policy };
  });
  after(async () => {
    await watched.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const settled = () =>
    until("both have cosigned what is served", async () => {
      const { size, by } = await watched.served();
      return by.length === 2 && size === (await watched.heads());
    });

  async function checkBundle(by: Trust = trust): Promise<Report & { readonly checkpoint: Uint8Array }> {
    const path = join(folder, "bundle.zip");
    const stream = await watched.depositary.bundles.open(watched.statement.id);
    await pipeline(Readable.fromWeb(stream), createWriteStream(path));
    const archive = await openArchive(path);
    try {
      return { ...(await verifyBundle(archive, by)), checkpoint: await archive.read(CHECKPOINT_FILE, NOTE_LIMIT) };
    } finally {
      await archive.close();
    }
  }

  /** What is published and what was cosigned is remembered for a moment. */
  async function checkBundleOf(size: number): Promise<Awaited<ReturnType<typeof checkBundle>>> {
    let report = await checkBundle();
    await until(`there is a bundle of ${size} entries`, async () => {
      if (report.size !== size || report.verdict !== "valid") report = await checkBundle();
      return report.size === size && report.verdict === "valid";
    });
    return report;
  }

  async function checkReceipt(token: string, index: number) {
    const receipt = await watched.depositary.receipts.get(`${watched.statement.id}.${index}`, token);
    assert.ok(receipt);
    return verifyReceipt(receipt, trust);
  }

  test("the policy names our own log, the witnesses without their addresses, and the quorum", () => {
    const { identity } = watched.depositary;
    assert.deepEqual(policy.logs, [{ key: parseVerifierKey(identity.vkey), url: null }]);
    assert.deepEqual(
      policy.witnesses,
      watched.policy.witnesses.map((witness) => ({ ...witness, url: null })),
    );
    assert.equal(watched.depositary.witnesses.policy()?.quorum, "2 of 2 witnesses: reading, partner");
  });

  test("a bundle, and a receipt that is asked for later, hold what the policy in the bundle asks for", async () => {
    const { token, confirmed } = await watched.sign();
    await settled();
    await checkBundleOf(confirmed.index + 1);
    const receipt = await checkReceipt(await watched.manageToken(token), confirmed.index);
    assert.equal(receipt.verdict, "valid", receipt.reason ?? "");
  });

  test("while witnesses lag, a bundle is of a moment before, signed with the same bytes as then", async () => {
    const early = await watched.sign();
    await settled();
    const size = early.confirmed.index + 1;
    await checkBundleOf(size);
    const published = await watched.depositary.logs.checkpoint(watched.statement.id);
    partner.holdBack();
    const late = await watched.sign();
    await watched.sign();
    const report = await checkBundleOf(size);
    assert.deepEqual(report.checkpoint, published);
    assert.notDeepEqual(await watched.depositary.logs.checkpoint(watched.statement.id), published);
    // Whoever signed before the witnesses fell behind gets a receipt with enough of them, whoever signed after without.
    const settledReceipt = await checkReceipt(await watched.manageToken(early.token), early.confirmed.index);
    assert.equal(settledReceipt.verdict, "valid", settledReceipt.reason ?? "");
    // By which the mail that says "You signed" knows whether to wait.
    const mailed = async (index: number) => {
      const found = await watched.depositary.mailedReceipts(watched.statement.id, index);
      return found !== null && found !== "later" && found.settled;
    };
    assert.deepEqual([await mailed(early.confirmed.index), await mailed(late.confirmed.index)], [true, false]);
    const bareReceipt = await checkReceipt(await watched.manageToken(late.token), late.confirmed.index);
    assert.equal(bareReceipt.verdict, "inconclusive");
    const ownKey: Trust = { key: parseVerifierKey(watched.depositary.identity.vkey), source: "given" };
    assert.equal((await checkBundle(ownKey)).verdict, "valid");
    partner.letGo();
    await settled();
    await checkBundleOf(size + 2);
    const complete = await checkReceipt(await watched.manageToken(late.token), late.confirmed.index);
    assert.equal(complete.verdict, "valid", complete.reason ?? "");
  });

  test("on a busy day a slow witness and a quick one still meet at one state after the other", async () => {
    let busy = true;
    const crowd = (async () => {
      while (busy) await watched.sign();
    })();
    // The slow one answers only once three more states are published, and then the quick one is long ahead.
    const slow = (async () => {
      while (busy) {
        partner.holdBack();
        const size = await watched.heads();
        await until("three more are published", async () => !busy || (await watched.heads()) >= size + 3);
        partner.letGo();
      }
    })();
    for (let round = 0; round < 4; round++) {
      const { size } = await checkBundle();
      await until("a bundle has a later state that both cosigned", async () => {
        const report = await checkBundle();
        return report.verdict === "valid" && (report.size ?? 0) > (size ?? 0);
      });
    }
    busy = false;
    await Promise.all([crowd, slow]);
  });

  test("a bundle never goes back behind a new version, whose files it would lack", async () => {
    await settled();
    const { nextVersions } = watched.depositary;
    const { id } = watched.statement;
    partner.holdBack();
    await nextVersions.begin(id);
    const markdown = `${MARKDOWN}- Let dogs in.\n`;
    const draft = makeDraft({ texts: [{ lang: "en", markdown, authentic: true }] });
    await nextVersions.replace(id, draft);
    await nextVersions.open(id, (await nextVersions.preview(id, draft)).version?.digest ?? "");
    const { confirmed } = await watched.sign();
    const ownKey: Trust = { key: parseVerifierKey(watched.depositary.identity.vkey), source: "given" };
    await until("a bundle has both versions", async () => {
      const report = await checkBundle(ownKey);
      assert.equal(report.verdict, "valid", report.reason ?? "");
      return report.versions.length === 2 && report.size === confirmed.index + 1;
    });
    partner.letGo();
    await checkBundleOf(confirmed.index + 1);
  });

  test("what is kept of cosigned states stays small", async () => {
    await settled();
    const rows = await watched.open.store.db.selectFrom("cosigned").select("size").execute();
    assert.ok(rows.length <= 2, `${rows.length} states are kept`);
    const signatures = await watched.open.store.db.selectFrom("cosignature").select("vkey").execute();
    assert.ok(signatures.length <= 4);
  });
}
