import type { Hono } from "hono";
import { allowedMethods } from "../http/allowed-methods.ts";
import { CHECK_BODY_LIMIT, DRAFT_LIMIT, FORM_LIMIT, limitBody, SOURCE_LIMIT } from "../http/body-limit.ts";
import { answerOnce } from "../http/idempotency.ts";
import { makeProblem, problemResponse, sendProblem } from "../http/problem-details.ts";
import { isComplete } from "../http/security-headers.ts";
import { mountAddCorrection } from "./add-correction.ts";
import { mountAddResponse } from "./add-response.ts";
import { mountAddTranslation } from "./add-translation.ts";
import { mountAnonymiseOwnSignature } from "./anonymise-own-signature.ts";
import { mountAnonymisePeople } from "./anonymise-people.ts";
import { mountAnonymiseSignature } from "./anonymise-signature.ts";
import { mountCloseStatement } from "./close-statement.ts";
import { mountConfirmSignature } from "./confirm-signature.ts";
import { mountConsentAgain } from "./consent-again.ts";
import type { Api, ApiDeps, ApiMiddleware } from "./context.ts";
import { makeApi } from "./context.ts";
import { mountCreateImport } from "./create-import.ts";
import { mountCreateInvitations } from "./create-invitations.ts";
import { mountCreateStatement } from "./create-statement.ts";
import { mountDisputes } from "./disputes.ts";
import { mountEraseSignature } from "./erase-signature.ts";
import { mountExtendStatement } from "./extend-statement.ts";
import { mountGetBundle } from "./get-bundle.ts";
import { mountGetCheck } from "./get-check.ts";
import { mountGetEvidence } from "./get-evidence.ts";
import { mountGetNameProof } from "./get-name-proof.ts";
import { mountGetOrganisation } from "./get-organisation.ts";
import { mountGetReceipt } from "./get-receipt.ts";
import { mountGetSignedOn } from "./get-signed-on.ts";
import { mountGetStatement } from "./get-statement.ts";
import { mountListAccountActs } from "./list-account-acts.ts";
import { mountListActs } from "./list-acts.ts";
import { mountListInvitations } from "./list-invitations.ts";
import { mountListOutbox } from "./list-outbox.ts";
import { mountListSignatories } from "./list-signatories.ts";
import { mountListSignatures } from "./list-signatures.ts";
import { mountListStatements } from "./list-statements.ts";
import { mountListVersions } from "./list-versions.ts";
import { mountLookForEvidence } from "./look-for-evidence.ts";
import { mountMakeCheck } from "./make-check.ts";
import { mountNextVersion } from "./next-version.ts";
import { mountOpenStatement } from "./open-statement.ts";
import { mountOpenApi } from "./openapi.ts";
import { mountPublishCheck } from "./publish-check.ts";
import { mountRemindInvited } from "./remind-invited.ts";
import { mountRemoveSignature } from "./remove-signature.ts";
import { mountReplaceDraft } from "./replace-draft.ts";
import { requireAllowed } from "./require-allowed.ts";
import { mountSubmitSignature } from "./submit-signature.ts";
import { mountWaiting } from "./waiting.ts";
import { mountWithdrawInvitation } from "./withdraw-invitation.ts";
import { mountWithdrawSignature } from "./withdraw-signature.ts";

/** What administrators and programs do with a statement and its signatures. */
const ACTS = [
  "extension",
  "corrections",
  "signatures/:index/removal",
  "signatures/:index/erasure",
  "signatures/:index/anonymisation",
  "anonymisation",
  "disputes/:index/uphold",
  "disputes/:index/removal",
  "waiting/:pending/admission",
  "waiting/:pending/refusal",
] as const;

