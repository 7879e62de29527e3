import { UndersignedError } from "@undersigned/core/errors.ts";
import type { Context, Hono } from "hono";
import type { GivenSource } from "../../depositary/given-source.ts";
import { readForm } from "../../http/read-form.ts";
import { noteFailure } from "../../http/request-log.ts";
import { statusOf } from "../../http/status.ts";
import type { FieldError } from "../../views/form.ts";
import { fieldErrors } from "../../views/problem.ts";
import { notFoundPage } from "../error-page.ts";
import { sendPage } from "../send.ts";
import type { CheckForm } from "./check-form.ts";
import { CHECK_FIELDS, checkFormPage } from "./check-form.ts";
import { checkPath } from "./check-page.ts";
import type { Site } from "./site.ts";
import { findStatement, HTML_TYPE, linkKey, pageHeaders } from "./site.ts";

const NOTHING_TYPED = { paste: "", rich: "", address: "" };

/** `/check` and `/s/:slug/check`: what somebody else published is given, and its result gets a page of its own. */
export function mountCheck(app: Hono, site: Site): void {
  for (const path of ["/check", "/s/:slug/check"]) {
    app.get(path, async function ask(c) {
      const at = await findAtHand(c, site);
      if (at === null) return notFoundPage(c);
      const page = checkFormPage(site, { ...at, typed: NOTHING_TYPED, errors: [] });
      return c.html(await page, 200, pageHeaders(HTML_TYPE, at.statement ?? undefined));
    });
    app.post(path, async function check(c) {
      const at = await findAtHand(c, site);
      return at === null ? notFoundPage(c) : make(c, site, at);
    });
  }
}

type AtHand = Pick<CheckForm, "statement" | "key">;

async function findAtHand(c: Context, site: Site): Promise<AtHand | null> {
  if (c.req.param("slug") === undefined) return { statement: null, key: undefined };
  const statement = await findStatement(c, site);
  return statement === null || statement.state === "draft" ? null : { statement, key: linkKey(c) };
}

async function make(c: Context, site: Site, at: AtHand): Promise<Response> {
  const body = await readForm(c);
  const typed = { paste: wordsOf(body.paste), rich: wordsOf(body.rich), address: wordsOf(body.address).trim() };
  const file = body.file instanceof File && body.file.size > 0 ? body.file : null;
  const again = (errors: readonly FieldError[], status: ReturnType<typeof statusOf>) =>
    sendPage(c, checkFormPage(site, { ...at, typed, errors: withFile(site, errors, file) }), status);
  const source = await chooseSource(typed, file);
  if (typeof source === "string") return again([{ field: "paste", message: site.say(source) }], 422);
  try {
    const { token } = await site.depositary.checks.make(
      { source, statement: at.statement?.id ?? null },
      { linkKey: at.key },
    );
    return c.redirect(checkPath(token), 303);
  } catch (error) {
    noteFailure(c, error);
    const errors = fieldErrors(site.say, error, CHECK_FIELDS);
    return again(errors, error instanceof UndersignedError ? statusOf(error.code) : 500);
  }
}

function wordsOf(value: string | File | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A line that is an address and nothing else, in the box for the text: then the page there is meant. */
const ADDRESS_ALONE = /^\s*https?:\/\/\S+\s*$/i;

/** The one thing that was given, or the words about why it is none. */
async function chooseSource(
  { paste: text, rich, address }: CheckForm["typed"],
  file: File | null,
): Promise<GivenSource | "check.nothingGiven" | "check.tooMany"> {
  const hasText = text.trim() !== "";
  const given = [hasText, address !== "", file !== null].filter(Boolean).length;
  if (given === 0) return "check.nothingGiven";
  if (given > 1) return "check.tooMany";
  if (file !== null) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { kind: "file", bytes, name: file.name, type: file.type };
  }
  if (!hasText) return { kind: "address", url: address };
  if (ADDRESS_ALONE.test(text)) return { kind: "address", url: text.trim() };
  // A form sends its line ends as CR LF, whatever they were (HTML, "constructing the entry list").
  return rich === "" ? { kind: "text", text: text.replaceAll("\r\n", "\n") } : { kind: "html", text: rich };
}

/** What is wrong with a copy is said where it was given; a chosen file is not sent back, and that is said too. */
function withFile(site: Site, errors: readonly FieldError[], file: File | null): readonly FieldError[] {
  if (file === null) return errors;
  const again = site.say("check.fileAgain");
  return errors.map(({ message }) => ({ field: "file", message: `${message} ${again}` }));
}
