import type { Act } from "../depositary/roles.ts";

/** Which act each endpoint is: what a token may follows from whose it is. "anybody": no token is asked for. */
const ROUTES: Readonly<Record<string, Act | "anybody">> = {
  "GET /api/openapi.json": "anybody",
  "GET /api/v1/statements": "anybody",
  "POST /api/v1/statements": "begin",
  "GET /api/v1/statements/:id": "anybody",
  "PUT /api/v1/statements/:id/draft": "run",
  "POST /api/v1/statements/:id/open": "run",
  "POST /api/v1/statements/:id/close": "run",
  "POST /api/v1/statements/:id/extension": "run",
  "GET /api/v1/statements/:id/next-version": "run",
  "PUT /api/v1/statements/:id/next-version": "run",
  "DELETE /api/v1/statements/:id/next-version": "run",
  "POST /api/v1/statements/:id/next-version/open": "run",
  "POST /api/v1/statements/:id/responses": "run",
  "POST /api/v1/statements/:id/corrections": "run",
  "POST /api/v1/statements/:id/translations": "run",
  "GET /api/v1/statements/:id/signatures": "run",
  "POST /api/v1/statements/:id/signatures": "anybody",
  "POST /api/v1/statements/:id/signatures/:index/removal": "run",
  "POST /api/v1/statements/:id/signatures/:index/erasure": "run",
  "POST /api/v1/statements/:id/signatures/:index/anonymisation": "run",
  "POST /api/v1/statements/:id/anonymisation": "run",
  "GET /api/v1/statements/:id/invitations": "invite",
  "POST /api/v1/statements/:id/invitations": "invite",
  "POST /api/v1/statements/:id/invitations/reminders": "invite",
  "DELETE /api/v1/statements/:id/invitations/:invitation": "invite",
  "GET /api/v1/statements/:id/acts": "run",
  "GET /api/v1/statements/:id/disputes": "dispute",
  "POST /api/v1/statements/:id/disputes/:index/uphold": "dispute",
  "POST /api/v1/statements/:id/disputes/:index/removal": "dispute",
  "GET /api/v1/statements/:id/versions": "anybody",
  "GET /api/v1/statements/:id/signatories": "anybody",
  "GET /api/v1/statements/:id/signatories/:index/proof": "anybody",
  "GET /api/v1/statements/:id/signatories/:index/evidence": "anybody",
  "GET /api/v1/statements/:id/bundle": "anybody",
  "POST /api/v1/evidence": "anybody",
  "POST /api/v1/confirmations": "anybody",
  "GET /api/v1/consents": "anybody",
  "POST /api/v1/consents": "anybody",
  "POST /api/v1/withdrawals": "anybody",
  "POST /api/v1/anonymisations": "anybody",
  "GET /api/v1/receipts/:pending": "anybody",
  "GET /api/v1/outbox": "depositary",
  "GET /api/v1/account-acts": "depositary",
};

/** The act of an endpoint; undefined of one that nobody gave an act, which is then for administrators alone. */
export function findApiAct(method: string, path: string): Act | "anybody" | undefined {
  return ROUTES[`${method} ${path}`];
}