/** `/api/v1` and its description. Every answer is JSON; refusals are RFC 9457. */
export function mountApi(app: Hono, deps: ApiDeps): void {
  const { depositary, log } = deps;
  const api = makeApi();
  api.onError((error, c) => problemResponse(c, error, log));

  const token = requireAllowed(depositary);
  const once = answerOnce(deps.idempotency, depositary.clock);
  const drafts = limitBody(DRAFT_LIMIT);
  api.use("/api/*", setHeaders);
  api.post("/api/v1/statements", token, drafts, once);
  api.post("/api/v1/imports", token, limitBody(SOURCE_LIMIT));
  api.put("/api/v1/statements/:id/draft", token, drafts);
  for (const file of ["responses", "translations"]) api.post(`/api/v1/statements/:id/${file}`, token, drafts, once);
  api.post("/api/v1/statements/:id/open", token, limitBody(FORM_LIMIT), once);
  api.post("/api/v1/statements/:id/close", token, limitBody(FORM_LIMIT), once);
  api.use("/api/v1/statements/:id/next-version", token, drafts);
  api.post("/api/v1/statements/:id/next-version/open", token, limitBody(FORM_LIMIT), once);
  for (const act of ACTS) {
    api.post(`/api/v1/statements/:id/${act}`, token, limitBody(FORM_LIMIT), once);
  }
  for (const list of [
    "statements/:id/signatures",
    "statements/:id/acts",
    "statements/:id/disputes",
    "statements/:id/waiting",
    "outbox",
    "account-acts",
  ])
    api.get(`/api/v1/${list}`, token);

  mountListStatements(api, deps);
  mountCreateImport(api, deps);
  mountCreateStatement(api, deps);
  mountGetStatement(api, deps);
  mountReplaceDraft(api, deps);
  mountOpenStatement(api, deps);
  mountExtendStatement(api, deps);
  mountCloseStatement(api, deps);
  mountNextVersion(api, deps);
  mountListVersions(api, deps);
  mountSigning(api, deps);
  mountListSignatures(api, deps);
  mountRemoveSignature(api, deps);
  mountEraseSignature(api, deps);
  mountAnonymiseSignature(api, deps);
  mountAnonymisePeople(api, deps);
  mountJudged(api, deps);
  mountAddResponse(api, deps);
  mountAddCorrection(api, deps);
  mountAddTranslation(api, deps);
  mountInvitations(api, deps, [token, drafts, once]);
  mountListActs(api, deps);
  mountListAccountActs(api, deps);
  mountGetReceipt(api, deps);
  mountListed(api, deps);
  mountChecks(api, deps);
  mountGetBundle(api, deps);
  mountListOutbox(api, deps);
  mountOpenApi(api, depositary.identity);

  refuseTheRest(api);
  app.route("/", api);
}

/** What a human decides: disputed names, and names that wait to be looked at. */
function mountJudged(api: Api, deps: ApiDeps): void {
  mountDisputes(api, deps);
  mountWaiting(api, deps);
}

/** Who stands on the list, and what shows it. */
function mountListed(api: Api, deps: ApiDeps): void {
  mountListSignatories(api, deps);
  mountGetSignedOn(api, deps);
  mountGetNameProof(api, deps);
  mountGetEvidence(api, deps);
  mountGetOrganisation(api, deps);
}

/** Copies found elsewhere. */
function mountChecks(api: Api, deps: ApiDeps): void {
  api.post("/api/v1/checks", limitBody(CHECK_BODY_LIMIT));
  mountMakeCheck(api, deps);
  mountGetCheck(api, deps);
  mountPublishCheck(api, deps);
}

function refuseTheRest(api: Api): void {
  const { routes } = api;
  const known = routes.filter((route) => !route.path.endsWith("*"));
  api.all("/api/*", (c) => refusePath(c.req.path, c.req.method, allowedMethods(known, c.req.path)));
}

/** @param checks token, length, and the same answer to the same request */
function mountInvitations(api: Api, deps: ApiDeps, checks: [ApiMiddleware, ApiMiddleware, ApiMiddleware]): void {
  const path = "/api/v1/statements/:id/invitations";
  api.get(path, checks[0]);
  api.post(path, ...checks);
  api.post(`${path}/reminders`, ...checks);
  api.delete(`${path}/:invitation`, checks[0]);
  mountCreateInvitations(api, deps);
  mountListInvitations(api, deps);
  mountRemindInvited(api, deps);
  mountWithdrawInvitation(api, deps);
}

/** What signatories do, by links that were mailed to them. */
function mountSigning(api: Api, deps: ApiDeps): void {
  const acts = ["statements/:id/signatures", "confirmations", "evidence", "consents", "withdrawals", "anonymisations"];
  for (const path of acts) api.post(`/api/v1/${path}`, limitBody(FORM_LIMIT));
  mountSubmitSignature(api, deps);
  mountConfirmSignature(api, deps);
  mountLookForEvidence(api, deps);
  mountConsentAgain(api, deps);
  mountWithdrawSignature(api, deps);
  mountAnonymiseOwnSignature(api, deps);
}

/** Answers are made for one moment, and what anybody may read, pages of any site may read. */
const setHeaders: ApiMiddleware = async function setApiHeaders(c, next) {
  await next();
  if (isComplete(c.res)) return;
  const { headers } = c.res;
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  if (c.req.method === "GET") headers.set("Access-Control-Allow-Origin", "*");
};

function refusePath(path: string, method: string, allowed: string): Response {
  if (allowed === "") {
    return sendProblem(makeProblem(404, "not_found", `There is nothing at ${path}. See /api/openapi.json.`));
  }
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { Allow: allowed } });
  const problem = makeProblem(405, "method_not_allowed", `${method} is not taken here, only ${allowed}.`);
  return sendProblem(problem, { Allow: allowed });
}
