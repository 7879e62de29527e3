import type { Context } from "hono";
import { html } from "hono/html";
import type { SignatureAct, SignatureView } from "../../depositary/acts.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { Html } from "../../views/html.ts";
import type { Visit } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";
import { findForAdministrator } from "./find-statement.ts";
import { goOn } from "./frame.ts";
import { signatureName } from "./signature-name.ts";

/** The signature that a page acts on. */
export type SignatureAtHand = {
  readonly statement: StatementView;
  readonly signature: SignatureView;
  readonly list: string;
};

/** What the address names; a way back to the list where the act is not possible, or no longer. */
export async function signatureAtHand(
  c: Context,
  visit: Visit,
  act: SignatureAct,
): Promise<SignatureAtHand | Response> {
  const statement = await findForAdministrator(c, visit);
  const index = c.req.param("index") ?? "";
  if (statement === null || statement.state === "draft" || !/^\d{1,15}$/.test(index)) return c.notFound();
  const signature = await visit.site.depositary.acts.signature(statement.id, Number(index));
  if (signature === null) return c.notFound();
  const list = `/admin/statements/${statement.id}/signatures`;
  if (!signature.acts.includes(act)) return goOn(c, `${list}?q=${signature.index}`);
  return { statement, signature, list };
}

/** Over a page that acts on one signature: whose statement it is, and whose signature, as far as it is shown. */
export function signatureHeading(
  { site }: Visit,
  { statement, signature, list }: SignatureAtHand,
  title: string,
): Html {
  const { say } = site;
  return html`<p class="overline"><a href="${list}"><bdi>${titleOf(say, statement)}</bdi></a></p>
    <h1>${title}</h1>
    <p class="will-show">${signatureName(say, signature)}<br><span class="muted">${say(`adminSignatures.${signature.kind}`)} · ${say("adminSignatures.signedOn", { day: say.day(signature.date) })}</span></p>`;
}
