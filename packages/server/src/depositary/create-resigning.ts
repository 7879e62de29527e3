import { RefusedError } from "@undersigned/core/errors.ts";
import { recordStay } from "@undersigned/store/consents.ts";
import { lockEndings } from "@undersigned/store/ending-lock.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import { answerConfirmed, RECEIPT_WAIT } from "./confirmed.ts";
import type { ReceiptMaking } from "./make-receipts.ts";
import { asksOf } from "./missing.ts";
import { makeCommitment, openPrivateHalf } from "./openings.ts";
import { readOwnInput, readOwnSignature, viewOwnStatement } from "./own-signature.ts";
import type { Prepared } from "./preparing.ts";
import { randomBytes } from "./random.ts";
import type { AgainInput, Resigning } from "./resigning-acts.ts";
import { viewAgain } from "./resigning-view.ts";
import type { Sequencer } from "./sequencer.ts";
import { checkParts, partsOf } from "./signature-parts.ts";
import type { SignatureInput } from "./signing.ts";
import type { SigningDeps } from "./signing-deps.ts";
import type { Frozen, StatementReading } from "./statement-reading.ts";
import type { Statements } from "./statements.ts";
import type { Submission } from "./submission.ts";
import { checkInput } from "./submitting.ts";

type Deps = SigningDeps & {
  readonly reading: StatementReading;
  readonly statements: Statements;
  readonly sequencer: Sequencer;
  readonly receipts: ReceiptMaking;
  readonly onMail: () => void;
};

export function createResigning(deps: Deps): Resigning {
  const { store, sequencer } = deps;
  return {
    async resign(token, input, options = {}) {
      const row = await readOwnSignature(deps, token);
      const act = {
        kind: "resign" as const,
        index: row.idx,
        replaces: input.replaces,
        prepared: prepare(deps, row, input, await openVersion(deps, row.statement_id)),
      };
      const done = await sequencer.act(row.statement_id, act);
      return await answerConfirmed(deps, row.statement_id, row.idx, done, options.wait ?? RECEIPT_WAIT);
    },
    async stay(token, version) {
      const row = await readOwnSignature(deps, token);
      const statement = await viewOwnStatement(deps, row.statement_id);
      const again = await viewAgain(deps, row, statement);
      if (!again) throw new RefusedError("wrong_state", "There is nothing to decide: this signature stays as it is.");
      if (statement.version?.digest !== version) throw refuseOtherText();
      if (!again.isEarlier)
        throw new RefusedError("wrong_state", "You have signed the present text: there is nothing to stay with.");
      await store.transaction(async (tx) => {
        await lockEndings(tx, row.statement_id);
        const now = await readSignature(tx.db, row.statement_id, row.idx);
        if (now?.consent_index !== row.consent_index || now.status !== "standing") throw refuseChanged();
        await recordStay(tx, row.statement_id, row.idx, statement.version?.number ?? 0);
      });
    },
  };
}

async function openVersion({ reading }: Deps, statementId: string): Promise<Frozen> {
  const row = await reading.row(statementId);
  const frozen = row && (await reading.frozen(row.id, row.version));
  if (!frozen) throw new RefusedError("unavailable", "The text of this statement cannot be read right now.");
  return frozen;
}

/** Everything that does not depend on where in the log it will stand: the old openings are read, new ones made. */
function prepare(deps: Deps, row: SignatureRow, given: AgainInput, frozen: Frozen): Prepared {
  const { secrets, clock } = deps;
  const shown = readOwnInput(secrets, row);
  const held = openPrivateHalf(secrets, row)?.part;
  if (!shown || held?.mailbox === undefined) {
    throw new RefusedError(
      "wrong_state",
      row.status === "standing"
        ? "Your e-mail address is no longer kept, so nothing can be signed in its name again. Your signature stands as it is."
        : `This signature no longer stands: it was ${row.status}. Nothing is left to change.`,
    );
  }
  const { domain, ...identity } = shown;
  const input: SignatureInput = {
    ...identity,
    mailbox: held.mailbox,
    named: given.named,
    consent: given.consent,
    lang: given.lang,
    version: given.version,
    reservation: given.reservation,
    noDomain: row.kind === "organisation" && domain === undefined,
  };
  checkInput(input, frozen);
  const { minimumAge: age, consentNotice: notice } = frozen.manifest.terms;
  const now = clock();
  const asks = asksOf(frozen.manifest.terms, input);
  const submission: Submission = { input, notice, age, consentedAt: now, evidence: held.evidence, asks };
  checkParts(partsOf(submission, now));
  const place = { sealKey: secrets.sealKey, statementId: row.statement_id, pendingId: row.pending_id };
  return { input, asks, commitment: makeCommitment(submission, place, { now, salts: randomBytes(64) }) };
}

function refuseOtherText(): RefusedError {
  return new RefusedError(
    "wrong_version",
    "The text is not the one that was shown to you: it changed once more. Look at it again.",
    { field: "version" },
  );
}

function refuseChanged(): RefusedError {
  return new RefusedError("wrong_state", "Your signature changed meanwhile. Look at what stands now.");
}
