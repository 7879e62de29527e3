import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Kind } from "@undersigned/core/signature/entry.ts";
import type { Seen } from "@undersigned/core/signature/observation.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import { insertObservations, listObservations, markSeenAgain, setLevels } from "@undersigned/store/observations.ts";
import { holdWaiting, markAdmitted } from "@undersigned/store/pending.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import { recordAccountAct } from "./account-acts.ts";
import type { Outcome } from "./batcher.ts";
import { checkOpen, readBatch, settle, writeBatch } from "./confirming.ts";
import type { Doer } from "./doer.ts";
import { stateOf } from "./ending-signatures.ts";
import { levelOf } from "./level-of.ts";
import type { LogDraft, Sequenced } from "./log-draft.ts";
import type { Observe, Observed, ObservedRow } from "./observing.ts";
import { findSame, openObserved } from "./observing.ts";
import type { Prepared } from "./preparing.ts";
import { attest } from "./recording.ts";
import { domainOf } from "./signature-parts.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { refuseToken } from "./signing-tokens.ts";

/** Something was seen that shows who a signatory is: of a signature in the log, or of one that waits (`prepared`: for it). */
export type AttestAct = { readonly kind: "attest"; readonly seen: Seen } & (
  | { readonly index: number }
  | { readonly pendingId: string; readonly prepared: Prepared | null }
);

/** The initiator lets in a signature that waits for that. */
export type AdmitAct = {
  readonly kind: "admit";
  readonly pendingId: string;
  readonly prepared: Prepared | null;
  readonly by: Doer;
};

export type AttestingDeps = SigningDeps & { readonly observe: Observe };

/** Most observations of one signatory: a hundred pages of a website show no more than one. */
export const OBSERVATIONS_LIMIT = 50;

/** Works out in order what was seen, adding to `draft`, and writes it down. Null: the signature waits for more. */
export async function attestAll(
  deps: AttestingDeps,
  draft: LogDraft,
  acts: readonly AttestAct[],
): Promise<Outcome<Sequenced | null>[]> {
  const outcomes: Outcome<Sequenced | null>[] = [];
  for (const act of acts) {
    try {
      const value =
        "index" in act ? await attestOne(deps, draft, act.index, act.seen) : await attestWaiting(deps, draft, act);
      outcomes.push({ value });
    } catch (error) {
      if (!(error instanceof UndersignedError)) throw error;
      outcomes.push({ error });
    }
  }
  return outcomes;
}

/** Lets in what waited to be looked at, in order. Null: the signature waits for more. */
export async function admitAll(
  deps: AttestingDeps,
  draft: LogDraft,
  acts: readonly AdmitAct[],
): Promise<Outcome<Sequenced | null>[]> {
  const outcomes: Outcome<Sequenced | null>[] = [];
  for (const act of acts) {
    try {
      outcomes.push({ value: await admitOne(deps, draft, act) });
    } catch (error) {
      if (!(error instanceof UndersignedError)) throw error;
      outcomes.push({ error });
    }
  }
  return outcomes;
}

async function admitOne(
  deps: AttestingDeps,
  draft: LogDraft,
  { pendingId, prepared, by }: AdmitAct,
): Promise<Sequenced | null> {
  const { tx, statementId, now, about } = draft;
  await holdWaiting(tx, statementId, pendingId);
  const batch = await readBatch(deps, draft, [pendingId]);
  const row = batch.rows.get(pendingId);
  if (!row) throw refuseToken();
  if (row.confirmed_index !== null || row.admitted_at !== null) return settle(batch, row, prepared);
  checkOpen(draft, row, prepared);
  row.admitted_at = now;
  const settled = settle(batch, row, prepared);
  await markAdmitted(tx, statementId, pendingId, now);
  await recordAccountAct(tx, "name-admitted", { by, subject: about.title }, now);
  await writeBatch(batch);
  return settled;
}

