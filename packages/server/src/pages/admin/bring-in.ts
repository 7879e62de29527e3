import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { GivenSource } from "../../depositary/given-source.ts";
import type { ListedImport } from "../../depositary/imports.ts";
import { IMPORT_LIMIT } from "../../depositary/imports.ts";
import { readFormData } from "../../http/read-form.ts";
import type { FieldError } from "../../views/form.ts";
import { errorSummary, fileField, hidden, inputField, textArea } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING } from "../../views/html.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { asSentence } from "./as-sentence.ts";
import { adminPage } from "./frame.ts";
import { originWords } from "./import-origin.ts";
import { refusals } from "./refusals.ts";
import type { Typed } from "./typed.ts";
import { asTyped, NOTHING_TYPED, oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** Also where a text is handed in, which may be longer than other forms. */
export const IMPORTS_PATH = "/admin/imports";

/** As people count it. */
const LIMIT_MB = IMPORT_LIMIT / 1024 / 1024;
/** What browsers offer first. What is chosen is looked at all the same, by its content. */
const ACCEPT =
  ".docx,.pdf,.html,.htm,.md,.markdown,.txt,application/vnd.openxmlformats-officedocument.wordprocessingml.document,application/pdf";

/** `/admin/imports`: a new statement, from a file, what is pasted, or an address; and texts that are under review. */
export function mountBringIn(app: Hono, site: AdminSite): void {
  app.get(
    IMPORTS_PATH,
    shown(site, (c, visit) => waysIn(c, visit, NOTHING_TYPED, [])),
  );
  app.post(
    IMPORTS_PATH,
    done(site, async (c, visit, typed) => {
      const file = (await readFormData(c)).get("file");
      const given = file instanceof File && file.size > 0 ? file : null;
      const chosen = await chooseSource(visit.site.say, typed, given);
      if ("errors" in chosen) return waysIn(c, visit, typed, chosen.errors);
      try {
        const id = await visit.site.depositary.imports.begin(chosen.source, visit.account);
        return c.redirect(`${IMPORTS_PATH}/${id}`, 303);
      } catch (error) {
        const errors = refusals(visit.site.say, error).map(({ message }) => ({
          field: chosen.field,
          message: asSentence(message),
        }));
        return waysIn(c, visit, typed, errors);
      }
    }),
  );
}

type Chosen = { readonly field: Way; readonly source: GivenSource } | { readonly errors: readonly FieldError[] };

/** The ways in, and the field of each. */
const WAYS = ["file", "paste", "address"] as const;
type Way = (typeof WAYS)[number];

/**
 * What is brought: by the way whose button was pressed. Where Enter was pressed, by the only one that is filled in: of two, none is
 * guessed.
 */
async function chooseSource(say: Say, typed: Typed, file: File | null): Promise<Chosen> {
  const filled = {
    file: file !== null,
    paste: asTyped(typed, "paste").trim() !== "",
    address: oneLine(typed, "address") !== "",
  };
  const given = WAYS.filter((way) => filled[way]);
  const pressed = WAYS.find((way) => way === oneLine(typed, "way"));
  const way = pressed ?? given[0] ?? "file";
  const refuse = (message: string) => ({ errors: [{ field: way, message }] });
  if (!filled[way]) return refuse(say(`adminImports.${way}Missing`));
  if (pressed === undefined && given.length > 1) return refuse(say("adminImports.several"));
  if (way === "address") return { field: way, source: { kind: "address", url: oneLine(typed, "address") } };
  if (way === "paste" || file === null) return { field: way, source: pastedSource(typed) };
  if (file.size > IMPORT_LIMIT) {
    const size = say.number(Math.ceil((file.size / 1024 / 1024) * 10) / 10);
    return refuse(say("adminImports.tooLarge", { name: file.name, size, limit: LIMIT_MB }));
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { field: way, source: { kind: "file", bytes, name: file.name, type: file.type } };
}

/** What the clipboard held beside the words; the words alone, where no script ran or they were changed since. */
function pastedSource(typed: Typed): GivenSource {
  const rich = asTyped(typed, "rich");
  return rich === "" ? { kind: "text", text: asTyped(typed, "paste") } : { kind: "html", text: rich };
}

async function waysIn(c: Context, visit: Visit, typed: Typed, errors: readonly FieldError[]): Promise<Response> {
  const { say, depositary } = visit.site;
  const begun = await depositary.imports.list(visit.account);
  const main = html`<p class="overline"><a href="/admin">${say("admin.statements")}</a></p>
    <h1>${say("adminImports.title")}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminImports.lead")}</p>
    ${underReview(say, begun)}
    <section><h2>${say("adminImports.bringHeading")}</h2>
      <form method="post" action="${IMPORTS_PATH}" enctype="multipart/form-data" class="import-ways">${hidden("csrf", visit.csrf)}
        <button class="visually-hidden" tabindex="-1" aria-hidden="true">${say("adminImports.read")}</button>
        <div class="way">
        ${fileField(say, { name: "file", label: say("adminImports.file"), hint: say("adminImports.fileHint", { limit: LIMIT_MB }), accept: ACCEPT, oneOf: true, errors })}
        ${readButton(say, "file")}</div>
        <div class="way">
        ${textArea(say, { name: "paste", label: say("adminImports.paste"), hint: say("adminImports.pasteHint"), value: asTyped(typed, "paste"), rows: 5, dirAuto: true, oneOf: true, errors })}
        ${richPaste(say, typed)}
        ${readButton(say, "paste")}</div>
        <div class="way">
        ${inputField(say, { name: "address", label: say("adminImports.address"), hint: say("adminImports.addressHint"), value: oneLine(typed, "address"), maxlength: 2000, spellcheck: false, oneOf: true, errors })}
        ${readButton(say, "address")}</div>
      </form>
    </section>
    <section><h2>${say("adminImports.writeHeading")}</h2>
      <p>${say("adminImports.writeLead")} <a href="/admin/statements/new">${say("adminImports.write")}</a></p>
    </section>`;
  const page = { title: say("adminImports.title"), section: "statements", main, scripts: ["paste.js"] } as const;
  return adminPage(c, visit, page, errors.length > 0 ? 422 : 200);
}

function readButton(say: Say, way: Way): Html {
  return html`<p class="actions"><button class="${way === "file" ? "" : "quiet"}" name="way" value="${way}">${say(`adminImports.${way}Read`)}</button></p>`;
}

/** Filled by the island of the same name; what it says of it is in the page, since words stand in catalogues. */
function richPaste(say: Say, typed: Typed): Html {
  const rich = asTyped(typed, "rich");
  return html`<input type="hidden" name="rich" value="${rich}" data-rich-paste data-kept="${say("adminImports.pastedRich")}"
    data-changed="${say("adminImports.pastedChanged")}" data-refused="${say("adminImports.pastedRefused")}" data-limit="${IMPORT_LIMIT}">
    <p class="hint rich-paste" role="status">${rich === "" ? "" : say("adminImports.pastedRich")}</p>`;
}

function underReview(say: Say, begun: readonly ListedImport[]): Html {
  if (begun.length === 0) return NOTHING;
  return html`<section class="listing"><h2>${say("adminImports.begun")}</h2><p class="hint">${say("adminImports.begunLead")}</p>
    <ul>${each(begun, ({ id, title, origin, createdAt, expiresAt }) => {
      const facts = [
        originWords(say, origin),
        say("adminImports.broughtOn", { day: say.day(createdAt) }),
        say("adminImports.keptUntil", { day: say.day(expiresAt) }),
      ];
      return html`<li><a class="name" href="${IMPORTS_PATH}/${id}"><bdi>${title || say("adminImports.untitled")}</bdi></a>
        <p class="muted">${facts.join(" · ")}</p></li>`;
    })}</ul></section>`;
}
