import { MalformedError } from "@undersigned/core/errors.ts";
import type { PublicPart } from "@undersigned/core/signature/part.ts";
import type { DisputeRow } from "@undersigned/store/disputes.ts";
import type { OutboxTable } from "@undersigned/store/schema.ts";
import type { SignatureRow } from "@undersigned/store/signatures.ts";
import type { Insertable } from "kysely";
import type { DisputeOutcome } from "../mail/dispute-mails.ts";
import { openSaid } from "./disputed-words.ts";
import type { LogDraft } from "./log-draft.ts";
import { mailRow } from "./mail-row.ts";
import { openPrivateHalf } from "./openings.ts";
import type { SigningDeps } from "./signing-deps.ts";
import { furtherMailId, makeManageToken } from "./signing-tokens.ts";

type Mail = Insertable<OutboxTable>;

/** The name that a signature shows, or showed; null where it shows none, or is forgotten. */
export function shownName(row: Pick<SignatureRow, "named" | "public_part">): string | null {
  if (row.named === 0 || row.public_part === null) return null;
  const part: PublicPart = JSON.parse(row.public_part);
  return part.name ?? null;
}

/** To whoever disputed it: that it is hidden now, and what follows. None once its mailbox is deleted. */
export function mailOpened(deps: SigningDeps, draft: LogDraft, dispute: DisputeRow, row: SignatureRow): Mail[] {
  const to = mailboxOfDispute(deps, dispute);
  if (to === null) return [];
  const params = { title: draft.about.title, name: shownName(row) ?? "", kind: row.kind };
  return [toDisputer(deps, draft, dispute, "opened", { template: "dispute-opened", to, params })];
}

/** To whoever disputed it: what became of it, and why in words. */
export function mailOutcome(
  deps: SigningDeps,
  draft: LogDraft,
  dispute: DisputeRow,
  told: { name: string; outcome: DisputeOutcome; words: string | null },
): Mail[] {
  const to = mailboxOfDispute(deps, dispute);
  if (to === null) return [];
  const params = { title: draft.about.title, side: "disputing" as const, ...told };
  return [toDisputer(deps, draft, dispute, "outcome", { template: "dispute-outcome", to, params })];
}

function toDisputer(
  { secrets }: SigningDeps,
  { statementId, now }: LogDraft,
  { id }: DisputeRow,
  what: string,
  mail: Parameters<typeof mailRow>[3],
): Mail {
  return mailRow(secrets, statementId, `${id}~${what}`, mail, now);
}

/** To the signatory's own mailbox: that somebody disputes it, and where to answer. None once its mailbox is deleted. */
export function mailSignatory(deps: SigningDeps, draft: LogDraft, row: SignatureRow): Mail[] {
  return toSignatory(deps, draft, row, (token) => ({ template: "dispute-told", params: { ...params(draft), token } }));
}

/** To the signatory's own mailbox: it stands again. */
export function mailUpheld(deps: SigningDeps, draft: LogDraft, row: SignatureRow, words: string | null): Mail[] {
  const told = { side: "signatory", outcome: "upheld", name: shownName(row) ?? "", words } as const;
  return toSignatory(deps, draft, row, () => ({
    template: "dispute-outcome",
    params: { ...params(draft), ...told },
  }));
}

function params({ about }: LogDraft): { title: string } {
  return { title: about.title };
}

type ToSignatory =
  | Omit<Extract<Parameters<typeof mailRow>[3], { template: "dispute-told" }>, "to">
  | Omit<Extract<Parameters<typeof mailRow>[3], { template: "dispute-outcome" }>, "to">;

function toSignatory(
  deps: SigningDeps,
  { statementId, now }: LogDraft,
  row: SignatureRow,
  write: (token: string) => ToSignatory,
): Mail[] {
  const to = mailboxOfSignature(deps, row);
  if (to === null) return [];
  const mail = write(makeManageToken(deps.secrets.macKey, statementId, row.idx));
  return [mailRow(deps.secrets, statementId, furtherMailId(statementId, row.idx), { ...mail, to }, now)];
}

/** To those who check it, each with the page to go to. It names nobody: these mails outlive a signature that is forgotten. */
export function mailCheckers(
  deps: SigningDeps,
  draft: LogDraft,
  dispute: DisputeRow,
  told: { checkers: readonly string[]; contact: string | null; hidden: boolean },
): Mail[] {
  const { statementId, about, now } = draft;
  const number = dispute.signature_index;
  const page = `${deps.baseUrl}/admin/statements/${statementId}/disputes/${number}`;
  const readers = [
    ...told.checkers.map((to) => ({ to, url: page, checks: true })),
    // Whoever answers for the statement need not have a way into the administration.
    ...(told.contact === null || told.checkers.includes(told.contact) || !told.hidden
      ? []
      : [{ to: told.contact, url: `${about.url}/disputes`, checks: false }]),
  ];
  return readers.map(({ to, url, checks }, i) => {
    const params = { title: about.title, number, url, checks, hidden: told.hidden };
    const id = `${dispute.id}~${told.hidden ? "hidden" : "waits"}.${i}`;
    return mailRow(deps.secrets, statementId, id, { template: "dispute-to-check", to, params }, now);
  });
}

function mailboxOfDispute({ secrets }: SigningDeps, dispute: DisputeRow): string | null {
  return readable(() => openSaid(secrets, dispute)?.mailbox);
}

function mailboxOfSignature({ secrets }: SigningDeps, row: SignatureRow): string | null {
  return readable(() => openPrivateHalf(secrets, row)?.part.mailbox);
}

/** What cannot be read any more is written to nobody, and stops nothing. */
function readable(read: () => string | undefined): string | null {
  try {
    return read() ?? null;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return null;
  }
}
