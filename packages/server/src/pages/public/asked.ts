import type { Context, Hono } from "hono";
import type { AskedBy, AskedView, AskingKind } from "../../depositary/askings.ts";
import { readForm } from "../../http/read-form.ts";
import { fieldErrors } from "../../views/problem.ts";
import { sendPage } from "../send.ts";
import { askedPage, codePage } from "./asked-page.ts";
import type { Site } from "./site.ts";
import { findStatement } from "./site.ts";

/** Where each question is answered. */
const PATHS: Readonly<Record<AskingKind, string>> = { approval: "/approve", vouch: "/vouch", naming: "/named" };

/**
 * Somebody is asked about a signatory. `GET …?token=…` shows what is asked and answers nothing: mail scanners open links. `POST`
 * answers. Who reads the mail elsewhere types its code at `/s/:slug/answer`.
 */
export function mountAsked(app: Hono, site: Site): void {
  for (const path of Object.values(PATHS)) {
    app.get(path, async function show(c) {
      const by = { token: c.req.query("token") ?? "" };
      const asked = await site.depositary.askings.find(by);
      return sendPage(c, await pageOf(site, asked, by));
    });
    app.post(path, (c) => answer(c, site));
  }
  app.get("/s/:slug/answer", async function typeCode(c) {
    const statement = await findStatement(c, site);
    // Of a link-only statement the title is not told: whoever has the code sees it on the next page.
    return sendPage(c, codePage(site, { statement, slug: c.req.param("slug"), typed: {}, errors: [] }));
  });
  app.post("/s/:slug/answer", (c) => findByCode(c, site));
}

async function findByCode(c: Context, site: Site): Promise<Response> {
  const { mailbox = "", code = "" } = texts(await readForm(c));
  const slug = c.req.param("slug") ?? "";
  const found = await site.depositary.statements.find(slug, { administrator: true });
  const by = { statement: found?.id ?? "", mailbox, code };
  try {
    const asked = await site.depositary.askings.find(by);
    return sendPage(c, await pageOf(site, asked, by));
  } catch (error) {
    const errors = fieldErrors(site.say, error, ["mailbox", "code"]);
    const statement = await findStatement(c, site);
    return sendPage(c, codePage(site, { statement, slug, typed: { mailbox, code }, errors }), 422);
  }
}

async function answer(c: Context, site: Site): Promise<Response> {
  const posted = texts(await readForm(c));
  const by = readBy(posted);
  const yes = posted.answer === "yes";
  const { role, words } = posted;
  try {
    return sendPage(c, await pageOf(site, await site.depositary.askings.answer(by, { yes, role, words }), by));
  } catch (error) {
    const errors = fieldErrors(site.say, error, ["role", "words"]);
    if (errors.every(({ field }) => field === "")) throw error;
    const asked = await site.depositary.askings.find(by);
    return sendPage(c, await pageOf(site, asked, by, { typed: posted, errors }), 422);
  }
}

async function pageOf(
  site: Site,
  asked: AskedView,
  by: AskedBy,
  form: Pick<Parameters<typeof askedPage>[1], "typed" | "errors"> = { typed: {}, errors: [] },
) {
  const text = await site.depositary.statements.text(asked.statement.id, asked.input.lang);
  return await askedPage(site, { asked, text, by, path: PATHS[asked.kind], ...form });
}

function readBy({ token, statement = "", mailbox = "", code = "" }: Readonly<Record<string, string>>): AskedBy {
  return token === undefined ? { statement, mailbox, code } : { token };
}

function texts(form: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const pairs = Object.entries(form).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return Object.fromEntries(pairs);
}
