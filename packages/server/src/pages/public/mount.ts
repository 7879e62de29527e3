import type { Context } from "hono";
import { Hono } from "hono";
import { mountAssets } from "../../http/assets.ts";
import { CHECK_BODY_LIMIT, FORM_LIMIT, limitBody, PICTURE_LIMIT } from "../../http/body-limit.ts";
import { createPageCache } from "../../http/etag-cache.ts";
import { speak } from "../../words/speak.ts";
import { mountAgain } from "./again.ts";
import { mountAnswerDispute } from "./answer-dispute.ts";
import { mountAsked } from "./asked.ts";
import { mountCheck } from "./check.ts";
import { mountCheckResult } from "./check-result.ts";
import { mountConfirm } from "./confirm.ts";
import { mountCount } from "./count.ts";
import { mountDispute } from "./dispute.ts";
import { mountDisputeHistory } from "./disputes.ts";
import { mountEvidence } from "./evidence.ts";
import { mountHome } from "./home.ts";
import { mountHowWeKnow } from "./how-we-know.ts";
import { mountInvited } from "./invited.ts";
import { mountInvitedSheet } from "./invited-sheet.ts";
import { mountInvitedSign } from "./invited-sign.ts";
import { mountLetter } from "./letter.ts";
import { mountLogo } from "./logo.ts";
import { mountLogs } from "./logs.ts";
import { mountManage } from "./manage.ts";
import { mountManageRequest } from "./manage-request.ts";
import { mountOldVersion } from "./old-version.ts";
import { mountOrganisation } from "./organisation.ts";
import { mountOwnDispute } from "./own-dispute.ts";
import { mountPublishedCheck } from "./published-check.ts";
import { mountResponses } from "./responses.ts";
import { mountSent } from "./sent.ts";
import { mountSign } from "./sign.ts";
import { mountSignatories } from "./signatories.ts";
import { mountSignatureNotes } from "./signature-notes.ts";
import { mountSignedOn } from "./signed-on.ts";
import type { PublicParts } from "./site.ts";
import { mountUnsubscribe } from "./unsubscribe.ts";
import { mountVerifier } from "./verifier.ts";
import { mountVerify } from "./verify.ts";
import { mountVersionChanges } from "./version-changes.ts";
import { mountVersionFiles } from "./version-files.ts";
import { mountVersions } from "./versions.ts";
import { mountWhoElse } from "./who-else.ts";

export type PublicPagesOptions = {
  /** The reader's network address, as the set-up of proxies allows to know it. */
  address(c: Context): string;
};

/**
 * Everything that readers and signatories see. No page needs a cookie or a script. What goes wrong is left to the
 * application's own handler, which records it and answers with `errorPage`.
 */
export function mountPublicPages(app: Hono, depositary: PublicParts, options: PublicPagesOptions): void {
  const say = speak("en");
  const site = { depositary, say, cache: createPageCache(), address: options.address };
  const pages = new Hono();
  const limit = limitBody(FORM_LIMIT);
  const byToken = ["/confirm", "/confirm/*", "/manage/*", "/invited/*", "/evidence", "/evidence/*"];
  // A copy may be long; every other form of a statement is short.
  const isCheck = (c: Context) => /^\/s\/[^/]+\/check$/.test(c.req.path);
  const limitCheck = limitBody(CHECK_BODY_LIMIT);
  pages.post("/s/*", (c, next) => (isCheck(c) ? limitCheck(c, next) : limit(c, next)));
  pages.post("/check", limitCheck);
  for (const path of [...byToken, "/checks/*", "/approve", "/vouch", "/named", "/dispute", "/dispute/*"])
    pages.post(path, limit);

  pages.post("/logo", limitBody(PICTURE_LIMIT));
  pages.post("/logo/drop", limit);

  mountAssets(pages);
  mountHome(pages, site);
  mountConfirm(pages, site);
  mountEvidence(pages, site);
  mountManage(pages, site);
  mountWhoElse(pages, site);
  mountAsked(pages, site);
  mountAgain(pages, site);
  mountLogo(pages, site);
  mountInvited(pages, site);
  mountInvitedSheet(pages, site);
  mountInvitedSign(pages, site);
  mountUnsubscribe(pages, site);
  mountLogs(pages, site);
  mountCount(pages, site);
  mountSignatories(pages, site);
  mountCheck(pages, site);
  // Before the result: a picture's address begins like it.
  mountPublishedCheck(pages, site);
  mountCheckResult(pages, site);
  mountSignedOn(pages, site);
  mountHowWeKnow(pages, site);
  mountOrganisation(pages, site);
  mountDispute(pages, site);
  mountOwnDispute(pages, site);
  mountAnswerDispute(pages, site);
  mountDisputeHistory(pages, site);
  mountSign(pages, site);
  mountSent(pages, site);
  mountManageRequest(pages, site);
  mountVerify(pages, site);
  mountVerifier(pages);
  mountVersions(pages, site);
  mountSignatureNotes(pages, site);
  mountVersionFiles(pages, site);
  mountResponses(pages, site);
  mountVersionChanges(pages, site);
  mountOldVersion(pages, site);
  // Last: a language may be spelled like none of the words above, but a path like any language.
  mountLetter(pages, site);
  app.route("/", pages);
}
