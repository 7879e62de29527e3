import assert from "node:assert/strict";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { decodeUtf8 } from "../packages/core/src/bytes.ts";
import { formatVerifierKey, parseVerifierKey } from "../packages/core/src/log/note.ts";
import { signDispute } from "../packages/core/src/signature/dispute-note.ts";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import { signVersion } from "../packages/core/src/signature/signature-note.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import type { Doer } from "../packages/server/src/depositary/acts.ts";
import type { DisputeInput } from "../packages/server/src/depositary/disputes.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import { readEntries } from "../packages/store/src/log-reading.ts";
import { readSignature } from "../packages/store/src/signatures.ts";
import type { Store } from "../packages/store/src/store.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import type { DomainPlace } from "./domain-place.ts";
import { openDomainPlace } from "./domain-place.ts";
import type { CommitFault, Faults } from "./faulty-store.ts";
import { faultyStore } from "./faulty-store.ts";
import { searchEverywhere } from "./search-everywhere.ts";
import { makeTestSigner } from "./test-signer.ts";

const FROM = { address: "192.0.2.1" };
const DAY = 86_400_000;
const BY: Doer = { kind: "administrator", id: "admin1", name: "Mara Holm" };

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`"We never signed this", on ${engine}`, () => disputeSuite(engine));
}

