import type { Context } from "hono";
import { Hono } from "hono";
import { DRAFT_LIMIT, LIST_LIMIT, limitBody, SOURCE_LIMIT } from "../../http/body-limit.ts";
import { speak } from "../../words/speak.ts";
import { errorPage, notFoundPage } from "../error-page.ts";
import { mountAccount } from "./account.ts";
import { mountAccountInvitation } from "./account-invitation.ts";
import { mountAccounts } from "./accounts.ts";
import { mountAddTranslation } from "./add-translation.ts";
import type { AdminParts, AdminSite } from "./admin-site.ts";
import { mountAnonymisePeople, mountClose, mountDiscard, mountDiscardVersion } from "./asked-twice.ts";
import { IMPORTS_PATH, mountBringIn } from "./bring-in.ts";
import { mountDisputes } from "./disputes.ts";
import { mountDownloadInvitations } from "./download-invitations.ts";
import { editAsks } from "./edit-asks.ts";
import { editPublication } from "./edit-publication.ts";
import { mountEditStep } from "./edit-step.ts";
import { editTerms } from "./edit-terms.ts";
import { mountEditText } from "./edit-text.ts";
import { LIST_PATH, mountHandInList } from "./hand-in-list.ts";
import { mountRemindAll, mountTakeInvitationBack } from "./invitation-sure.ts";
import { mountInvitations } from "./invitations.ts";
import { mountNextVersion } from "./next-version.ts";
import { mountNoteCorrection } from "./note-correction.ts";
import { mountOneAccount } from "./one-account.ts";
import { mountOpen } from "./open.ts";
import { mountOpenSure } from "./open-sure.ts";
import { mountOpenId } from "./openid.ts";
import { mountOutbox } from "./outbox.ts";
import { mountPasskeys } from "./passkeys.ts";
import { mountRecordAnswer } from "./record-answer.ts";
import { mountRecordedActs } from "./recorded-acts.ts";
import { mountRemoveLanguage } from "./remove-language.ts";
import { mountRemoveSignature } from "./remove-signature.ts";
import { mountRepresentatives } from "./representatives.ts";
import { mountReviewImport } from "./review-import.ts";
import { mountReviewList } from "./review-list.ts";
import { mountReviewName } from "./review-name.ts";
import { mountSendList } from "./send-list.ts";
import { mountSessions } from "./sessions.ts";
import { mountSettleDispute } from "./settle-dispute.ts";
import { mountSetup } from "./setup.ts";
import { mountSignIn } from "./sign-in.ts";
import { mountAnonymiseSignature, mountEraseSignature } from "./signature-sure.ts";
import { mountSignatures } from "./signatures.ts";
import { mountStatement } from "./statement.ts";
import { mountStatements } from "./statements.ts";
import { mountTokens } from "./tokens.ts";
import { mountTrail } from "./trail.ts";
import { mountWaiting } from "./waiting.ts";
import { mountWitnesses } from "./witnesses.ts";

export type AdminPagesOptions = {
  /** The caller's network address, as the set-up of proxies allows to know it. */
  address(c: Context): string;
};

/** Everything that administrators see: setting up, signing in, writing, opening, closing. No page needs a script. */
export function mountAdminPages(app: Hono, depositary: AdminParts, options: AdminPagesOptions): void {
  const site = {
    depositary,
    say: speak("en"),
    secure: depositary.identity.baseUrl.startsWith("https:"),
    addressOf: options.address,
  };
  const pages = new Hono();
  pages.onError((error, c) => errorPage(c, error));
  limitForms(pages);

  mountSetup(pages, site);
  mountSignIn(pages, site);
  mountStatements(pages, site);
  mountBringIn(pages, site);
  mountReviewImport(pages, site);
  mountEditText(pages, site);
  mountRemoveLanguage(pages, site);
  for (const step of [editAsks, editTerms, editPublication]) mountEditStep(pages, site, step);
  mountOpen(pages, site);
  mountOpenSure(pages, site);
  mountStatement(pages, site);
  mountClose(pages, site);
  mountDiscard(pages, site);
  mountDiscardVersion(pages, site);
  mountNextVersion(pages, site);
  mountAnonymisePeople(pages, site);
  mountSignatures(pages, site);
  mountRemoveSignature(pages, site);
  mountEraseSignature(pages, site);
  mountAnonymiseSignature(pages, site);
  mountInvitations(pages, site);
  mountDownloadInvitations(pages, site);
  mountHandInList(pages, site);
  mountReviewList(pages, site);
  mountSendList(pages, site);
  mountRemindAll(pages, site);
  mountTakeInvitationBack(pages, site);
  mountWaiting(pages, site);
  mountReviewName(pages, site);
  mountDisputes(pages, site);
  mountSettleDispute(pages, site);
  mountRecordAnswer(pages, site);
  mountNoteCorrection(pages, site);
  mountAddTranslation(pages, site);
  mountRecordedActs(pages, site);
  mountOutbox(pages, site);
  mountWitnesses(pages, site);
  mountTokens(pages, site);
  mountAccountPages(pages, site);
  pages.all("/admin/*", (c) => notFoundPage(c));
  app.route("/", pages);
}

/** How long each form may be. */
function limitForms(pages: Hono): void {
  const limit = limitBody(DRAFT_LIMIT);
  const listLimit = limitBody(LIST_LIMIT);
  const sourceLimit = limitBody(SOURCE_LIMIT);
  for (const path of [
    "/setup",
    "/sign-in",
    "/sign-in/*",
    "/sign-out",
    "/account-invitation",
    "/representatives",
    "/representatives/*",
    "/admin",
    "/admin/*",
  ]) {
    pages.post(path, (c, next) => {
      if (c.req.path === IMPORTS_PATH) return sourceLimit(c, next);
      return LIST_PATH.test(c.req.path) ? listLimit(c, next) : limit(c, next);
    });
  }
}

/** Who has an account, how they sign in, and what was done by whom. */
function mountAccountPages(pages: Hono, site: AdminSite): void {
  mountAccounts(pages, site);
  mountOneAccount(pages, site);
  mountAccountInvitation(pages, site);
  mountTrail(pages, site);
  mountAccount(pages, site);
  mountSessions(pages, site);
  mountPasskeys(pages, site);
  mountRepresentatives(pages, site);
  mountOpenId(pages, site);
}
