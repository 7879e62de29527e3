import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { decodeHex, decodeUtf8, encodeHex } from "../packages/core/src/bytes.ts";
import { formatVerifierKey, openNote, parseVerifierKey } from "../packages/core/src/log/note.ts";
import { digestPart } from "../packages/core/src/signature/commitment.ts";
import type { Entry } from "../packages/core/src/signature/entry.ts";
import { parseEntry } from "../packages/core/src/signature/entry.ts";
import type { Seen } from "../packages/core/src/signature/observation.ts";
import { replay, summarise } from "../packages/core/src/signature/replay.ts";
import { signVersion } from "../packages/core/src/signature/signature-note.ts";
import { OBSERVATIONS_LIMIT } from "../packages/server/src/depositary/attesting.ts";
import type { Draft } from "../packages/server/src/depositary/drafts.ts";
import { makeSigningKey } from "../packages/server/src/depositary/keys.ts";
import type { SignatureInput } from "../packages/server/src/depositary/signing.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { WAITING_TIME, WaitingError } from "../packages/server/src/depositary/waiting.ts";
import { readEntries } from "../packages/store/src/log-reading.ts";
import type { Store } from "../packages/store/src/store.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import type { Faults } from "./faulty-store.ts";
import { faultyStore } from "./faulty-store.ts";
import { searchEverywhere } from "./search-everywhere.ts";
import { waitUntil } from "./wait-until.ts";

const ORGANISATION = { kind: "organisation", capacity: "institutional" } as const;
const KEY = makeSigningKey({ signingSeed: new Uint8Array(32).fill(7) });
const VKEY = formatVerifierKey(KEY.verifierKey("quay.example"));

for (const engine of ["sqlite", "postgres"] as const) describe(`evidence, on ${engine}`, () => suite(engine));

