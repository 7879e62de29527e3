import type { Context, Hono } from "hono";
import type { Look, LookResult, OwnEvidence } from "../../depositary/looking.ts";
import { tidyPastedNote } from "../../http/pasted-note.ts";
import { readForm } from "../../http/read-form.ts";
import type { FieldError } from "../../views/form.ts";
import { plainPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { EvidenceTyped } from "./evidence-page.ts";
import { evidencePage } from "./evidence-page.ts";
import type { Site } from "./site.ts";

const NOTHING_TYPED: EvidenceTyped = { url: "", note: "" };

/**
 * `GET /evidence?token=…` shows a signatory what is known of it, what is asked, and how to show it. `POST /evidence` looks
 * now. Both by the token of a mailed link, before the signature is recorded and after.
 */
export function mountEvidence(app: Hono, site: Site): void {
  const { looking } = site.depositary;
  app.get("/evidence", async function evidence(c) {
    const token = c.req.query("token") ?? "";
    const own = await looking.find(token);
    if (own === null) return gonePage(c, site);
    const desk = await site.depositary.askings.desk(token);
    const shown = { own, token, desk, typed: NOTHING_TYPED, errors: [], result: null, way: null };
    return sendPage(c, evidencePage(site, shown));
  });
  app.post("/evidence", (c) => lookNow(c, site));
}

async function lookNow(c: Context, site: Site): Promise<Response> {
  const form = await readForm(c);
  const text = (name: string) => (typeof form[name] === "string" ? String(form[name]) : "");
  const token = text("token");
  const typed = { url: text("url").trim(), note: text("note") };
  const own = await site.depositary.looking.find(token);
  if (own === null) return gonePage(c, site);
  const look = readLook(text("how"), typed);
  const errors = findMissing(site, look);
  if (errors.length > 0) return show(c, site, { own, token, typed, errors, result: null, look }, 422);
  const result = await site.depositary.looking.look(token, look);
  const seen = result.problem === null;
  return show(c, site, { own: result, token, typed: seen ? NOTHING_TYPED : typed, errors: [], result, look });
}

type Shown = {
  own: OwnEvidence;
  token: string;
  typed: EvidenceTyped;
  errors: readonly FieldError[];
  result: LookResult | null;
  look: Look;
};

async function show(c: Context, site: Site, { look, ...shown }: Shown, status: 200 | 422 = 200): Promise<Response> {
  const desk = await site.depositary.askings.desk(shown.token);
  return sendPage(c, evidencePage(site, { ...shown, desk, way: look.how }), status);
}

/** What is none of the ways is the first: the form offers no other. */
function readLook(how: string, { url, note }: EvidenceTyped): Look {
  if (how === "web-page") return { how, url };
  if (how === "key") return { how, note: tidyPastedNote(note) };
  return { how: how === "well-known" ? how : "dns" };
}

function findMissing({ say }: Site, look: Look): readonly FieldError[] {
  if (look.how === "web-page" && look.url === "") return [{ field: "url", message: say("evidencePage.urlMissing") }];
  if (look.how === "key" && look.note === "") return [{ field: "note", message: say("evidencePage.keyNoteMissing") }];
  return [];
}

function gonePage(c: Context, { say }: Site): Promise<Response> {
  return sendPage(c, plainPage(say, say("evidencePage.goneTitle"), say("evidencePage.goneText")), 404);
}
