import { encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Level, ResignEntry } from "@undersigned/core/signature/entry.ts";
import { formatEntry } from "@undersigned/core/signature/entry.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import { step } from "@undersigned/core/signature/replay.ts";
import type { Reconsent } from "@undersigned/store/consents.ts";
import { replaceConsents } from "@undersigned/store/consents.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { OutboxTable } from "@undersigned/store/schema.ts";
import { deleteWords, insertWords } from "@undersigned/store/signatory-words.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readManySignatures } from "@undersigned/store/signatures.ts";
import type { Insertable } from "kysely";
import type { Outcome } from "./batcher.ts";
import { stateOf } from "./ending-signatures.ts";
import { wordsOfSignatory } from "./fold-words.ts";
import type { LogDraft, Sequenced } from "./log-draft.ts";
import { mailRow } from "./mail-row.ts";
import { RECEIPT_DELAY } from "./mailed-receipts.ts";
import type { Prepared } from "./preparing.ts";
import type { SignedInput } from "./signing.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { furtherMailId, makeManageToken, refuseToken } from "./signing-tokens.ts";

/** The signatory at `index` consents again: to a new version, or to the same one with other particulars. */
export type ResignAct = {
  kind: "resign";
  index: number;
  /** Index of the consent that was shown, and that this one takes the place of: what was given since must not be lost. */
  replaces: number;
  prepared: Prepared;
};

/** What a batch writes beside the entries. */
type Writes = {
  consents: { before: SignatureRow; after: Reconsent }[];
  mails: Insertable<OutboxTable>[];
  named: { index: number; words: string[] }[];
  unnamed: number[];
};

/** Works out consents that are given again, in order, adding to `draft`, and writes their rows. */
export async function resignAll(
  deps: SigningDeps,
  draft: LogDraft,
  acts: readonly ResignAct[],
): Promise<Outcome<Sequenced>[]> {
  const { tx, statementId } = draft;
  await lockEndings(tx, statementId);
  const indices = [...new Set(acts.map((act) => act.index))];
  const rows = new Map((await readManySignatures(tx, statementId, indices)).map((row) => [row.idx, row]));
  const writes: Writes = { consents: [], mails: [], named: [], unnamed: [] };
  const outcomes: Outcome<Sequenced>[] = [];
  for (const act of acts) {
    try {
      outcomes.push({ value: resignOne(deps, draft, rows, act, writes) });
    } catch (error) {
      if (!(error instanceof UndersignedError)) throw error;
      outcomes.push({ error });
    }
  }
  await replaceConsents(tx, statementId, writes.consents);
  await deleteWords(tx, statementId, writes.unnamed);
  if (writes.named.length > 0) await insertWords(tx, statementId, writes.named);
  if (writes.mails.length > 0) await tx.insertMany("outbox", writes.mails);
  return outcomes;
}

function resignOne(
  deps: SigningDeps,
  draft: LogDraft,
  rows: Map<number, SignatureRow>,
  act: ResignAct,
  writes: Writes,
): Sequenced {
  const row = rows.get(act.index);
  if (!row) throw refuseToken();
  const { input } = act.prepared;
  if (row.status === "standing" && saysTheSame(row, input)) return { index: row.consent_index, repeated: true };
  checkMayResign(draft, row, act);
  const { commitment, columns, opening } = act.prepared.commitment;
  const index = draft.state.size;
  const entry: ResignEntry = {
    act: "resign",
    of: row.idx,
    version: input.version,
    kind: row.kind,
    capacity: input.capacity,
    // What was observed of the signatory stays observed.
    level: row.level as Level,
    named: input.named,
    commitment: encodeHex(commitment),
  };
  draft.state = step(draft.state, stateOf(row), entry, index).statement;
  const bytes = formatEntry(entry);
  draft.entries.push(bytes);
  const { capacity, level, version } = entry;
  const after: Reconsent = { consent_index: index, capacity, level, version, named: input.named ? 1 : 0, ...columns };
  writes.consents.push({ before: row, after });
  if (row.named === 1 && !input.named) writes.unnamed.push(row.idx);
  if (row.named === 0 && input.named) writes.named.push({ index: row.idx, words: wordsOfSignatory(input) });
  const token = makeManageToken(deps.secrets.macKey, draft.statementId, row.idx);
  writes.mails.push(thanks(deps, draft, row, { index, version, token, to: input.mailbox }));
  rows.set(row.idx, { ...row, ...after });
  return { index, repeated: false, appended: { entry: bytes, opening, manageToken: token } };
}

/** The same form sent twice, or sent without a change: what stands is what was asked for. */
function saysTheSame(row: SignatureRow, input: SignedInput): boolean {
  const { reservation }: Partial<PublicPart> = JSON.parse(row.public_part ?? "{}");
  return (
    row.version === input.version &&
    (row.named === 1) === input.named &&
    row.capacity === input.capacity &&
    reservation === input.reservation
  );
}

function checkMayResign({ state, now, about }: LogDraft, row: SignatureRow, { replaces, prepared }: ResignAct): void {
  if (row.status === "disputed") {
    throw new RefusedError(
      "wrong_state",
      "Somebody says that this signature is not genuine. Until that is settled it cannot be changed, only taken back.",
    );
  }
  if (row.status !== "standing") {
    throw new RefusedError("wrong_state", `This signature no longer stands: it was ${row.status}. Sign anew instead.`);
  }
  if (state.status !== "open" || (state.closes !== null && Date.parse(state.closes) <= now)) {
    throw new RefusedError(
      "wrong_state",
      "This statement is closed: nothing can be signed any more. Your signature stands as it was.",
    );
  }
  if (prepared.input.version !== state.version) {
    throw new RefusedError(
      "wrong_version",
      `The text changed once more after it was shown to you, so nothing was signed. Read it again at ${about.url}, by the link in your mail.`,
    );
  }
  if (row.level < prepared.asks.level) {
    throw new RefusedError(
      "wrong_state",
      "This text asks for more than is known of who signs. Your signature stands as it was. Show that it is you first, by the page of your signature; then sign this text.",
    );
  }
  if (row.consent_index !== replaces) {
    throw new RefusedError(
      "wrong_state",
      "You signed again meanwhile, perhaps in another window. Look at what stands now before you change it.",
    );
  }
}

/** Tells the owner of the mailbox: whoever has the link could have done this. */
function thanks(
  { secrets }: SigningDeps,
  { statementId, about, now }: LogDraft,
  row: SignatureRow,
  { index, version, token, to }: { index: number; version: string; token: string; to: string },
): Insertable<OutboxTable> {
  const params = {
    title: about.title,
    statementUrl: about.url,
    isNewText: version !== row.version,
    pending: row.pending_id,
    index,
    token,
  };
  const mail = { template: "signed-again" as const, to, params };
  return mailRow(secrets, statementId, furtherMailId(statementId, row.idx), mail, now, now + RECEIPT_DELAY);
}
