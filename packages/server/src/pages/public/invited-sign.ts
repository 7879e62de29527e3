import type { Hono } from "hono";
import { sendPage } from "../send.ts";
import { readNames } from "./invited.ts";
import { renderSignForm } from "./sign.ts";
import type { Site } from "./site.ts";
import { ownKey } from "./site.ts";

/** `/invited/sign?token=…`: the form to sign, filled in for the organisation that was invited. It goes the way of every signature. */
export function mountInvitedSign(app: Hono, site: Site): void {
  app.get("/invited/sign", async function showForm(c) {
    const { token = "", ...query } = c.req.query();
    const { statement, invitation } = await site.depositary.invitations.invited(token);
    const { name, mailbox, lang } = invitation;
    const names = readNames(statement, query);
    const known = { name, ...(names === undefined ? {} : { names }), ...(mailbox === "" ? {} : { mailbox }), lang };
    return sendPage(c, await renderSignForm(site, statement, ownKey(site, statement), known));
  });
}