function disputeSuite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let statement: StatementView;
  let now = Date.now();
  let bundles = 0;
  let domain: DomainPlace;

  before(async () => {
    place = await makePlace(engine);
    domain = await openDomainPlace("quay.example");
    opened = await place.open({ clock: () => ++now, lookup: domain.settings });
    const setupToken = (await opened.depositary.administrators.setupToken()) ?? "";
    await opened.depositary.administrators.setUp(setupToken, {
      name: "Mara Holm",
      mailbox: "mara@reading.example",
      password: "a long and quiet river",
      organisation: { name: "Friends of Reading Rooms", contact: "privacy@reading.example" },
    });
    statement = await open();
  });

  after(async () => {
    await opened.depositary.close();
    await domain.close();
    await place.remove();
    assert.deepEqual(opened.errors, []);
  });

  async function open(): Promise<StatementView> {
    const { drafts } = opened.depositary;
    return await drafts.open((await drafts.create(makeDraft())).id);
  }

  async function sign(name: string, change: Parameters<typeof makeSignature>[1] = {}, of = statement) {
    const { signing } = opened.depositary;
    const mailbox = change.mailbox ?? `${name.toLowerCase().replaceAll(" ", ".")}@post.example`;
    await signing.submit(of.id, makeSignature(of, { name, mailbox, ...change }), FROM);
    const { index } = await signing.confirm({ token: await mailedToken(opened.depositary, mailbox, "confirm") });
    return { index, name, mailbox, token: await mailedToken(opened.depositary, mailbox, "manage") };
  }

  const organisation = { kind: "organisation", capacity: "institutional" } as const;

  function says(index: number, change: Partial<DisputeInput> = {}): DisputeInput {
    return {
      index,
      speaks: "person",
      mailbox: "true@post.example",
      name: "The Real One",
      words: "I was asked once, and said no.",
      keepsName: false,
      ...change,
    };
  }

  async function dispute(index: number, change: Partial<DisputeInput> = {}, of = statement) {
    const input = says(index, change);
    await opened.depositary.disputes.submit(of.id, input, {});
    const token = await mailedToken(opened.depositary, input.mailbox, "dispute");
    return { token, own: await opened.depositary.disputes.confirm({ token }) };
  }

  async function mailsTo(mailbox: string): Promise<string[]> {
    const { items } = await opened.depositary.outbox.list({ limit: 500 });
    return items.flatMap((mail) => (mail.to === mailbox ? [mail.text] : []));
  }

  async function codeFor(mailbox: string): Promise<string> {
    const text = (await mailsTo(mailbox)).find((one) => /[A-Z2-7]{4} [A-Z2-7]{4}/.test(one)) ?? "";
    return /[A-Z2-7]{4} [A-Z2-7]{4}/.exec(text)?.[0] ?? "";
  }

  async function statusOf(index: number, of = statement): Promise<string | undefined> {
    return (await readSignature(opened.store.db, of.id, index))?.status;
  }

  async function entriesOf(of = statement) {
    return (await readEntries(opened.store.db, of.id, 0, 1_000)).map((bytes) => parseEntry(bytes));
  }

  async function listed(q: string, of = statement): Promise<number[]> {
    const { items } = await opened.depositary.statements.signatories(of.id, { q });
    return items.map(({ index }) => index);
  }

  async function bundle(of = statement) {
    const { depositary } = opened;
    const log = await opened.store.db.selectFrom("log").select("size").where("log_id", "=", of.id).executeTakeFirst();
    await waitFor(async () => (await depositary.statements.find(of.id))?.log?.size === log?.size);
    const path = join(place.dataDir, `${bundles++}.zip`);
    await pipeline(Readable.fromWeb(await depositary.bundles.open(of.id)), createWriteStream(path));
    const archive = await openArchive(path);
    try {
      return await verifyBundle(archive, { key: parseVerifierKey(depositary.identity.vkey), source: "given" });
    } finally {
      await archive.close();
    }
  }

  async function runJobs(): Promise<void> {
    for (const job of retentionJobs({ store: opened.store, clock: () => ++now })) await job.run(() => false);
  }

  test("a name is hidden and uncounted at once, everywhere, and the three who should know are told", async () => {
    const { disputes, statements, nameProofs } = opened.depositary;
    const library = await sign("Harbour Library", { ...organisation, mailbox: "desk@library.example" });
    await waitFor(async () => (await listed("Harbour")).length === 1);
    const before = await statements.counts(statement.id);
    const { own } = await dispute(library.index, { mailbox: "director@library.example", speaks: "organisation" });
    assert.equal(own.state, "open");
    assert.equal(own.level, 2);
    assert.equal(await statusOf(library.index), "disputed");
    assert.deepEqual(await listed("Harbour"), []);
    const { items } = await statements.signatories(statement.id, {});
    assert.ok(!items.some(({ index }) => index === library.index));
    assert.equal((await statements.counts(statement.id)).total, before.total - 1);
    await assert.rejects(nameProofs.get(statement.id, library.index), { code: "not_found" });
    const verified = await bundle();
    assert.equal(verified.verdict, "valid");
    assert.match((await mailsTo("desk@library.example"))[0] ?? "", /never signed/);
    assert.match((await mailsTo("desk@library.example"))[0] ?? "", /\/manage\?token=/);
    assert.match((await mailsTo("mara@reading.example"))[0] ?? "", /\/admin\/statements\/[a-z2-7]{16}\/disputes\/1\n/);
    assert.match((await mailsTo("privacy@reading.example"))[0] ?? "", /\/disputes\n/);
    for (const text of [...(await mailsTo("desk@library.example")), ...(await mailsTo("privacy@reading.example"))]) {
      assert.doesNotMatch(text, /director|The Real One|said no/);
    }
    // Upheld, it is all there again, found and counted.
    await disputes.uphold(statement.id, library.index, "We spoke to the board.", BY);
    assert.deepEqual(await listed("Harbour"), [library.index]);
    assert.equal((await statements.counts(statement.id)).total, before.total);
    assert.equal((await bundle()).verdict, "valid");
    assert.match((await mailsTo("director@library.example"))[0] ?? "", /We spoke to the board/);
    assert.match((await mailsTo("desk@library.example"))[0] ?? "", /We spoke to the board/);
    const recorded = await opened.depositary.acts.recorded(statement.id, {});
    assert.equal(recorded.items[0]?.act, "uphold");
    assert.equal(recorded.items[0]?.by.name, "Mara Holm");
  });

  test("a human removes a person’s name as disputed: both are told why, and it is final", async () => {
    const { disputes, acts } = opened.depositary;
    const forged = await sign("Ida Falk", { mailbox: "prank@post.example" });
    await dispute(forged.index, { mailbox: "ida@post.example" });
    await assert.rejects(disputes.remove(statement.id, forged.index, " ", BY), {
      code: "invalid_field",
      field: "words",
    });
    const done = await disputes.remove(statement.id, forged.index, "She showed us her passport.", BY);
    const again = await disputes.remove(statement.id, forged.index, "She showed us her passport.", BY);
    assert.deepEqual([again.index, again.repeated], [done.index, true]);
    assert.deepEqual((await entriesOf())[done.index], { act: "remove", of: forged.index, reason: "disputed" });
    assert.match((await mailsTo("ida@post.example"))[0] ?? "", /taken off .*\n*.*She showed us her passport/s);
    assert.match((await mailsTo("prank@post.example"))[0] ?? "", /She showed us her passport/);
    await assert.rejects(disputes.uphold(statement.id, forged.index, "No.", BY), { code: "wrong_state" });
    await assert.rejects(disputes.submit(statement.id, says(forged.index), {}), { code: "wrong_state" });
    assert.deepEqual((await acts.signature(statement.id, forged.index))?.reason, "disputed");
    assert.equal((await bundle()).verdict, "valid");
  });

  test("a stranger hides no organisation: not from another domain, nor from one that looks like it", async () => {
    const { disputes } = opened.depositary;
    const { index } = await sign("Meadow Trust", { ...organisation, mailbox: "office@meadow.example" });
    for (const mailbox of [
      "office@other.example",
      "office@meadow.example.evil.test",
      "office@meadow-example.test",
      "office@notmeadow.example",
      "office@mеadow.example", // a Cyrillic letter
      "office@example",
    ]) {
      const refused = disputes.submit(statement.id, says(index, { mailbox }), {});
      await assert.rejects(refused, { code: "invalid_field", field: "mailbox" }, mailbox);
    }
    assert.equal(await statusOf(index), "standing");
    // A house under the same domain is the same organisation's.
    const { own } = await dispute(index, { mailbox: "law@legal.meadow.example" });
    assert.equal(own.state, "open");
  });

  test("an intern’s mailbox takes nothing off; a record of the domain does, at once and for good", async () => {
    const { disputes } = opened.depositary;
    const own = await open();
    const director = await sign("Quay Society", { ...organisation, mailbox: "director@quay.example" }, own);
    const { token, own: seen } = await dispute(director.index, { mailbox: "intern@quay.example" }, own);
    assert.equal(seen.record?.name, "_undersigned.quay.example");
    const first = await disputes.settle(token, "");
    assert.equal(first.own.state, "open");
    assert.match(first.problem ?? "", /_undersigned\.quay\.example/);
    // The director says so by its own link, and a human upholds it; the intern’s mailbox is not enough a second time.
    assert.equal(await disputes.answer(director.token, "We did."), "noted");
    await disputes.uphold(own.id, director.index, "The board confirmed it.", BY);
    const again = disputes.submit(own.id, says(director.index, { mailbox: "intern@quay.example" }), {});
    await assert.rejects(again, { code: "wrong_state", message: /put this TXT record at _undersigned\.quay\.example/ });
    await assert.rejects(disputes.settle(token, ""), { code: "wrong_state" });
    // One resolver alone is not enough.
    const value = seen.record?.value ?? "";
    domain.resolvers[0].answer("_undersigned.quay.example", "TXT", [value]);
    const half = disputes.submit(own.id, says(director.index, { mailbox: "intern@quay.example" }), {});
    await assert.rejects(half, { code: "wrong_state" });
    domain.answer("_undersigned.quay.example", "TXT", ["another", value]);
    const better = await dispute(director.index, { mailbox: "chair@quay.example" }, own);
    assert.deepEqual([better.own.state, better.own.level], ["open", 3]);
    const settled = await disputes.settle(better.token, "");
    assert.deepEqual([settled.own.state, settled.problem], ["removed", null]);
    assert.equal((await disputes.settle(better.token, "")).own.state, "removed", "a second time answers the same");
    assert.deepEqual((await entriesOf(own)).at(-1), { act: "remove", of: director.index, reason: "disputed" });
    assert.match((await mailsTo("chair@quay.example"))[0] ?? "", /taken off .*A record at _undersigned/s);
    assert.equal((await bundle(own)).verdict, "valid");
  });

  test("a signature with a key of its own is taken off by a record and a key of the domain, and by neither alone", async () => {
    const { disputes, looking } = opened.depositary;
    const own = await open();
    const origin = own.log?.origin ?? "";
    const version = own.version?.digest ?? "";
    const signed = await sign("Pontoon League", { ...organisation, mailbox: "clerk@pontoon.example" }, own);
    const name = "_undersigned.pontoon.example";
    const [first, second, stranger] = [1, 2, 3].map((seed) => makeTestSigner("pontoon.example", seed));
    assert.ok(first && second && stranger);
    const keyRecord = ({ key }: typeof first) => `undersigned=v1 key=${formatVerifierKey(key)}`;
    domain.answer(name, "TXT", [keyRecord(first)]);
    const note = decodeUtf8(signVersion({ statement: origin, version }, first.signer));
    assert.equal((await looking.look(signed.token, { how: "key", note })).problem, null);
    assert.equal((await readSignature(opened.store.db, own.id, signed.index))?.level, 4);

    const { token, own: seen } = await dispute(signed.index, { mailbox: "chair@pontoon.example" }, own);
    assert.deepEqual([seen.asksKey, seen.record?.name], [true, name]);
    const value = seen.record?.value ?? "";
    const over = (index: number, { signer }: typeof first, statement = origin) =>
      decodeUtf8(signDispute({ statement, index }, signer));
    const good = over(signed.index, second);
    const refused = async (records: string[], given: string, problem: RegExp) => {
      domain.answer(name, "TXT", records.length === 0 ? "nxdomain" : records);
      const answer = await disputes.settle(token, given);
      assert.match(answer.problem ?? "", problem);
      assert.deepEqual([answer.own.state, answer.own.level], ["open", 2]);
    };
    await refused([keyRecord(second)], good, /no record at _undersigned\.pontoon\.example/);
    await refused([value], good, /names no key of yours that could be seen/);
    const both = [value, keyRecord(second)];
    await refused(both, "", /The key’s word is missing/);
    await refused(both, "hello", /not a note as “undersigned sign” writes it/);
    await refused(both, note, /says something else|is about something else/);
    await refused(both, over(signed.index + 1, second), /is about something else/);
    await refused(both, over(signed.index, second, "elsewhere.example/s/other"), /is about something else/);
    await refused(both, over(signed.index, first), /not signed with the key that your domain names/);
    await refused(both, over(signed.index, stranger), /not signed with the key that your domain names/);
    const swapped = good.replace(
      /[^\n]*\n$/,
      over(signed.index + 1, second)
        .split("\n")
        .at(-2) ?? "",
    );
    await refused(both, `${swapped}\n`, /The signature in this note does not fit/);
    await refused([...both, keyRecord(first)], good, /where there may be one/);
    domain.resolvers[0].answer(name, "TXT", [keyRecord(second)]);
    domain.resolvers[1].answer(name, "TXT", both);
    assert.match((await disputes.settle(token, good)).problem ?? "", /and others not yet/);
    assert.equal(await statusOf(signed.index, own), "disputed");

    domain.answer(name, "TXT", both);
    const settled = await disputes.settle(token, good);
    assert.deepEqual([settled.problem, settled.own.state, settled.own.level], [null, "removed", 4]);
    assert.equal((await disputes.settle(token, "")).own.state, "removed", "a second time answers the same");
    assert.deepEqual((await entriesOf(own)).at(-1), { act: "remove", of: signed.index, reason: "disputed" });
    assert.match((await mailsTo("chair@pontoon.example"))[0] ?? "", /so does the key of pontoon\.example/);
    assert.equal((await bundle(own)).verdict, "valid");
  });

  test("“We did sign” settles it at once where the domain still names the version", async () => {
    const { disputes, looking } = opened.depositary;
    const own = await open();
    const signed = await sign("Dock Union", { ...organisation, mailbox: "office@dock.example" }, own);
    const record = `undersigned=v1 version=${own.version?.digest}`;
    domain.answer("_undersigned.dock.example", "TXT", [record]);
    assert.equal((await looking.look(signed.token, { how: "dns" })).problem, null);
    assert.equal((await readSignature(opened.store.db, own.id, signed.index))?.level, 3);
    const { token } = await dispute(signed.index, { mailbox: "intern@dock.example", speaks: "organisation" }, own);
    assert.deepEqual(await listed("", own), []);
    assert.equal(await disputes.answer(signed.token, "The board decided it on Monday."), "upheld");
    assert.deepEqual((await entriesOf(own)).at(-1), { act: "uphold", of: signed.index });
    assert.equal(await statusOf(signed.index, own), "standing");
    assert.deepEqual(await listed("", own), [signed.index]);
    assert.equal((await disputes.own(token)).state, "upheld");
    for (const mailbox of ["office@dock.example", "intern@dock.example"]) {
      assert.match((await mailsTo(mailbox))[0] ?? "", /dock\.example still says that it signed/, mailbox);
    }
    assert.doesNotMatch((await mailsTo("intern@dock.example")).join(), /on Monday/);
    assert.equal((await opened.depositary.acts.recorded(own.id, {})).items.length, 0, "no human did it");
    await assert.rejects(disputes.answer(signed.token, "Again."), { code: "wrong_state" });
    assert.equal((await bundle(own)).verdict, "valid");
  });

  test("“We did sign” waits for a human where the domain says it no more, or says both, or is not heard", async () => {
    const { disputes, looking } = opened.depositary;
    const own = await open();
    const signed = await sign("Mole Union", { ...organisation, mailbox: "office@mole.example" }, own);
    const record = `undersigned=v1 version=${own.version?.digest}`;
    const name = "_undersigned.mole.example";
    domain.answer(name, "TXT", [record]);
    assert.equal((await looking.look(signed.token, { how: "dns" })).problem, null);
    const { own: seen } = await dispute(signed.index, { mailbox: "intern@mole.example" }, own);
    const answer = () => disputes.answer(signed.token, "We did.");
    domain.answer(name, "TXT", "nxdomain");
    assert.equal(await answer(), "noted", "the record is gone");
    domain.answer(name, "TXT", [`undersigned=v1 version=${"ab".repeat(32)}`]);
    assert.equal(await answer(), "noted", "another version");
    domain.answer(name, "TXT", [record, seen.record?.value ?? ""]);
    assert.equal(await answer(), "noted", "it says both");
    domain.answer(name, "TXT", "servfail");
    assert.equal(await answer(), "noted", "no answer");
    domain.answer(name, "TXT", "nxdomain");
    domain.resolvers[1].answer(name, "TXT", [record]);
    assert.equal(await answer(), "noted", "one resolver alone");
    assert.equal(await statusOf(signed.index, own), "disputed");
    assert.equal((await disputes.over(own.id, signed.index))[0]?.answer?.words, "We did.");
    await disputes.uphold(own.id, signed.index, "The board showed us the minutes.", BY);
    assert.equal(await statusOf(signed.index, own), "standing");
    assert.equal((await bundle(own)).verdict, "valid");
  });

  test("a file of the domain upholds it, unless any resolver has the record of a dispute, or does not answer", async () => {
    const { disputes, looking } = opened.depositary;
    const own = await open();
    const signed = await sign("Quay Guild", { ...organisation, mailbox: "guild@quay.example" }, own);
    const name = "_undersigned.quay.example";
    domain.answer(name, "TXT", "nxdomain");
    const file = JSON.stringify({ versions: [own.version?.digest] });
    domain.website.page("quay.example", "/.well-known/undersigned.json", file, "application/json");
    assert.equal((await looking.look(signed.token, { how: "well-known" })).problem, null);
    const { own: seen } = await dispute(signed.index, { mailbox: "intern@quay.example" }, own);
    domain.resolvers[0].answer(name, "TXT", [seen.record?.value ?? ""]);
    assert.equal(await disputes.answer(signed.token, "We did."), "noted");
    domain.resolvers[0].answer(name, "TXT", "servfail");
    assert.equal(await disputes.answer(signed.token, "We did."), "noted");
    domain.answer(name, "TXT", "nxdomain");
    assert.equal(await disputes.answer(signed.token, "We did."), "upheld");
  });

  test("at level 2 the signatory’s own link settles nothing, even where the domain names the version", async () => {
    const { disputes } = opened.depositary;
    const own = await open();
    const signed = await sign("Pier Union", { ...organisation, mailbox: "office@pier.example" }, own);
    domain.answer("_undersigned.pier.example", "TXT", [`undersigned=v1 version=${own.version?.digest}`]);
    await dispute(signed.index, { mailbox: "chair@pier.example" }, own);
    assert.equal(await disputes.answer(signed.token, "We did."), "noted");
    assert.equal(await statusOf(signed.index, own), "disputed");
  });

  test("whoever has no name in the list is nobody’s to dispute", async () => {
    const { disputes } = opened.depositary;
    const unnamed = await sign("Quiet One", { named: false });
    for (const index of [unnamed.index, 0, 10 ** 6, -1, 0.5]) {
      await assert.rejects(disputes.target(statement.id, index), { code: "not_found" });
    }
    await assert.rejects(disputes.submit(statement.id, says(unnamed.index), {}), { code: "not_found" });
    const gone = await sign("Gone One");
    await opened.depositary.signing.withdraw(gone.token);
    await assert.rejects(disputes.submit(statement.id, says(gone.index), {}), { code: "wrong_state" });
    const hidden = await open();
    const other = await sign("Hidden One", {}, hidden);
    await assert.rejects(disputes.submit("nosuchstatement", says(other.index), {}), { code: "not_found" });
  });

  test("opening the link confirms nothing, a token works once, and ten wrong codes are eight too many", async () => {
    const { disputes } = opened.depositary;
    const { index } = await sign("Code Bearer");
    const mailbox = "coder@post.example";
    const { dispute: id } = await disputes.submit(statement.id, says(index, { mailbox }), {});
    const token = await mailedToken(opened.depositary, mailbox, "dispute");
    for (let i = 0; i < 3; i++) assert.equal((await disputes.own(token)).state, "unconfirmed");
    assert.equal(await statusOf(index), "standing");
    const codes: string[] = [];
    for (let i = 0; i < 10; i++) {
      const error = await disputes.confirm({ dispute: id, code: "AAAA AAAA" }).catch((e: unknown) => e);
      codes.push(String(Reflect.get(Object(error), "code")));
    }
    assert.deepEqual(codes, [...Array(5).fill("code_invalid"), ...Array(5).fill("attempts_exhausted")]);
    const right = disputes.confirm({ dispute: id, code: await codeFor(mailbox) });
    await assert.rejects(right, { code: "attempts_exhausted" });
    assert.equal(await statusOf(index), "standing");
    const size = (await entriesOf()).length;
    const first = await disputes.confirm({ token });
    const [second, third] = await Promise.all([disputes.confirm({ token }), disputes.confirm({ token })]);
    assert.deepEqual([first.state, second.state, third.state], ["open", "open", "open"]);
    assert.equal((await entriesOf()).length, size + 1);
    await disputes.uphold(statement.id, index, "It is theirs.", BY);
    assert.equal((await disputes.confirm({ token })).state, "upheld", "a replayed token opens nothing again");
    assert.equal(await statusOf(index), "standing");
    // Tokens of one kind open nothing of the other.
    await assert.rejects(opened.depositary.signing.confirm({ token }), { code: "token_invalid" });
    await assert.rejects(disputes.own(`${statement.id}.${"a".repeat(33)}`), { code: "token_invalid" });
  });

  test("a commit that fails, or of which nobody learns, records a dispute and what settles it once, and mails once", async () => {
    const own = await open();
    const struck: { faults: Faults | null } = { faults: null };
    const through = (store: Store) => {
      const { store: faulty, faults } = faultyStore(store);
      struck.faults = faults;
      return faulty;
    };
    const other = await place.open({ clock: () => ++now, lookup: domain.settings, through });
    const { disputes } = other.depositary;
    async function despite(fault: CommitFault, work: () => Promise<unknown>): Promise<void> {
      struck.faults?.strike(`log:${own.id}`, fault);
      if (fault === "refused") await assert.rejects(work(), /refused the commit/);
      await work();
      assert.ok(struck.faults?.struck(), "the fault came");
    }
    try {
      for (const [i, fault] of (["refused", "committed unknown", "lost unknown"] as const).entries()) {
        const letter = "ABC"[i] ?? "";
        const [upheld, removed] = [await sign(`Upheld ${letter}`, {}, own), await sign(`Removed ${letter}`, {}, own)];
        const size = (await entriesOf(own)).length;
        for (const { index } of [upheld, removed]) {
          const mailbox = `faulty${index}@post.example`;
          await disputes.submit(own.id, says(index, { mailbox }), {});
          const token = await mailedToken(opened.depositary, mailbox, "dispute");
          await despite(fault, () => disputes.confirm({ token }));
          assert.equal(await statusOf(index, own), "disputed");
        }
        await despite(fault, () => disputes.uphold(own.id, upheld.index, "It is theirs.", BY));
        await despite(fault, () => disputes.remove(own.id, removed.index, "It is not.", BY));
        assert.deepEqual(
          (await entriesOf(own)).slice(size),
          [
            { act: "dispute", of: upheld.index },
            { act: "dispute", of: removed.index },
            { act: "uphold", of: upheld.index },
            { act: "remove", of: removed.index, reason: "disputed" },
          ],
          fault,
        );
        const about = (await mailsTo(upheld.mailbox)).filter((text) => /It is theirs\./.test(text));
        assert.equal(about.length, 1, fault);
      }
    } finally {
      await other.depositary.close();
    }
    assert.equal((await bundle(own)).verdict, "valid");
  });

  test("what was upheld is not disputed again by a mailbox", async () => {
    const { disputes } = opened.depositary;
    const { index } = await sign("Twice Asked");
    await dispute(index);
    await disputes.uphold(statement.id, index, "It is hers.", BY);
    for (const mailbox of ["true@post.example", "another@elsewhere.example"]) {
      const refused = disputes.submit(statement.id, says(index, { mailbox }), {});
      await assert.rejects(refused, { code: "wrong_state", message: /disputed before.*the signature stands/s });
    }
    assert.equal(await statusOf(index), "standing");
  });

  test("the list is not emptied: a mailbox hides three names, all mailboxes together twenty a day", async () => {
    const { disputes } = opened.depositary;
    const crowd = await open();
    const names = [];
    for (let i = 0; i < 24; i++) names.push(await sign(`Crowd ${"abcdefghijklmnopqrstuvwxyz"[i]}`, {}, crowd));
    const states: string[] = [];
    for (const { index } of names.slice(0, 5)) {
      states.push((await dispute(index, { mailbox: "eager@post.example" }, crowd)).own.state);
    }
    assert.deepEqual(states, ["open", "open", "open", "waiting", "waiting"]);
    for (const [i, { index }] of names.slice(5).entries()) {
      states.push((await dispute(index, { mailbox: `many${i}@post.example` }, crowd)).own.state);
    }
    assert.equal(states.filter((state) => state === "open").length, 20);
    assert.equal(states.at(-1), "waiting");
    const last = names.at(-1)?.index ?? 0;
    assert.equal(await statusOf(last, crowd), "standing");
    // Asked six times in a day, a mailbox gets no more mail.
    const refused = disputes.submit(crowd.id, says(last, { mailbox: "eager@post.example" }), {});
    await assert.rejects(refused, { code: "rate_limited" });
    // A human looks at what waits.
    const waiting = (await disputes.list(crowd.id)).filter(({ state }) => state === "waiting");
    assert.equal(waiting.length, 4);
    const [one, two] = waiting;
    assert.ok(one && two);
    await disputes.hide(crowd.id, one.id, BY);
    assert.equal(await statusOf(one.disputed.index, crowd), "disputed");
    await disputes.decline(crowd.id, two.id, "We know her.");
    assert.equal(await statusOf(two.disputed.index, crowd), "standing");
    await assert.rejects(disputes.hide(crowd.id, two.id, BY), { code: "wrong_state" });
    assert.match((await mailsTo(two.said?.mailbox ?? ""))[0] ?? "", /no reason to hide the name.*We know her/s);
  });

  test("the signatory answers by its own link, or takes its name off, which settles it too", async () => {
    const { disputes, signing } = opened.depositary;
    const { index, token } = await sign("Answering One");
    assert.equal(await disputes.overOwn(token), null);
    await assert.rejects(disputes.answer(token, ""), { code: "wrong_state" });
    const { token: theirs } = await dispute(index, { mailbox: "asker@post.example" });
    await disputes.answer(token, "It is me.\nI signed on Sunday.");
    assert.equal((await disputes.overOwn(token))?.answer?.words, "It is me. I signed on Sunday.");
    assert.equal((await disputes.over(statement.id, index))[0]?.answer?.words, "It is me. I signed on Sunday.");
    assert.equal(await statusOf(index), "disputed", "a mailbox alone settles nothing");
    await signing.withdraw(token);
    assert.equal((await disputes.own(theirs)).state, "ended");
    assert.match((await mailsTo("asker@post.example"))[0] ?? "", /taken off in another way/);
    // A person who takes it back is forgotten, also in what others said of them.
    assert.deepEqual(await searchEverywhere(opened, ["Answering One", "asker@post.example"]).then(onlyOutcome), []);
  });

  test("a disputed signature can be erased, and removed for another reason", async () => {
    const { acts, disputes } = opened.depositary;
    const one = await sign("Erased Disputed");
    await dispute(one.index, { mailbox: "eraser@post.example" });
    await acts.erase(statement.id, one.index, BY);
    const two = await sign("Duplicate Disputed");
    await dispute(two.index, { mailbox: "doubler@post.example" });
    await acts.remove(statement.id, two.index, { reason: "duplicate" }, BY);
    const states = (await disputes.history(statement.id, {})).items.slice(0, 2);
    assert.deepEqual(
      states.map(({ state, name }) => [state, name]),
      [
        ["ended", null],
        ["ended", null],
      ],
    );
    assert.equal((await bundle()).verdict, "valid");
  });

  test("the history is public; the name in it is asked for", async () => {
    const { disputes } = opened.depositary;
    const own = await open();
    const [kept, left] = [await sign("Kept Name", {}, own), await sign("Left Name", {}, own)];
    await dispute(kept.index, { keepsName: true, mailbox: "kept@post.example" }, own);
    await dispute(left.index, { mailbox: "left@post.example" }, own);
    const names = async () => (await disputes.history(own.id, {})).items.map(({ name, state }) => [name, state]);
    assert.deepEqual(await names(), [
      [null, "open"],
      ["Kept Name", "open"],
    ]);
    for (const { index } of [kept, left]) await disputes.remove(own.id, index, "Believed.", BY);
    assert.deepEqual(await names(), [
      [null, "removed"],
      ["Kept Name", "removed"],
    ]);
    const pages = [];
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof disputes.history>> = await disputes.history(own.id, { limit: 1, cursor });
      pages.push(...page.items.map(({ index }) => index));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(pages, [left.index, kept.index]);
    await assert.rejects(disputes.history(own.id, { cursor: "x" }), { code: "invalid_field" });
  });

  test("what was typed goes thirty days after it is settled, and after seven if it was never confirmed", async () => {
    const { disputes } = opened.depositary;
    const { index } = await sign("Retained One");
    const never = await sign("Never Confirmed");
    await disputes.submit(statement.id, says(never.index, { mailbox: "idle.hand@post.example" }), {});
    const found = await searchEverywhere(opened, ["idle.hand@post.example"]);
    assert.deepEqual(new Set(found.map(({ table }) => table)), new Set(["dispute", "outbox"]));
    await dispute(index, { mailbox: "keeper.hand@post.example", words: "A secret about Brindle Street." });
    await disputes.uphold(statement.id, index, "Fine.", BY);
    now += 8 * DAY;
    await runJobs();
    assert.deepEqual(await searchEverywhere(opened, ["idle.hand@post.example"]), []);
    assert.notDeepEqual(await searchEverywhere(opened, ["Brindle Street"]), []);
    now += 23 * DAY;
    await runJobs();
    assert.deepEqual(await searchEverywhere(opened, ["keeper.hand@post.example", "Brindle Street"]), []);
    const [row] = await disputes.over(statement.id, index);
    assert.deepEqual([row?.state, row?.said], ["upheld", null]);
    const late = disputes.submit(statement.id, says(index), {});
    await assert.rejects(late, { code: "wrong_state" }, "what was upheld is remembered without who asked");
  });
}

/** The last mail to whoever disputed it stays: it names nobody. */
function onlyOutcome(found: Awaited<ReturnType<typeof searchEverywhere>>) {
  return found.filter(({ table, row }) => !(table === "outbox" && row.template === "dispute-outcome"));
}

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("waited for ten seconds");
}
