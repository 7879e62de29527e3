import { decodeHex, encodeHex } from "@undersigned/core/bytes.ts";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { InvitationRow, InvitationState } from "@undersigned/store/invitations.ts";
import { changeInvitation, deleteInvitationMails, findInvitation } from "@undersigned/store/invitations.ts";
import { insertOptOut } from "@undersigned/store/opt-outs.ts";
import { makeInvitationToken, readInvitationToken } from "./invitation-tokens.ts";
import { viewInvitation } from "./invitation-views.ts";
import type { Invitations } from "./invitations.ts";
import { openInvited, sealInvited } from "./invited.ts";
import type { InvitingDeps } from "./inviting.ts";
import { optOutMac } from "./inviting.ts";
import { ownDomainOf } from "./own-domain.ts";
import { refuseToken } from "./signing-tokens.ts";
import type { Statements } from "./statements.ts";

type Deps = InvitingDeps & { readonly statements: Pick<Statements, "find"> };

/** The last day that can be given: longer than anybody decides. */
const LONGEST_DECIDING = 366 * 86_400_000;
/** States from which an organisation may still answer; one that declined may think better of it. */
const ANSWERABLE: readonly InvitationState[] = ["waiting", "invited", "opened", "deciding", "declined"];

/** What an invited organisation does by the link in its mail. */
export function createAnswers(
  deps: Deps,
): Pick<Invitations, "invited" | "sheet" | "open" | "decide" | "decline" | "optOut"> {
  const { store, secrets, clock } = deps;

  async function find(token: string, right: "answer" | "sheet" = "answer"): Promise<InvitationRow> {
    const { statementId, id } = readInvitationToken(secrets.macKey, right, token);
    const row = await findInvitation(store, statementId, id);
    if (row === null) throw refuseGone();
    return row;
  }

  async function statementOf({ statement_id }: InvitationRow) {
    const statement = await deps.statements.find(statement_id, { administrator: true });
    if (statement === null) throw refuseToken();
    return statement;
  }

  return {
    async invited(token) {
      const row = await find(token);
      const invitation = viewInvitation(secrets, row);
      return {
        statement: await statementOf(row),
        invitation,
        domain: invitation.mailbox === "" ? null : ownDomainOf(invitation.mailbox),
        sheetToken: makeInvitationToken(secrets.macKey, "sheet", row.statement_id, row.id),
      };
    },
    async sheet(token) {
      const row = await find(token, "sheet");
      return { statement: await statementOf(row), name: openInvited(secrets, row).name, lang: row.lang };
    },
    async open(token) {
      await changeInvitation(store, await find(token), ["waiting", "invited"], {
        state: "opened",
        changed_at: clock(),
      });
    },
    async decide(token, until) {
      const now = clock();
      if (until <= now || until > now + LONGEST_DECIDING) {
        throw new RefusedError("invalid_field", "Give a day to come, within a year.", { field: "until" });
      }
      const change = { state: "deciding" as const, deciding_until: until, mail_due: null, changed_at: now };
      await changeInvitation(store, await find(token), ANSWERABLE, change);
    },
    async decline(token) {
      const change = { state: "declined" as const, deciding_until: null, mail_due: null, changed_at: clock() };
      await changeInvitation(store, await find(token), ANSWERABLE, change);
    },
    async optOut(token, from) {
      const row = await find(token);
      const { name, address, ...invited } = openInvited(secrets, row);
      const everywhere = address === null ? invited.optOutMac : encodeHex(optOutMac(secrets, address.mailbox));
      const now = clock();
      // Nobody needs the mailbox any more: whoever invited may know that the organisation wants no mail.
      const sealed = sealInvited(secrets, row, { name, address: null, optOutMac: everywhere });
      await store.transaction(async (tx) => {
        if (from === "statement") await insertOptOut(tx, row.statement_id, row.mailbox_mac, now);
        else if (everywhere !== undefined) await insertOptOut(tx, "", decodeHex(everywhere), now);
        const kept = { ...sealed, deciding_until: null, mail_due: null };
        await changeInvitation(tx, row, ANSWERABLE, { ...kept, state: "opted-out", changed_at: now });
        await changeInvitation(tx, row, ["signed", "opted-out"], kept);
        await deleteInvitationMails(tx, row.statement_id, row.id);
      });
    },
  };
}

function refuseGone(): RefusedError {
  return new RefusedError(
    "token_invalid",
    "This invitation is not here any more: it was taken back, or deleted some time after the statement closed. Whoever invited you can tell you more.",
    { field: "token" },
  );
}
