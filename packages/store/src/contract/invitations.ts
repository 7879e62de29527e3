import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeHex } from "@undersigned/core/bytes.ts";
import type { Insertable } from "kysely";
import { deleteOldUploads, deleteUpload, findUpload, putUpload } from "../invitation-uploads.ts";
import {
  changeInvitation,
  countInvitations,
  countMailed,
  deleteInvitation,
  findInvitation,
  findInvited,
  forgetInvitation,
  insertInvitations,
  invitationMailId,
  listDueMails,
  listInvitations,
  listInvitationsOf,
  listSignedOrganisations,
  listToMail,
  markInvitedSigned,
  stopMails,
  wantReminders,
} from "../invitations.ts";
import { insertOptOut, listOptedOut } from "../opt-outs.ts";
import { mailRow } from "../outbox.ts";
import type { InvitationTable, SignatureTable } from "../schema.ts";
import type { Contract } from "./context.ts";
import { HOUR, NOW, someBytes } from "./context.ts";

/** Invitations, lists on their way to them, and who wants none. */
export function invitationsContract({ engine, store }: Contract): void {
  const keep = (rows: readonly Insertable<InvitationTable>[]) =>
    store().transaction((tx) => insertInvitations(tx, rows));

  test(`${engine}: a mailbox is invited once to a statement, and is known as invited there and nowhere else`, async () => {
    assert.equal(await keep([makeInvitation("inv-a", "1", 1), makeInvitation("inv-a", "2", 2)]), 2);
    assert.equal(await keep([makeInvitation("inv-a", "3", 1), makeInvitation("inv-a", "4", 4)]), 1);
    assert.equal(await keep([]), 0);
    assert.equal((await findInvited(store(), "inv-a", [someBytes(1)])).size, 1);
    assert.equal((await findInvited(store(), "inv-a", [someBytes(3)])).size, 0);
    assert.equal((await findInvited(store(), "inv-b", [someBytes(1)])).size, 0);
    const known = await listInvitationsOf(store(), "inv-a", [someBytes(4), someBytes(1), someBytes(9)]);
    assert.deepEqual(
      known.map(({ id }) => id),
      ["1", "4"],
    );
  });

  test(`${engine}: invitations are counted by state, and listed by state from a place on`, async () => {
    const states = ["waiting", "invited", "invited", "declined"] as const;
    await keep(states.map((state, i) => ({ ...makeInvitation("inv-c", String(i), i), state })));
    assert.deepEqual(await countInvitations(store(), "inv-c"), { waiting: 1, invited: 2, declined: 1 });
    const ids = async (query: Parameters<typeof listInvitations>[2]) =>
      (await listInvitations(store(), "inv-c", query)).map(({ id }) => id);
    assert.deepEqual(await ids({ after: "", limit: 2 }), ["0", "1"]);
    assert.deepEqual(await ids({ after: "1", limit: 9 }), ["2", "3"]);
    assert.deepEqual(await ids({ after: "", limit: 9, state: "invited" }), ["1", "2"]);
  });

  test(`${engine}: an invitation moves on only from a state that it is in`, async () => {
    await keep([makeInvitation("inv-d", "1", 1)]);
    const own = { statement_id: "inv-d", id: "1" };
    assert.equal(await changeInvitation(store(), own, ["invited"], { state: "opened" }), false);
    assert.equal(await changeInvitation(store(), own, ["waiting"], { state: "deciding", deciding_until: NOW }), true);
    const row = await findInvitation(store(), "inv-d", "1");
    assert.deepEqual([row?.state, row?.deciding_until], ["deciding", NOW]);
    assert.equal(await findInvitation(store(), "inv-d", "2"), null);
  });

  test(`${engine}: mails are due in the order in which they were wanted, until none is`, async () => {
    await keep([
      { ...makeInvitation("inv-e", "1", 1), mail_due: NOW + 2 },
      { ...makeInvitation("inv-e", "2", 2), mail_due: NOW + 1 },
      { ...makeInvitation("inv-e", "3", 3), mail_due: null, mailed_at: NOW },
    ]);
    assert.equal((await listToMail(store())).includes("inv-e"), true);
    assert.deepEqual(
      (await listDueMails(store(), "inv-e", 9)).map(({ id }) => id),
      ["2", "1"],
    );
    assert.equal(await countMailed(store(), "inv-e", NOW), 1);
    assert.equal(await countMailed(store(), "inv-e", NOW + 1), 0);
    await stopMails(store(), "inv-e");
    assert.equal((await listToMail(store())).includes("inv-e"), false);
  });

  test(`${engine}: a reminder is wanted only of whoever has not answered, long enough after the last mail`, async () => {
    const invited = { state: "invited" as const, mail_due: null, mailed_at: NOW };
    await keep([
      { ...makeInvitation("inv-f", "1", 1), ...invited },
      { ...makeInvitation("inv-f", "2", 2), ...invited, mailed_at: NOW + HOUR },
      { ...makeInvitation("inv-f", "3", 3), ...invited, reminders: 2 },
      { ...makeInvitation("inv-f", "4", 4), ...invited, state: "declined" },
      { ...makeInvitation("inv-f", "5", 5), ...invited, state: "deciding", deciding_until: NOW + 9 * HOUR },
      { ...makeInvitation("inv-f", "6", 6), ...invited, state: "deciding", deciding_until: NOW },
      makeInvitation("inv-f", "7", 7),
    ]);
    const want = (ids: readonly string[] | null) =>
      wantReminders(store(), "inv-f", { ids, most: 2, mailedBefore: NOW, now: NOW + 2 * HOUR });
    assert.equal(await want(["2", "3", "4", "5"]), 0);
    assert.equal(await want(["6", "9"]), 1);
    assert.equal(await want(null), 1);
    assert.equal(await want(null), 0);
  });

  test(`${engine}: an organisation that signs by whichever way has signed, and nothing is told of people; who is forgotten takes the invitation and its mails along`, async () => {
    const pending = (id: string, seed: number, index: number) => ({
      statement_id: "inv-g",
      id,
      input_sealed: null,
      attempts: 0,
      identity_mac: someBytes(90 + seed),
      mailbox_mac: someBytes(seed),
      created_at: NOW,
      expires_at: NOW,
      confirmed_index: index,
    });
    await keep([1, 2, 3].map((seed) => makeInvitation("inv-g", String(seed), seed)));
    await store().transaction(async (tx) => {
      await tx.insertMany("pending", [pending("p1", 1, 1), pending("p2", 2, 2), pending("p9", 9, 1)]);
      await tx.insertMany("signature", [makeSignature(1, "organisation"), makeSignature(2, "person")]);
      const own = { statement_id: "inv-g", id: "1" };
      const mails = [invitationMailId(own, 0), invitationMailId(own, 2), "inv-g.i10"];
      const sealed = someBytes(8);
      await tx.insertMany(
        "outbox",
        mails.map((id) => mailRow({ statementId: "inv-g", id, template: "invitation", sealed }, NOW)),
      );
    });
    await markInvitedSigned(store(), "inv-g", ["p1", "p2", "p9"], NOW + 5);
    const row = await findInvitation(store(), "inv-g", "1");
    assert.deepEqual([row?.state, row?.mail_due, row?.changed_at], ["signed", null, NOW + 5]);
    assert.deepEqual(await countInvitations(store(), "inv-g"), { waiting: 2, signed: 1 });
    const signed = await listSignedOrganisations(
      store(),
      "inv-g",
      [1, 2, 3].map((seed) => someBytes(seed)),
    );
    assert.deepEqual(signed, new Set([encodeHex(someBytes(1))]));
    await forgetInvitation(store(), "inv-g", "p1");
    await forgetInvitation(store(), "inv-g", "p9");
    assert.deepEqual(await countInvitations(store(), "inv-g"), { waiting: 2 });
    await forgetInvitation(store(), "inv-g", "p2");
    assert.deepEqual(await countInvitations(store(), "inv-g"), { waiting: 1, "opted-out": 1 });
    const person = await findInvitation(store(), "inv-g", "2");
    assert.deepEqual([person?.mailbox_sealed, person?.mail_due], [null, null]);
    assert.equal((await findInvited(store(), "inv-g", [someBytes(2)])).size, 0);
    const left = await store().db.selectFrom("outbox").select("id").where("statement_id", "=", "inv-g").execute();
    assert.deepEqual(left, [{ id: "inv-g.i10" }]);
    assert.equal(await deleteInvitation(store(), "inv-g", "1"), false);
    assert.equal(await deleteInvitation(store(), "inv-g", "2"), true);
  });

  test(`${engine}: who wants no invitation is kept per statement, and for all of them`, async () => {
    await store().transaction(async (tx) => {
      await insertOptOut(tx, "inv-h", someBytes(1), NOW);
      await insertOptOut(tx, "inv-h", someBytes(1), NOW);
      await insertOptOut(tx, "", someBytes(2), NOW);
    });
    const macs = [someBytes(1), someBytes(2)];
    assert.deepEqual(await listOptedOut(store(), "inv-h", macs), new Set([encodeHex(someBytes(1))]));
    assert.deepEqual(await listOptedOut(store(), "", macs), new Set([encodeHex(someBytes(2))]));
  });

  test(`${engine}: a list that was handed in is kept, changed, and deleted when it is old`, async () => {
    const upload = { statement_id: "inv-i", id: "u", file_sealed: someBytes(1, 3_000_000), created_at: NOW };
    await putUpload(store(), upload);
    await putUpload(store(), { ...upload, file_sealed: someBytes(2), created_at: NOW + HOUR });
    assert.deepEqual(await findUpload(store(), "inv-i", "u"), { ...upload, file_sealed: someBytes(2) });
    await deleteOldUploads(store(), NOW);
    assert.notEqual(await findUpload(store(), "inv-i", "u"), null);
    await deleteOldUploads(store(), NOW + 1);
    assert.equal(await findUpload(store(), "inv-i", "u"), null);
    assert.equal(await deleteUpload(store(), "inv-i", "u"), false);
  });
}

function makeSignature(index: number, kind: "organisation" | "person"): Insertable<SignatureTable> {
  return {
    statement_id: "inv-g",
    idx: index,
    consent_index: index,
    kind,
    capacity: "institutional",
    named: 1,
    level: 1,
    version: "",
    status: "standing",
    reason: null,
    identity_mac: someBytes(90 + index),
    pending_id: `p${index}`,
    ended_index: null,
    public_digest: someBytes(1),
    public_part: null,
    public_salt: null,
    private_digest: someBytes(1),
    private_sealed: null,
    signed_at: NOW,
    forget_at: null,
    stayed_version: null,
  };
}

function makeInvitation(statementId: string, id: string, seed: number): Insertable<InvitationTable> {
  return {
    statement_id: statementId,
    id,
    mailbox_mac: someBytes(seed),
    name_sealed: someBytes(seed, 5),
    mailbox_sealed: someBytes(seed, 6),
    lang: "en",
    state: "waiting",
    deciding_until: null,
    reminders: 0,
    mail_due: NOW,
    mailed_at: null,
    created_at: NOW,
    changed_at: NOW,
  };
}
