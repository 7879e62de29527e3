import { RefusedError } from "@undersigned/core/errors.ts";
import type { Store } from "@undersigned/store/engine.ts";
import { readPending } from "@undersigned/store/pending.ts";
import { readSignature } from "@undersigned/store/signatures.ts";
import type { Secrets } from "../secrets.ts";
import type { Evidence, EvidenceView, Holder } from "./evidence.ts";
import { openPrivateHalf } from "./openings.ts";
import { readOwnInput } from "./own-signature.ts";
import type { SignedInput } from "./signing.ts";
import { openSubmission } from "./submission.ts";

/** A signatory whose evidence grows: signed, or waiting until there is enough of it. */
export type Signer = {
  readonly view: EvidenceView;
  /** The pending signature that it was, or will be, confirmed from: the same before it is in the log and after. */
  readonly pendingId: string;
  /** What is signed, as its signatory sees it. */
  readonly input: SignedInput;
  /** Null once it is deleted. */
  readonly mailbox: string | null;
};

type Deps = { readonly store: Store; readonly secrets: Secrets; readonly evidence: Evidence };

/** The signatory of a mailed token. @throws RefusedError `token_invalid`, `wrong_state` once the signature ended */
export async function readOwnSigner(deps: Deps, token: string): Promise<Signer> {
  const view = await deps.evidence.find(token);
  const signer = view && (await signerOf(deps, view));
  if (signer) return signer;
  throw new RefusedError(
    "token_invalid",
    "This link does not open anything any more. If you signed, ask for a new link on the page of the statement.",
    { field: "token" },
  );
}

/** By the pending id; null when there is none any more, or it no longer stands. */
export async function findSigner(deps: Deps, statementId: string, pendingId: string): Promise<Signer | null> {
  const row = await readPending(deps.store.db, statementId, pendingId);
  if (row === null) return null;
  const holder: Holder =
    row.confirmed_index === null ? { statementId, pendingId } : { statementId, index: row.confirmed_index };
  const view = await deps.evidence.view(holder);
  return view && (await signerOf(deps, view));
}

/** The signatory at an index of the log; null when it no longer stands. */
export async function findLoggedSigner(deps: Deps, statementId: string, index: number): Promise<Signer | null> {
  const view = await deps.evidence.view({ statementId, index });
  return view && (await signerOf(deps, view));
}

async function signerOf({ store, secrets }: Deps, view: EvidenceView): Promise<Signer | null> {
  const { holder } = view;
  if ("index" in holder) {
    const row = await readSignature(store.db, holder.statementId, holder.index);
    const input = row && readOwnInput(secrets, row);
    if (!row || !input || (row.status !== "standing" && row.status !== "disputed")) return null;
    return { view, pendingId: row.pending_id, input, mailbox: openPrivateHalf(secrets, row)?.part.mailbox ?? null };
  }
  const row = await readPending(store.db, holder.statementId, holder.pendingId);
  if (!row?.input_sealed?.length) return null;
  const {
    mailbox,
    consent: _consent,
    ...input
  } = openSubmission(secrets, holder.statementId, holder.pendingId, row.input_sealed).input;
  return { view, pendingId: holder.pendingId, input, mailbox };
}