async function attestOne(deps: AttestingDeps, draft: LogDraft, index: number, seen: Seen): Promise<Sequenced> {
  const { tx, statementId, now } = draft;
  await lockEndings(tx, statementId);
  const row = await readSignature(tx.db, statementId, index);
  if (!row) throw new RefusedError("not_found", `There is no signature ${index} under this statement.`);
  const domain = domainOfSignature(row);
  const observed = await readObserved(deps, draft, String(index));
  checkSeen(row.kind, domain, seen);
  const same = findSame(observed, seen);
  if (same !== undefined) {
    await markSeenAgain(tx, statementId, same.id, now);
    return { index: same.attestIndex ?? index, repeated: true };
  }
  checkRoom(observed, seen);
  const level = levelOf(row.kind, domain, [...observed.map(({ observation }) => observation), seen]);
  const made = deps.observe(
    { statementId, holder: String(index), version: row.version, seen, before: observed.length, now },
    draft.state.size,
  );
  const attested = attest(draft, stateOf(row), level, made.observed);
  await insertObservations(tx, [made.row]);
  await setLevels(tx, statementId, [{ idx: index, level }]);
  return { index: attested, repeated: false };
}

/** The organisation's own domain, as its signature shows it. @throws RefusedError `wrong_state` where it no longer stands */
function domainOfSignature(row: SignatureRow): string | null {
  if (row.status !== "standing" && row.status !== "disputed") {
    throw new RefusedError(
      "wrong_state",
      `This signature no longer stands: it was ${row.status}. Nothing is recorded about it any more.`,
    );
  }
  const { domain }: Partial<PublicPart> = JSON.parse(row.public_part ?? "{}");
  return domain ?? null;
}

async function attestWaiting(
  deps: AttestingDeps,
  draft: LogDraft,
  { pendingId, prepared, seen }: Extract<AttestAct, { pendingId: string }>,
): Promise<Sequenced | null> {
  const { tx, statementId, now } = draft;
  await holdWaiting(tx, statementId, pendingId);
  const batch = await readBatch(deps, draft, [pendingId]);
  const row = batch.rows.get(pendingId);
  if (!row) throw refuseToken();
  if (row.confirmed_index !== null) return await attestOne(deps, draft, row.confirmed_index, seen);
  if (row.confirmed_at === null) {
    throw new RefusedError(
      "wrong_state",
      "This signature is not confirmed yet. Open the link in the mail to confirm it; then show who you are.",
    );
  }
  const { input } = checkOpen(draft, row, prepared);
  const observed = batch.observed.get(pendingId) ?? [];
  checkSeen(input.kind, domainOf(input), seen);
  const same = findSame(observed, seen);
  if (same === undefined) {
    checkRoom(observed, seen);
    const made: ObservedRow = deps.observe(
      { statementId, holder: pendingId, version: input.version, seen, before: observed.length, now },
      null,
    );
    batch.observed.set(pendingId, [...observed, made.observed]);
    batch.writes.fresh.push(made.row);
  } else {
    await markSeenAgain(tx, statementId, same.id, now);
  }
  const settled = settle(batch, row, prepared);
  await writeBatch(batch);
  return settled;
}

async function readObserved(
  { secrets }: AttestingDeps,
  { tx, statementId }: LogDraft,
  holder: string,
): Promise<Observed[]> {
  const rows = await listObservations(tx, statementId, [holder]);
  return rows.map((row) => openObserved(secrets, row));
}

/** People and organisations are known by different things, and an organisation by what is at its own domain alone. */
function checkSeen(kind: Kind, domain: string | null, seen: Seen): void {
  const what = seen.kind === "gone" ? seen.of : seen.kind;
  const isOfPerson = what === "openid" || what === "named";
  if (isOfPerson !== (kind === "person")) {
    throw new RefusedError(
      "wrong_state",
      kind === "person"
        ? "This shows who an organisation is, and the signature is a person’s."
        : "This shows who a person is, and the signature is an organisation’s.",
    );
  }
  if ("domain" in seen && what !== "vouch" && what !== "named" && seen.domain !== domain) {
    throw new RefusedError(
      "wrong_state",
      domain === null
        ? "This organisation signed without a domain of its own, so a domain shows nothing of it."
        : `This was seen at ${seen.domain}, and the organisation signs from ${domain}.`,
    );
  }
}

/** What is gone is always recorded: else whoever filled the list first would keep a level that nothing shows any more. */
function checkRoom(observed: readonly Observed[], seen: Seen): void {
  if (observed.length < OBSERVATIONS_LIMIT || seen.kind === "gone") return;
  throw new RefusedError(
    "too_large",
    `There are ${OBSERVATIONS_LIMIT} observations of this signature already, and no more are recorded: they show enough.`,
  );
}
