import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { findInvited } from "@undersigned/store/invitations.ts";
import type { Draft } from "../packages/server/src/depositary/drafts.ts";
import { identityMacs, mailboxMac } from "../packages/server/src/depositary/identity-mac.ts";
import { makeInvitationToken } from "../packages/server/src/depositary/invitation-tokens.ts";
import { MAILS_A_MINUTE } from "../packages/server/src/depositary/invitations.ts";
import { mailInvitations } from "../packages/server/src/depositary/mailing-invitations.ts";
import { codeOf } from "../packages/server/src/depositary/signing-tokens.ts";
import { makeStatementReading } from "../packages/server/src/depositary/statement-reading.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { retentionJobs } from "../packages/server/src/jobs/retention.ts";
import type { Engine, OpenPlace, Place } from "./depositary.ts";
import { mailedToken, makeDraft, makePlace, makeSignature } from "./depositary.ts";
import { searchEverywhere } from "./search-everywhere.ts";

const FROM = { address: "192.0.2.1" };
const BY = { kind: "token", id: "t", name: "our website" } as const;
const MINUTE = 60_000;
const DAY = 86_400_000;

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`invitations on ${engine}`, () => invitationsSuite(engine));
}

function invitationsSuite(engine: Engine): void {
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

  async function openStatement(terms: Partial<Draft["terms"]> = {}): Promise<StatementView> {
    const draft = await opened.depositary.drafts.create(makeDraft({ terms: { ...makeDraft().terms, ...terms } }));
    return await opened.depositary.drafts.open(draft.id);
  }

  const invitations = () => opened.depositary.invitations;
  const clubOf = (name: string) => ({ name: `${name} Club`, mailbox: `office@${name.toLowerCase()}.example` });

  async function stateOf({ id }: StatementView, name: string): Promise<string | undefined> {
    const { items } = await invitations().list(id, { mailbox: clubOf(name).mailbox });
    return items[0]?.state;
  }

  /** Writes what is due, as the job does; it may be done at the same time by the job itself. */
  async function mail({ id }: StatementView): Promise<void> {
    const reading = makeStatementReading(opened.store);
    await mailInvitations({ ...opened, reading, clock: () => now, onMail: () => undefined }, id);
  }

  async function invite(statement: StatementView, ...names: string[]): Promise<void> {
    await invitations().invite(statement.id, names.map(clubOf), BY);
    await mail(statement);
  }

  async function tokenOf({ id }: StatementView, name: string): Promise<string> {
    const { items } = await invitations().list(id, { mailbox: clubOf(name).mailbox });
    return makeInvitationToken(opened.secrets.macKey, "answer", id, items[0]?.id ?? "");
  }

  async function mailsTo(mailbox: string): Promise<string[]> {
    const { items } = await opened.depositary.outbox.list({ limit: 500 });
    return items.filter(({ to }) => to === mailbox).map(({ subject }) => subject);
  }

  async function sign(statement: StatementView, change: Parameters<typeof makeSignature>[1]): Promise<string> {
    const input = makeSignature(statement, change);
    await opened.depositary.signing.submit(statement.id, input, FROM);
    const token = await mailedToken(opened.depositary, input.mailbox, "confirm");
    await opened.depositary.signing.confirm({ token }, { wait: 1 });
    return token;
  }

  const asOrganisation = (name: string) =>
    ({ ...clubOf(name), kind: "organisation", capacity: "institutional" }) as const;

  test("a mailbox is invited once, however it is spelt, and is written to once", async () => {
    const statement = await openStatement();
    const given = [clubOf("Alder"), { name: "Alder", mailbox: "OFFICE@alder.example" }, clubOf("Birch")];
    const first = await invitations().invite(statement.id, given, BY);
    assert.deepEqual(
      first.map(({ outcome }) => outcome),
      ["invited", "already", "invited"],
    );
    const again = await invitations().invite(statement.id, [clubOf("Birch")], BY);
    assert.deepEqual(again, [{ outcome: "already", id: first[2]?.id ?? null }]);
    await mail(statement);
    await mail(statement);
    assert.deepEqual(await mailsTo("office@alder.example"), ["Invitation to sign: Open the reading rooms"]);
    const { items, counts } = await invitations().list(statement.id, {});
    assert.deepEqual(
      items.map(({ name, state }) => [name, state]),
      [
        ["Alder Club", "invited"],
        ["Birch Club", "invited"],
      ],
    );
    assert.equal(counts.invited, 2);
    const trail = await opened.depositary.trail.list({ kind: "invitations" });
    assert.deepEqual(
      trail.items.map(({ act, by, subject, count }) => [act, by?.name, subject, count]),
      [["organisations-invited", "our website", "Open the reading rooms", 2]],
    );
    const mac = mailboxMac(opened.secrets, statement.id, "Office@ALDER.example");
    assert.equal((await findInvited(opened.store, statement.id, [mac])).size, 1);
    assert.equal((await findInvited(opened.store, (await openStatement()).id, [mac])).size, 0);
  });

  test("the mail says who invites, what for, that nothing happens by itself, and has one link", async () => {
    const statement = await openStatement();
    await invite(statement, "Cedar");
    const { items } = await opened.depositary.outbox.list({ limit: 500 });
    const sent = items.find(({ to }) => to === "office@cedar.example");
    assert.match(
      sent?.text ?? "",
      /^Cedar Club is invited by Friends of Reading Rooms to sign.*“Open the reading rooms”/,
    );
    assert.match(sent?.text ?? "", /If you do nothing, nothing happens/);
    assert.deepEqual(sent?.links, [
      `https://letters.example/invited?token=${encodeURIComponent(await tokenOf(statement, "Cedar"))}`,
    ]);
  });

  test("invitations trickle out: never more than sixty a minute, and none is lost", async () => {
    const statement = await openStatement();
    const many = Array.from({ length: 150 }, (_, i) => clubOf(`Many${i}`));
    await invitations().invite(statement.id, many, BY);
    const written = async () => (await invitations().list(statement.id, {})).counts.invited;
    for (let i = 0; i < 40; i++) await mail(statement);
    assert.equal(await written(), 60);
    now += MINUTE + 1;
    for (let i = 0; i < 40; i++) await mail(statement);
    assert.equal(await written(), 120);
    now += MINUTE + 1;
    for (let i = 0; i < 40; i++) await mail(statement);
    assert.equal(await written(), 150);
  });

  test("two reminders at most, three days apart, and none to whoever answered", async () => {
    const statement = await openStatement();
    await invite(statement, "Dogwood", "Elm", "Fir");
    await invitations().decline(await tokenOf(statement, "Elm"));
    await invitations().decide(await tokenOf(statement, "Fir"), now + 5 * DAY);
    assert.equal(await invitations().remind(statement.id, null, BY), 0);
    now += 3 * DAY;
    assert.equal(await invitations().remind(statement.id, null, BY), 1);
    assert.equal(await invitations().remind(statement.id, null, BY), 0);
    await mail(statement);
    now += 3 * DAY;
    const { items } = await invitations().list(statement.id, { state: "invited" });
    assert.equal(await invitations().remind(statement.id, [items[0]?.id ?? ""], BY), 1);
    assert.equal(await invitations().remind(statement.id, null, BY), 1);
    await mail(statement);
    now += 9 * DAY;
    assert.equal(await invitations().remind(statement.id, null, BY), 1);
    await mail(statement);
    assert.equal((await mailsTo("office@dogwood.example")).length, 3);
    assert.equal((await mailsTo("office@elm.example")).length, 1);
    assert.equal((await mailsTo("office@fir.example")).length, 3);
  });

  test("whoever wants no mail about a statement gets none about it; whoever wants none at all, none", async () => {
    const [statement, other] = [await openStatement(), await openStatement()];
    await invite(statement, "Gorse", "Hazel", "Ivy");
    await invitations().optOut(await tokenOf(statement, "Gorse"), "statement");
    // So many were invited there this minute that hers still waits when she opts out, whoever writes what is due.
    const crowd = Array.from({ length: MAILS_A_MINUTE }, (_, at) => clubOf(`Crowd${at}`));
    await invitations().invite(other.id, crowd, BY);
    for (let round = 0; round < MAILS_A_MINUTE; round++) await mail(other);
    await invitations().invite(other.id, [clubOf("Hazel")], BY);
    await mail(other);
    assert.equal(await stateOf(other, "Hazel"), "waiting");
    await invitations().optOut(await tokenOf(statement, "Hazel"), "depositary");
    now += MINUTE + 1;
    await mail(other);
    assert.equal(await stateOf(other, "Hazel"), "opted-out");
    const outcomes = await invitations().invite(other.id, ["Gorse", "Hazel"].map(clubOf), BY);
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ["invited", "opted-out"],
    );
    const { items } = await invitations().list(statement.id, { state: "opted-out" });
    assert.deepEqual(
      items.map(({ mailbox, remindableAt }) => [mailbox, remindableAt]),
      [
        ["", null],
        ["", null],
      ],
    );
    const found = await searchEverywhere(opened, ["office@hazel.example"]);
    assert.deepEqual(found, []);
    // Who wanted none about one statement may still want none at all, when no mailbox is kept any more.
    await invitations().optOut(await tokenOf(statement, "Gorse"), "depositary");
    const third = await openStatement();
    const [gorse] = await invitations().invite(third.id, [clubOf("Gorse")], BY);
    assert.equal(gorse?.outcome, "opted-out");
  });

  test("an organisation that signs by whichever way has signed; of a person who does, nothing is told", async () => {
    const statement = await openStatement();
    await invite(statement, "Juniper", "Katsura");
    await sign(statement, asOrganisation("Juniper"));
    await sign(statement, { name: "Kim Katsura", mailbox: clubOf("Katsura").mailbox, named: false });
    assert.equal(await stateOf(statement, "Juniper"), "signed");
    assert.equal(await stateOf(statement, "Katsura"), "invited");
    const [late] = await invitations().invite(statement.id, [clubOf("Juniper")], BY);
    assert.equal(late?.outcome, "signed");
  });

  test("where only who was invited may sign, an invited mailbox may, in any spelling, and no other", async () => {
    const statement = await openStatement({ invited: true });
    await invite(statement, "Kapok");
    // Whoever asks cannot tell an invited mailbox from another: only the mail to it says so.
    const { signing } = opened.depositary;
    const { mailbox } = asOrganisation("Willow");
    const input = makeSignature(statement, asOrganisation("Willow"));
    const { pending } = await signing.submit(statement.id, input, FROM);
    const [mail] = (await opened.depositary.outbox.list({ limit: 500 })).items.filter(({ to }) => to === mailbox);
    assert.match(mail?.text ?? "", /Only who was invited can sign it, and no invitation came to this address/);
    assert.doesNotMatch(mail?.text ?? "", /\/confirm|[A-Z2-7]{4} [A-Z2-7]{4}/);
    await assert.rejects(signing.confirm({ pending, code: "AAAA AAAA" }), { code: "code_invalid" });
    const code = codeOf(opened.secrets.macKey, pending);
    await assert.rejects(signing.confirm({ pending, code }), { code: "token_expired" });
    assert.equal((await opened.depositary.statements.counts(statement.id)).total, 0);
    assert.deepEqual(
      (await searchEverywhere(opened, ["Willow Club"])).map(({ table }) => table),
      [],
      "nothing that was typed is kept",
    );
    assert.deepEqual(
      (await searchEverywhere(opened, [mailbox])).map(({ table }) => table),
      ["outbox"],
    );
    await sign(statement, { ...asOrganisation("Kapok"), mailbox: "OFFICE@kapok.example" });
    assert.equal(await stateOf(statement, "Kapok"), "signed");
  });

  test("taking a signature back takes the invitation along", async () => {
    const statement = await openStatement();
    await invite(statement, "Larch", "Maple");
    const token = await sign(statement, asOrganisation("Larch"));
    await opened.depositary.signing.withdraw(token);
    const person = await sign(statement, { name: "Max Maple", mailbox: clubOf("Maple").mailbox });
    await opened.depositary.signing.withdraw(person);
    assert.equal(await stateOf(statement, "Larch"), undefined);
    // Of a person it looks as if the mailbox wanted no mail: whoever invited cannot tell that anybody had signed.
    const { items } = await invitations().list(statement.id, {});
    assert.deepEqual(
      items.map(({ name, state, mailbox }) => [name, state, mailbox]),
      [["Maple Club", "opted-out", ""]],
    );
    const { mailboxMac: mac } = identityMacs(opened.secrets, statement.id, clubOf("Maple").mailbox, "");
    const found = await searchEverywhere(opened, ["Max Maple", clubOf("Maple").mailbox, mac]);
    assert.deepEqual(
      found.filter(({ row }) => row.template !== "withdrawn"),
      [],
    );
  });

  test("an invitation that is taken back opens nothing any more", async () => {
    const statement = await openStatement();
    await invite(statement, "Nettle");
    const token = await tokenOf(statement, "Nettle");
    const { sheetToken } = await invitations().invited(token);
    const { items } = await invitations().list(statement.id, {});
    await invitations().withdraw(statement.id, items[0]?.id ?? "", BY);
    await assert.rejects(invitations().invited(token), { code: "token_invalid" });
    await assert.rejects(invitations().sheet(sheetToken), { code: "token_invalid" });
    assert.deepEqual(await mailsTo("office@nettle.example"), []);
  });

  test("the sheet’s link answers nothing, and the answer’s link is no sheet", async () => {
    const statement = await openStatement();
    await invite(statement, "Oak");
    const token = await tokenOf(statement, "Oak");
    const { sheetToken } = await invitations().invited(token);
    assert.equal((await invitations().sheet(sheetToken)).name, "Oak Club");
    for (const act of [
      () => invitations().invited(sheetToken),
      () => invitations().decline(sheetToken),
      () => invitations().optOut(sheetToken, "depositary"),
      () => invitations().sheet(token),
      () => invitations().invited(token.slice(0, -1) + (token.endsWith("a") ? "b" : "a")),
      () => invitations().invited(""),
    ]) {
      await assert.rejects(act(), { code: "token_invalid" });
    }
    assert.equal(await stateOf(statement, "Oak"), "invited");
  });

  test("a list is kept sealed, looked at, and sent as it was shown", async () => {
    const statement = await openStatement();
    await invite(statement, "Pine");
    const csv =
      "Organisation;E-Mail\r\nPine Club;office@pine.example\r\nQuince Club;office@quince.example\r\nRowan Club;\r\n";
    const listId = await invitations().lists.keep(statement.id, Buffer.from(csv));
    const review = await invitations().lists.review(statement.id, listId);
    assert.deepEqual(
      review?.rows.map(({ line, known, problem }) => [line, known, problem?.kind]),
      [
        [2, "already", undefined],
        [3, null, undefined],
        [4, null, "no-mailbox"],
      ],
    );
    assert.equal(review?.count, 1);
    const raw = await opened.store.db.selectFrom("invitation_upload").selectAll().execute();
    assert.ok(raw.every(({ file_sealed }) => !Buffer.from(file_sealed).includes("quince")));
    await assert.rejects(invitations().lists.send(statement.id, listId, "other", BY), { code: "wrong_state" });
    const sent = await invitations().lists.send(statement.id, listId, review?.digest ?? "", BY);
    assert.deepEqual(sent, { invited: 1 });
    assert.equal(await invitations().lists.review(statement.id, listId), null);
    const { counts } = await opened.depositary.statements.find(statement.id).then((view) => ({ counts: view?.counts }));
    assert.equal(counts?.total, 0);
  });

  test("columns can be read otherwise, but no meaning stands twice", async () => {
    const statement = await openStatement();
    const csv = "A;B;C\nSorrel Club;office@sorrel.example;office@thistle.example\n";
    const listId = await invitations().lists.keep(statement.id, Buffer.from(csv));
    const choose = (meanings: ("mailbox" | "name" | "none")[]) =>
      invitations().lists.choose(statement.id, listId, { meanings, hasHeader: true });
    await assert.rejects(choose(["name", "mailbox", "mailbox"]), { code: "invalid_field", field: "column.2" });
    await choose(["name", "none", "mailbox"]);
    const review = await invitations().lists.review(statement.id, listId);
    assert.equal(review?.rows[0]?.mailbox, "office@thistle.example");
  });

  test("5,000 are invited at once, and 50,000 refused", async () => {
    const statement = await openStatement();
    const rows = (count: number) =>
      Buffer.from(Array.from({ length: count }, (_, i) => `Club ${i},c${i}@many.example`).join("\n"));
    await assert.rejects(invitations().lists.keep(statement.id, rows(50_000)), /at most 5,000/);
    const listId = await invitations().lists.keep(statement.id, rows(5_000));
    const review = await invitations().lists.review(statement.id, listId);
    assert.deepEqual(await invitations().lists.send(statement.id, listId, review?.digest ?? "", BY), {
      invited: 5_000,
    });
    const first = await invitations().list(statement.id, { limit: 3 });
    const next = await invitations().list(statement.id, { limit: 3, cursor: first.next ?? "" });
    assert.deepEqual(
      [...first.items, ...next.items].map(({ name }) => name),
      [0, 1, 2, 3, 4, 5].map((i) => `Club ${i}`),
    );
  });

  test("nobody is invited to a draft, nor once it is closed; what waited is not written, and after thirty days all is gone", async () => {
    const draft = await opened.depositary.drafts.create(makeDraft());
    await assert.rejects(invitations().invite(draft.id, [clubOf("Ulmus")], BY), { code: "wrong_state" });
    const statement = await opened.depositary.drafts.open(draft.id);
    await invitations().lists.keep(statement.id, Buffer.from("Ulmus List,list@ulmus.example"));
    await invitations().invite(statement.id, [clubOf("Ulmus")], BY);
    await opened.depositary.drafts.close(statement.id, { kind: "token", id: "t", name: "test" });
    await mail(statement);
    assert.deepEqual(await mailsTo("office@ulmus.example"), []);
    await assert.rejects(invitations().invite(statement.id, [clubOf("Vine")], BY), { code: "wrong_state" });
    await assert.rejects(invitations().remind(statement.id, null, BY), { code: "wrong_state" });
    const purge = async () => {
      const job = retentionJobs({ store: opened.store, clock: () => now }).find(
        ({ kind }) => kind === "purge-invitations",
      );
      await job?.run(() => false);
    };
    const find = async () => {
      const found = await searchEverywhere(opened, ["ulmus"]);
      return [...new Set(found.map(({ table }) => table))].sort();
    };
    assert.deepEqual(await find(), ["invitation", "invitation_upload"]);
    now += 2 * DAY;
    await purge();
    assert.deepEqual(await find(), ["invitation"]);
    now += 29 * DAY;
    await purge();
    assert.deepEqual(await find(), []);
  });
}
