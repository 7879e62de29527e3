import type { Act } from "../../depositary/roles.ts";

/**
 * Which act each administrators' route is, by its path as it is mounted. One that is missing here is for administrators
 * alone, and fails a test (tests/roles.test.ts): say which act it is, or write a new row in depositary/roles.ts.
 */
const ROUTES: Readonly<Partial<Record<Act, readonly string[]>>> = {
  account: [
    "/sign-out",
    "/admin/account",
    "/admin/sessions",
    "/admin/sessions/:id/revoke",
    "/admin/sessions/revoke-others",
    "/admin/passkeys",
    "/admin/passkeys/begin",
    "/admin/passkeys/remove",
    "/admin/openid",
    "/admin/openid/bind",
    "/admin/openid/unbind",
  ],
  list: ["/admin"],
  begin: ["/admin/statements/new", "/admin/imports", "/admin/imports/:import", "/admin/imports/:import/discard"],
  run: [
    "/admin/statements/:id",
    "/admin/statements/:id/edit",
    "/admin/statements/:id/edit/remove",
    "/admin/statements/:id/edit/asks",
    "/admin/statements/:id/edit/terms",
    "/admin/statements/:id/edit/publication",
    "/admin/statements/:id/open",
    "/admin/statements/:id/open/sure",
    "/admin/statements/:id/extend",
    "/admin/statements/:id/close",
    "/admin/statements/:id/discard",
    "/admin/statements/:id/discard-version",
    "/admin/statements/:id/next",
    "/admin/statements/:id/anonymise",
    "/admin/statements/:id/signatures",
    "/admin/statements/:id/signatures/:index/remove",
    "/admin/statements/:id/signatures/:index/erase",
    "/admin/statements/:id/signatures/:index/anonymise",
    "/admin/statements/:id/answer",
    "/admin/statements/:id/correct",
    "/admin/statements/:id/translate",
    "/admin/statements/:id/acts",
  ],
  invite: [
    "/admin/statements/:id/invitations",
    "/admin/statements/:id/invitations.csv",
    "/admin/statements/:id/invitations/:invitation/remind",
    "/admin/statements/:id/invitations/:invitation/take-back",
    "/admin/statements/:id/invitations/remind",
    "/admin/statements/:id/invitations/list",
    "/admin/statements/:id/invitations/list/:list",
    "/admin/statements/:id/invitations/list/:list/discard",
    "/admin/statements/:id/invitations/list/:list/left-out.csv",
    "/admin/statements/:id/invitations/list/:list/send",
  ],
  review: ["/admin/statements/:id/waiting", "/admin/statements/:id/waiting/:pending"],
  dispute: ["/admin/statements/:id/disputes", "/admin/statements/:id/disputes/:index"],
  tokens: ["/admin/tokens", "/admin/tokens/:id/revoke"],
  represent: ["/representatives/manage", "/representatives/revoke"],
  depositary: [
    "/admin/representatives",
    "/admin/representatives/restore",
    "/admin/outbox",
    "/admin/witnesses",
    "/admin/trail",
    "/admin/trail.csv",
    "/admin/accounts",
    "/admin/accounts/invitations/:id/revoke",
    "/admin/accounts/:id",
    "/admin/accounts/:id/role",
    "/admin/accounts/:id/assign",
    "/admin/accounts/:id/unassign",
    "/admin/accounts/:id/remove",
  ],
};

const ACT_OF: ReadonlyMap<string, Act> = new Map(
  Object.entries(ROUTES).flatMap(([act, paths]) => paths.map((path): [string, Act] => [path, act as Act])),
);

/** The act of a mounted route; undefined of one that nobody gave an act. */
export function findAdminAct(path: string): Act | undefined {
  return ACT_OF.get(path);
}