function suite(engine: Engine): void {
  let place: Place;
  let opened: OpenPlace;
  let now = Date.now();

  before(async () => {
    place = await makePlace(engine);
    opened = await place.open({ clock: () => now });
  });
  after(async () => {
    await opened.depositary.close();
    await place.remove();
    assert.deepEqual(opened.errors, []);
  });

  async function open(terms: Partial<Draft["terms"]>, change: Partial<Draft> = {}): Promise<StatementView> {
    const { drafts } = opened.depositary;
    const draft = makeDraft(change);
    return await drafts.open((await drafts.create({ ...draft, terms: { ...draft.terms, ...terms } })).id);
  }

  let signatories = 0;
  async function submit(
    statement: StatementView,
    change: Partial<SignatureInput>,
  ): Promise<{ mailbox: string; pending: string; token: string }> {
    const mailbox = change.mailbox ?? `office${++signatories}@quay.example`;
    now += 1_000;
    const input = makeSignature(statement, { name: `Signatory ${signatories}`, ...change, mailbox });
    const { pending } = await opened.depositary.signing.submit(statement.id, input, { address: "192.0.2.1" });
    return { mailbox, pending, token: await mailedToken(opened.depositary, mailbox, "confirm") };
  }

  async function waits(confirming: Promise<unknown>): Promise<WaitingError["waiting"]> {
    try {
      await confirming;
    } catch (error) {
      if (error instanceof WaitingError) return error.waiting;
      throw error;
    }
    throw new assert.AssertionError({ message: "it was recorded, and should wait" });
  }

  async function entries(statement: StatementView): Promise<Entry[]> {
    return (await readEntries(opened.store.db, statement.id, 0, 1_000)).map((bytes) => parseEntry(bytes));
  }

  async function heldBy(token: string) {
    const view = await opened.depositary.evidence.find(token);
    assert.ok(view, "the token opens evidence");
    return view;
  }

  const dns = (version: string, names: "version" | "key" = "version"): Seen => {
    const record = names === "key" ? `undersigned=v1 key=${VKEY}` : `undersigned=v1 version=${version}`;
    const resolvers = [{ resolver: "192.0.2.53:53", records: [record] }];
    return { kind: "dns", domain: "quay.example", name: "_undersigned.quay.example", names, record, resolvers };
  };
  const gone: Seen = {
    kind: "gone",
    domain: "quay.example",
    of: "dns",
    resolvers: [{ resolver: "192.0.2.53:53", records: [] }],
  };

  test("what is seen of a recorded organisation is signed, salted and committed to; its level rises and falls", async () => {
    const { depositary } = opened;
    const { evidence, signing } = depositary;
    const statement = await open({});
    const { token } = await submit(statement, ORGANISATION);
    const { index } = await signing.confirm({ token });
    const before = await heldBy(token);
    assert.deepEqual(before.holder, { statementId: statement.id, index });
    assert.deepEqual([before.level, before.leastLevel, before.domain, before.waitsFor], [2, 1, "quay.example", []]);

    const view = await evidence.add(before.holder, dns(before.version));
    assert.equal(view.level, 3);
    const [seen] = view.observations;
    assert.ok(seen);
    const log = await entries(statement);
    const attest = log[seen.index ?? -1];
    const digest = encodeHex(digestPart(decodeHex(seen.salt), seen.observation));
    assert.deepEqual(attest, { act: "attest", of: index, level: 3, observation: digest });
    const { text } = openNote(seen.note, [parseVerifierKey(depositary.identity.vkey)]);
    assert.deepEqual(JSON.parse(text.split("\n")[1] ?? ""), seen.observation);
    assert.equal(seen.observation.statement, `letters.example/s/${statement.id}`);

    // Found unchanged: nothing new in the log, but a day.
    now += 60_000;
    const again = await evidence.add(before.holder, dns(before.version));
    assert.equal((await entries(statement)).length, log.length);
    assert.equal(again.observations[0]?.seenAgain, now);

    const published = await evidence.published(statement.id, index);
    assert.deepEqual(published, again.observations);
    assert.equal((await evidence.add(before.holder, gone)).level, 2);
    assert.equal((await evidence.add(before.holder, gone)).observations.length, 2);
    assert.equal((await evidence.add(before.holder, dns(before.version))).level, 3);
    const counts = await depositary.statements.counts(statement.id);
    assert.deepEqual(counts.levels.organisation, [0, 0, 1, 0]);
    assert.deepEqual(counts, summarise(replay(await entries(statement)).statement));
  });

  test("there is an end to what is recorded, but what is gone is recorded even then, and the level falls", async () => {
    const { evidence, signing } = opened.depositary;
    const statement = await open({});
    const { token } = await submit(statement, ORGANISATION);
    await signing.confirm({ token });
    const { holder } = await heldBy(token);
    const page = { kind: "web-page", domain: "quay.example", link: statement.url, sha256: "ab".repeat(32) } as const;
    const pages = Array.from({ length: OBSERVATIONS_LIMIT }, (_, i) => ({ ...page, url: `https://quay.example/${i}` }));
    await Promise.all(pages.map((one) => evidence.add(holder, one)));
    await assert.rejects(evidence.add(holder, { ...page, url: "https://quay.example/" }), { code: "too_large" });
    assert.equal((await evidence.add(holder, { ...gone, of: "web-page" })).level, 2);
  });

  test("what is not this signatory's is refused in words", async () => {
    const { evidence, signing } = opened.depositary;
    const statement = await open({});
    const { token } = await submit(statement, ORGANISATION);
    const { index } = await signing.confirm({ token });
    const holder = { statementId: statement.id, index };
    const elsewhere: Seen = { kind: "approval", domain: "evil.example" };
    await assert.rejects(evidence.add(holder, elsewhere), { code: "wrong_state", message: /seen at evil\.example/ });
    const openid: Seen = { kind: "openid", issuer: "https://orcid.example", subject: "0000" };
    await assert.rejects(evidence.add(holder, openid), { code: "wrong_state", message: /shows who a person is/ });
    await assert.rejects(evidence.add({ ...holder, index: 99 }, openid), { code: "not_found" });
    assert.equal(await evidence.find(`${token}x`), null);
    await signing.withdraw(token);
    assert.equal(await evidence.find(token), null);
    await assert.rejects(evidence.add(holder, { kind: "approval", domain: "quay.example" }), {
      code: "wrong_state",
      message: /no longer stands: it was withdrawn/,
    });
  });

  test("an organisation waits for what the terms ask, shows it, and is recorded with all of it", async () => {
    const { depositary } = opened;
    const { evidence, signing } = depositary;
    const statement = await open({ leastLevel: { organisation: 4, person: 1 } });
    const { token, mailbox, pending } = await submit(statement, ORGANISATION);
    const waiting = await waits(signing.confirm({ token }));
    assert.deepEqual(waiting.waitsFor, ["evidence", "approval"]);
    assert.equal(waiting.until, now + WAITING_TIME);
    // The same again, however it is asked.
    assert.deepEqual(await waits(signing.confirm({ token })), waiting);
    assert.deepEqual((await signing.pending(waiting.token)).waiting, waiting);
    assert.equal((await entries(statement)).length, 1);
    assert.equal((await depositary.statements.counts(statement.id)).total, 0);

    const held = await heldBy(token);
    assert.deepEqual(await heldBy(waiting.token), held);
    assert.deepEqual(held.holder, { statementId: statement.id, pendingId: pending });
    const half = await evidence.add(held.holder, dns(held.version));
    assert.deepEqual([half.level, half.waitsFor, half.observations[0]?.index], [3, ["approval"], null]);
    assert.equal((await entries(statement)).length, 1);

    const whole = await evidence.add(held.holder, { kind: "approval", domain: "quay.example", role: "Chair" });
    assert.deepEqual([whole.level, whole.waitsFor], [4, []]);
    assert.deepEqual(
      (await entries(statement)).map((entry) => [entry.act, "level" in entry ? entry.level : null]),
      [
        ["open", null],
        ["sign", 4],
        ["attest", 4],
        ["attest", 4],
      ],
    );
    assert.deepEqual(
      whole.observations.map((one) => one.index),
      [2, 3],
    );
    assert.deepEqual(whole.holder, { statementId: statement.id, index: 1 });
    assert.deepEqual((await evidence.published(statement.id, 1)).length, 2);
    assert.ok(await mailedToken(depositary, mailbox, "manage"), "it is told, with its receipt");
    assert.equal((await signing.confirm({ token })).index, 1);
    assert.deepEqual((await entries(statement)).length, 4);
  });

  test("a key counts once the domain names it", async () => {
    const { evidence, signing } = opened.depositary;
    const statement = await open({ leastLevel: { organisation: 4, person: 1 } });
    const { token } = await submit(statement, ORGANISATION);
    await waits(signing.confirm({ token }));
    const { holder, version } = await heldBy(token);
    const signed = { statement: `letters.example/s/${statement.id}`, version };
    const note = decodeUtf8(signVersion(signed, KEY.signer("quay.example")));
    const key: Seen = { kind: "key", domain: "quay.example", vkey: VKEY, note };
    assert.equal((await evidence.add(holder, key)).level, 2);
    const view = await evidence.add(holder, dns(version, "key"));
    assert.deepEqual([view.level, view.waitsFor], [4, []]);
  });

  test("an organisation without a domain waits until another vouches for it, and shows none", async () => {
    const { evidence, signing, statements } = opened.depositary;
    const statement = await open({});
    const own = { ...ORGANISATION, name: "Quay Readers", noDomain: true };
    const { token } = await submit(statement, { ...own, mailbox: "quayreaders@gmail.com" });
    const waiting = await waits(signing.confirm({ token }));
    assert.deepEqual([waiting.waitsFor, waiting.vouch], [["evidence"], true]);
    const { holder, domain } = await heldBy(token);
    assert.equal(domain, null);
    const by = { name: "Union of Readers", domain: "union.example" };
    const view = await evidence.add(holder, { kind: "vouch", by, words: "We know them well." });
    assert.deepEqual([view.level, view.waitsFor], [1, []]);
    const { items } = await statements.signatories(statement.id, {});
    assert.deepEqual([items[0]?.name, items[0]?.domain, items[0]?.level], ["Quay Readers", undefined, 1]);

    const strict = await open({ leastLevel: { organisation: 2, person: 1 } });
    await assert.rejects(submit(strict, { ...own, mailbox: "other@gmail.com" }), {
      code: "invalid_field",
      field: "noDomain",
    });
    await assert.rejects(submit(statement, { name: "Ada Winter", noDomain: true }), { code: "invalid_field" });
  });

  test("nothing is public of what was observed of people who are counted without a name", async () => {
    const { evidence, signing } = opened.depositary;
    const statement = await open({ leastLevel: { organisation: 1, person: 2 } });
    const { token } = await submit(statement, { named: false });
    await waits(signing.confirm({ token }));
    const { holder } = await heldBy(token);
    const seen: Seen = { kind: "openid", issuer: "https://orcid.example", subject: "0000-0002-1825-0097" };
    const view = await evidence.add(holder, seen);
    assert.deepEqual([view.level, view.waitsFor, view.observations.length], [2, [], 1]);
    assert.ok("index" in view.holder);
    assert.deepEqual(await evidence.published(statement.id, view.holder.index), []);
    const raw = await opened.store.db.selectFrom("observation").selectAll().execute();
    for (const row of raw) assert.ok(!Buffer.from(row.observation_sealed).includes("1825"), "it is sealed");
  });

  test("wrong codes are counted; the right one makes it wait; two of one mailbox wait and sign each for itself", async () => {
    const { evidence, signing } = opened.depositary;
    const statement = await open({ leastLevel: { organisation: 3, person: 1 } });
    const mailbox = "desk@quay.example";
    const first = await submit(statement, { ...ORGANISATION, name: "Quay School", mailbox });
    const second = await submit(statement, { ...ORGANISATION, name: "Quay Library", mailbox });
    await assert.rejects(signing.confirm({ pending: first.pending, code: "AAAA AAAA" }), { code: "code_invalid" });
    await waits(signing.confirm({ token: first.token }));
    await waits(signing.confirm({ token: second.token }));
    const version = statement.version?.digest ?? "";
    for (const { token } of [second, first]) await evidence.add((await heldBy(token)).holder, dns(version));
    const log = await entries(statement);
    assert.deepEqual(
      log.map(({ act }) => act),
      ["open", "sign", "attest", "sign", "attest"],
    );
    assert.equal((await signing.confirm({ token: first.token })).index, 3);
    // The same once more: it waits for nothing, since it has signed.
    const third = await submit(statement, { ...ORGANISATION, name: "Quay Annex", mailbox: "annex@quay.example" });
    const fourth = await submit(statement, { ...ORGANISATION, name: "Quay Annex", mailbox: "annex@quay.example" });
    for (const { token } of [third, fourth]) await waits(signing.confirm({ token }));
    for (const { token } of [third, fourth]) await evidence.add((await heldBy(token)).holder, dns(version));
    assert.equal((await entries(statement)).length, 7);
    assert.equal((await signing.confirm({ token: fourth.token })).index, 5);
  });

  test("one that waits is taken back, and nothing is left of it", async () => {
    const { evidence, signing } = opened.depositary;
    const statement = await open({ leastLevel: { organisation: 4, person: 1 } });
    const { token, mailbox } = await submit(statement, { ...ORGANISATION, name: "Regretful Readers" });
    const waiting = await waits(signing.confirm({ token }));
    const { holder, version } = await heldBy(token);
    await evidence.add(holder, dns(version));
    await signing.decline(waiting.token);
    assert.equal(await evidence.find(token), null);
    await assert.rejects(evidence.add(holder, dns(version)), { code: "token_invalid" });
    assert.deepEqual(await searchEverywhere(opened, [mailbox, "Regretful Readers"]), []);
    const left = await opened.store.db
      .selectFrom("observation")
      .selectAll()
      .where("statement_id", "=", statement.id)
      .execute();
    assert.deepEqual(left, []);
  });

  test("where names are looked at first, each waits until it is admitted, or is refused with the reason mailed", async () => {
    const { depositary } = opened;
    const { reviewing, signing, statements, outbox, trail } = depositary;
    const statement = await open({ review: true });
    const good = await submit(statement, { ...ORGANISATION, name: "Good Readers" });
    const odd = await submit(statement, {
      name: "Mickey M. Winter",
      mailbox: "mickey@post.example",
      reservation: "Not ¶ 1.",
    });
    for (const { token } of [good, odd])
      assert.deepEqual((await waits(signing.confirm({ token }))).waitsFor, ["review"]);
    const unnamed = await submit(statement, { named: false, mailbox: "quiet@post.example" });
    assert.equal((await signing.confirm({ token: unnamed.token })).index, 1);

    const first = await reviewing.waiting(statement.id, { limit: 1 });
    assert.deepEqual([first.items[0]?.name, first.items[0]?.domain], ["Good Readers", "quay.example"]);
    const second = await reviewing.waiting(statement.id, { limit: 1, cursor: first.next ?? "" });
    assert.deepEqual(
      [second.items[0]?.name, second.items[0]?.reservation, second.next],
      ["Mickey M. Winter", "Not ¶ 1.", null],
    );
    assert.ok(!JSON.stringify([first, second]).includes("@"), "no address is shown");

    const by = { kind: "administrator", id: "a1", name: "Mara Holm" } as const;
    await assert.rejects(reviewing.refuse(statement.id, odd.pending, " ", by), {
      code: "invalid_field",
      field: "reason",
    });
    await reviewing.refuse(statement.id, odd.pending, "This is not a name that we can stand beside.", by);
    now += 1_000;
    assert.deepEqual(await reviewing.admit(statement.id, good.pending, by), { index: 2 });
    for (const { pending } of [good, odd]) {
      await assert.rejects(reviewing.admit(statement.id, pending, by), { code: "wrong_state" });
    }
    assert.deepEqual((await reviewing.waiting(statement.id, {})).items, []);
    const { items } = await statements.signatories(statement.id, {});
    assert.deepEqual(
      items.map(({ name }) => name),
      ["Good Readers"],
    );
    const mails = (await outbox.list({ limit: 500 })).items.filter(({ to }) => to === odd.mailbox);
    assert.equal(mails.length, 1);
    assert.match(
      mails[0]?.text ?? "",
      /did not let this one in\. They say: This is not a name that we can stand beside\./,
    );
    assert.deepEqual(await searchEverywhere(opened, ["Mickey M. Winter"]), []);
    const told = (await trail.list({ kind: "reviews" })).items;
    assert.deepEqual(
      told.map(({ act, by }) => [act, by?.name]),
      [
        ["name-admitted", "Mara Holm"],
        ["name-refused", "Mara Holm"],
      ],
    );
    assert.ok(!JSON.stringify(told).includes('Readers"'), "nothing in it tells who signed");
  });

  test("what is admitted may wait for more, and what is shown may still be looked at", async () => {
    const { evidence, reviewing, signing } = opened.depositary;
    const statement = await open({ review: true, leastLevel: { organisation: 3, person: 1 } });
    const by = { kind: "checker", id: "c1", name: "Bo Lind" } as const;
    const one = await submit(statement, ORGANISATION);
    const two = await submit(statement, ORGANISATION);
    for (const { token } of [one, two]) await waits(signing.confirm({ token }));
    assert.deepEqual(await reviewing.admit(statement.id, one.pending, by), { index: null });
    const version = statement.version?.digest ?? "";
    assert.ok("index" in (await evidence.add((await heldBy(one.token)).holder, dns(version))).holder);
    assert.deepEqual((await evidence.add((await heldBy(two.token)).holder, dns(version))).waitsFor, ["review"]);
    assert.deepEqual((await reviewing.findWaiting(statement.id, two.pending))?.observations.length, 1);
    assert.deepEqual(await reviewing.admit(statement.id, two.pending, by), { index: 3 });
    assert.deepEqual(
      (await entries(statement)).map(({ act }) => act),
      ["open", "sign", "attest", "sign", "attest"],
    );
  });

  test("what was observed goes with the signature, whichever way it ends", async () => {
    const { acts, drafts, evidence, signing } = opened.depositary;
    const statement = await open({});
    const by = { kind: "administrator", id: "a1", name: "Mara Holm" } as const;
    const openid = (subject: string): Seen => ({ kind: "openid", issuer: "https://orcid.example", subject });
    const sign = async (change: Partial<SignatureInput>, seen: Seen) => {
      const { token } = await submit(statement, change);
      const { index } = await signing.confirm({ token });
      await evidence.add({ statementId: statement.id, index }, seen);
      return { token, index };
    };
    const version = statement.version?.digest ?? "";
    const left = await sign({}, openid("0000-left"));
    const club = await sign(ORGANISATION, dns(version));
    const erased = await sign({}, openid("0000-erased"));
    const forged = await sign({}, openid("0000-forged"));
    const twice = await sign({}, openid("0000-twice"));
    const forgotten = await sign({}, openid("0000-forgotten"));
    const kept = await sign({}, openid("0000-kept"));
    const held = async () => {
      const rows = await opened.store.db
        .selectFrom("observation")
        .select("holder")
        .where("statement_id", "=", statement.id)
        .execute();
      return rows.map(({ holder }) => Number(holder)).sort((a, b) => a - b);
    };
    const all = [left, club, erased, forged, twice, forgotten, kept].map(({ index }) => index);
    assert.deepEqual(await held(), all);
    await signing.withdraw(left.token);
    await signing.withdraw(club.token);
    await acts.erase(statement.id, erased.index, by);
    await acts.remove(statement.id, forged.index, { reason: "forged" }, by);
    await acts.remove(statement.id, twice.index, { reason: "duplicate" }, by);
    await drafts.close(statement.id);
    await signing.anonymise(forgotten.token);
    // Who may object to a removal is known until the time for that is over.
    assert.deepEqual(await held(), [twice.index, kept.index]);
    assert.deepEqual(await evidence.published(statement.id, twice.index), []);
    now += 31 * 86_400_000;
    await waitUntil(async () => (await held()).length === 1);
    assert.deepEqual(await held(), [kept.index]);
    const gone = ["0000-left", "0000-erased", "0000-forged", "0000-twice", "0000-forgotten", `version=${version}`];
    assert.deepEqual(await searchEverywhere(opened, gone), []);
    assert.equal((await searchEverywhere(opened, ["0000-kept"])).length, 1);
  });

  test("who consents again keeps the level that was reached, and shows no domain that it has not", async () => {
    const { evidence, resigning, signing, statements } = opened.depositary;
    const statement = await open({});
    const version = statement.version?.digest ?? "";
    const own = await submit(statement, { ...ORGANISATION, name: "Quay Museum" });
    const { index } = await signing.confirm({ token: own.token });
    await evidence.add({ statementId: statement.id, index }, dns(version));
    const none = await submit(statement, { ...ORGANISATION, name: "Strollers", noDomain: true });
    await waits(signing.confirm({ token: none.token }));
    const by = { name: "Union of Readers", domain: "union.example" };
    const { holder } = await evidence.add((await heldBy(none.token)).holder, { kind: "vouch", by, words: "Yes." });
    assert.ok("index" in holder);
    const again = { named: true, consent: true, lang: "en", version, reservation: "Not on Sundays." };
    await resigning.resign(own.token, { ...again, replaces: index });
    await resigning.resign(none.token, { ...again, replaces: holder.index });
    const { items } = await statements.signatories(statement.id, {});
    assert.deepEqual(
      items.map(({ level, domain, observations }) => [level, domain, observations.length]),
      [
        [3, "quay.example", 1],
        [1, undefined, 1],
      ],
    );
  });

  test("whatever becomes of a commit, what arrives last is recorded once", async () => {
    for (const fault of ["refused", "committed unknown", "lost unknown"] as const) {
      const statement = await open({ leastLevel: { organisation: 3, person: 1 } });
      const { token } = await submit(statement, ORGANISATION);
      const struck: { faults: Faults | null } = { faults: null };
      const through = (store: Store) => {
        const { store: faulty, faults } = faultyStore(store);
        struck.faults = faults;
        return faulty;
      };
      const other = await place.open({ clock: () => now, through });
      try {
        const { evidence, signing } = other.depositary;
        const lock = `log:${statement.id}`;
        const confirm = () => waits(signing.confirm({ token }));
        struck.faults?.strike(lock, fault);
        if (fault === "refused") await assert.rejects(confirm(), /refused the commit/);
        await confirm();
        const { holder, version } = await heldBy(token);
        const add = () => evidence.add(holder, dns(version));
        struck.faults?.strike(lock, fault);
        if (fault === "refused") await assert.rejects(add(), /refused the commit/);
        assert.deepEqual((await add()).observations.length, 1);
        assert.ok(struck.faults?.struck());
        assert.deepEqual(
          (await entries(statement)).map(({ act }) => act),
          ["open", "sign", "attest"],
          fault,
        );
      } finally {
        await other.depositary.close();
      }
    }
  });

  test("one that waited in vain is told so once, and deleted: its time was over, or the statement closed; what no longer opens is deleted untold", async () => {
    const { depositary, store } = opened;
    const timely = await open({ leastLevel: { organisation: 3, person: 1 } });
    const closing = await open({ leastLevel: { organisation: 3, person: 1 } });
    const late = await submit(timely, { ...ORGANISATION, name: "Late Readers" });
    const shut = await submit(closing, { ...ORGANISATION, name: "Shut Readers" });
    const broken = await submit(timely, { ...ORGANISATION, name: "Broken Readers" });
    for (const { token } of [broken, late, shut]) await waits(depositary.signing.confirm({ token }));
    await depositary.drafts.close(closing.id);
    await assert.rejects(depositary.signing.confirm({ token: shut.token }), { code: "wrong_state" });
    const left = () => store.db.selectFrom("pending").select("id").where("id", "=", broken.pending).execute();
    const change = { input_sealed: new Uint8Array(100).fill(1) };
    await store.db.updateTable("pending").set(change).where("id", "=", broken.pending).execute();
    assert.equal((await left()).length, 1);
    const told = async (to: string) => {
      const { items } = await depositary.outbox.list({ limit: 500 });
      return items.filter((mail) => mail.to === to && mail.subject.startsWith("Not recorded")).map(({ text }) => text);
    };
    const untilTold = (mailbox: string) =>
      waitUntil(async () => {
        // A job that was at work when the time leapt comes again after a minute.
        now += 60_000;
        return (await told(mailbox)).length > 0;
      });
    await untilTold(shut.mailbox);
    now += WAITING_TIME + 1_000;
    await untilTold(late.mailbox);
    await waitUntil(async () => (await left()).length === 0);
    assert.match((await told(late.mailbox))[0] ?? "", /still missing when its time was over/);
    assert.equal((await told(late.mailbox)).length, 1);
    for (const { token } of [late, shut]) assert.equal(await depositary.evidence.find(token), null);
    const names = await searchEverywhere(opened, ["Late Readers", "Shut Readers"]);
    assert.deepEqual(names, []);
  });
}
