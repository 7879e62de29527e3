import { plainText } from "@undersigned/core/statement/inline.ts";
import { TEXT_LIMIT, tidyText } from "@undersigned/core/statement/text.ts";
import { joinTitle, splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import type { Context, Hono } from "hono";
import type { Draft, DraftCheck, DraftProblem, DraftText } from "../../depositary/drafts.ts";
import type { FieldError } from "../../views/form.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { draftAtHand, stepAfter, stepOf, stepPath } from "./draft-step.ts";
import { adminPage, goOn } from "./frame.ts";
import { readLanguage } from "./language-choice.ts";
import { refusals } from "./refusals.ts";
import { textStep } from "./text-form.ts";
import { isOfTitle, textOf, textProblemWords } from "./text-problem.ts";
import { digestOfSource } from "./tidy-offer.ts";
import type { Typed } from "./typed.ts";
import { asTyped, oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

/** `/admin/statements/new`, and the first step of `/admin/statements/:id/edit`: the words, one language at a time. */
export function mountEditText(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/statements/new",
    shown(site, async (c, visit) => {
      const draft = await visit.site.depositary.drafts.defaults();
      return showText(c, visit, { at: null, draft, index: 0, typed: typedOf(draft, 0), errors: [] });
    }),
  );
  app.post(
    "/admin/statements/new",
    done(site, async (c, visit, typed) => {
      const draft = await visit.site.depositary.drafts.defaults();
      return saveText(c, visit, { at: null, draft, index: 0, typed });
    }),
  );
  app.get(
    "/admin/statements/:id/edit",
    shown(site, async (c, visit) => {
      const at = await draftAtHand(c, visit);
      if (at instanceof Response) return at;
      const index = readIndex(c.req.query("text"), at.draft);
      const errors = index < at.draft.texts.length ? problemsOfText(visit, at, index) : [];
      return showText(c, visit, { at, draft: at.draft, index, typed: typedOf(at.draft, index), errors });
    }),
  );
  app.post(
    "/admin/statements/:id/edit",
    done(site, async (c, visit, typed) => {
      const at = await draftAtHand(c, visit);
      if (at instanceof Response) return at;
      return saveText(c, visit, { at, draft: at.draft, index: readIndex(oneLine(typed, "text"), at.draft), typed });
    }),
  );
}

type Saving = { at: DraftAtHand | null; draft: Draft; index: number; typed: Typed };

function showText(c: Context, visit: Visit, page: Saving & { errors: readonly FieldError[] }, status: 200 | 422 = 200) {
  return adminPage(c, visit, textStep(visit, page), status);
}

async function saveText(c: Context, visit: Visit, saving: Saving): Promise<Response> {
  const { typed, index } = saving;
  const { drafts } = visit.site.depositary;
  const pressed = oneLine(typed, "do");
  const refused = refuseTyped(visit, saving);
  if (refused.length > 0) return showText(c, visit, { ...saving, errors: refused }, 422);
  const draft = withText(saving.draft, index, typed);
  const tidied = pressed === "tidy" ? tidyAsListed(draft, index, oneLine(typed, "listed")) : null;
  try {
    const kept = tidied ?? draft;
    const saved = saving.at === null ? await drafts.create(kept, visit.account) : await saving.at.desk.replace(kept);
    const check = await (saving.at?.desk ?? drafts).check(kept);
    const here = `${stepPath(saved.id, "text")}?text=${index}`;
    if (pressed === "tidy") return c.redirect(`${here}&done=${tidied === null ? "saved" : "tidied"}#tidy`, 303);
    if (pressed === "preview") return c.redirect(`${here}#preview`, 303);
    if (pressed === "add") return c.redirect(`${stepPath(saved.id, "text")}?text=${kept.texts.length}`, 303);
    if (/^show\.\d+$/.test(pressed)) return c.redirect(`${stepPath(saved.id, "text")}?text=${pressed.slice(5)}`, 303);
    if (pressed === "remove") return c.redirect(`/admin/statements/${saved.id}/edit/remove?text=${index}`, 303);
    const mustMend = pressed === "next" && check.problems.some((problem) => stepOf(problem) === "text");
    const next = mustMend ? null : stepAfter(pressed, "text");
    const deed = saving.at !== null && demandsMoved(saving.at, check) ? "reread" : "saved";
    if (next === null) return c.redirect(`${here}&done=${deed}`, 303);
    return goOn(c, stepPath(saved.id, next), deed === "reread" ? deed : undefined);
  } catch (error) {
    const errors = refusals(visit.site.say, error);
    return showText(c, visit, { ...saving, errors }, 422);
  }
}

/** Whether a paragraph that is marked as a demand has other words now. */
function demandsMoved(before: DraftAtHand, after: DraftCheck): boolean {
  const reference = Math.max(
    0,
    before.draft.texts.findIndex((text) => text.authentic !== false),
  );
  const words = (check: DraftCheck, number: number) => {
    const block = check.texts[reference]?.text.blocks[number - 1];
    return block === undefined ? "" : plainText(block.inlines);
  };
  return before.draft.demands.some(({ block }) => words(before.check, block) !== words(after, block));
}

/** What cannot even be kept as a draft. */
function refuseTyped(visit: Visit, { draft, index, typed }: Saving): FieldError[] {
  const { say } = visit.site;
  const errors: FieldError[] = [];
  const lang = readLanguage(typed);
  if (lang === "") errors.push({ field: "lang", message: say("adminText.langMissing") });
  else if (draft.texts.some((text, other) => other !== index && text.lang === lang)) {
    errors.push({ field: "lang", message: say("adminText.langTwice", { language: lang }) });
  }
  if (oneLine(typed, "title") === "" && asTyped(typed, "body").trim() === "") {
    errors.push({ field: "title", message: say("adminText.titleMissing") });
    errors.push({ field: "body", message: say("adminText.bodyMissing") });
  }
  const size = new TextEncoder().encode(asTyped(typed, "body")).length;
  if (size > TEXT_LIMIT) {
    const message = say("adminText.tooLong", { limit: say.number(TEXT_LIMIT), size: say.number(size) });
    errors.push({ field: "body", message });
  }
  const isAnother = draft.texts.length > 1 || index > 0;
  if (isAnother && oneLine(typed, "role") === "") errors.push({ field: "role", message: say("adminText.roleMissing") });
  return errors;
}

/** The draft with the text that was typed in place of the one at `index`, or after the last. */
function withText(draft: Draft, index: number, typed: Typed): Draft {
  const text: DraftText = {
    lang: readLanguage(typed),
    markdown: joinTitle({ title: oneLine(typed, "title"), body: asTyped(typed, "body") }),
    authentic: oneLine(typed, "role") !== "translation",
  };
  const texts = index < draft.texts.length ? draft.texts.with(index, text) : [...draft.texts, text];
  const before = draft.texts.find((one) => one.prevails)?.lang;
  const chosen = typed.has("prevails") ? oneLine(typed, "prevails") : before;
  // A text that prevails goes on to when its language is put right.
  const prevailing = chosen !== undefined && chosen === draft.texts[index]?.lang ? text.lang : chosen;
  return {
    ...draft,
    texts: texts.map((one) => ({ ...one, prevails: one.authentic !== false && one.lang === prevailing })),
  };
}

/** Tidies the text, if it is the one for which the changes were listed; else null: nothing is changed unseen. */
function tidyAsListed(draft: Draft, index: number, listed: string): Draft | null {
  const text = draft.texts[index];
  if (text === undefined) return null;
  const tidied = tidyText(text.markdown).text;
  if (listed !== digestOfSource(tidied)) return null;
  return { ...draft, texts: draft.texts.with(index, { ...text, markdown: tidied }) };
}

function typedOf(draft: Draft, index: number): Typed {
  const text = draft.texts[index];
  if (text === undefined) return new Map();
  const { title, body } = splitTitle(text.markdown);
  return new Map([
    ["lang", [text.lang]],
    ["title", [title]],
    ["body", [body]],
    ["role", [text.authentic === false ? "translation" : "authentic"]],
    ["prevails", [draft.texts.find((one) => one.prevails)?.lang ?? ""]],
  ]);
}

/** The text's own problems, at the form's fields. */
function problemsOfText(visit: Visit, at: DraftAtHand, index: number): FieldError[] {
  return at.check.problems
    .filter((problem) => textOf(problem) === index || problem.field === "texts")
    .map((problem) => ({ field: fieldOf(problem), message: textProblemWords(visit.site.say, at, problem) }));
}

function fieldOf(problem: DraftProblem): string {
  const member = problem.field.split(".")[2];
  if (member === "markdown") return isOfTitle(problem) ? "title" : "body";
  return member === "authentic" ? "role" : (member ?? "");
}

/** Which text is at hand: one of the draft's, or the one after the last, which is not written yet. */
function readIndex(asked: string | undefined, draft: Draft): number {
  const index = Number(asked ?? 0);
  return Number.isSafeInteger(index) && index >= 0 ? Math.min(index, draft.texts.length) : 0;
}
