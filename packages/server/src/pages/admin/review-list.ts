import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { ListReview, ReviewedRow } from "../../depositary/invitations.ts";
import type { StatementView } from "../../depositary/statements.ts";
import type { RowProblem } from "../../invite/invite-rows.ts";
import type { Columns, Meaning } from "../../invite/match-columns.ts";
import { MEANINGS } from "../../invite/match-columns.ts";
import type { FieldError } from "../../views/form.ts";
import { checkbox, errorSummary, hidden, selectField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, NOTHING, when } from "../../views/html.ts";
import { ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { titleOf } from "./draft-heading.ts";
import { findOpened } from "./find-statement.ts";
import { adminPage, goOn } from "./frame.ts";
import { pathOf } from "./invitation-words.ts";
import { withReview } from "./list-at-hand.ts";
import { refusals } from "./refusals.ts";
import { sendCsv } from "./send-csv.ts";
import type { Typed } from "./typed.ts";
import { oneLine } from "./typed.ts";
import { done, shown } from "./visit.ts";

const PATH = "/admin/statements/:id/invitations/list/:list";
/** Rows that are shown whole. */
const SHOWN_ROWS = 20;
/** Line numbers that are named of rows left out for one reason. */
const NAMED_LINES = 30;
const EXAMPLES = 3;
const EXAMPLE_LENGTH = 40;

/** `/admin/statements/:id/invitations/list/:list`: what the columns hold, what would happen, and which rows are left out. */
export function mountReviewList(app: Hono, site: AdminSite): void {
  app.get(
    PATH,
    shown(site, (c, visit) => withReview(c, visit, (statement, review) => reviewPage(c, visit, statement, review, []))),
  );
  app.post(
    PATH,
    done(site, (c, visit, typed) =>
      withReview(c, visit, async (statement, review) => {
        const columns = readColumns(typed, review.columns.meanings.length);
        try {
          await site.depositary.invitations.lists.choose(statement.id, review.id, columns);
          return goOn(c, `${pathOf(statement)}/list/${review.id}`);
        } catch (error) {
          return reviewPage(c, visit, statement, { ...review, columns }, refusals(site.say, error));
        }
      }),
    ),
  );
  app.post(
    `${PATH}/discard`,
    done(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      if (statement === null) return c.notFound();
      await site.depositary.invitations.lists.discard(statement.id, c.req.param("list") ?? "");
      return goOn(c, pathOf(statement), "listDiscarded");
    }),
  );
  app.get(
    `${PATH}/left-out.csv`,
    shown(site, (c, visit) =>
      withReview(c, visit, (_, review) => sendCsv(c, "left-out.csv", leftOutRows(site.say, review))),
    ),
  );
}

function readColumns(typed: Typed, width: number): Columns {
  const meanings = Array.from({ length: width }, (_, at): Meaning => {
    const chosen = oneLine(typed, `column.${at}`);
    return MEANINGS.find((meaning) => meaning === chosen) ?? "none";
  });
  return { meanings, hasHeader: oneLine(typed, "hasHeader") === "yes" };
}

function reviewPage(
  c: Context,
  visit: Visit,
  statement: StatementView,
  review: ListReview,
  errors: readonly FieldError[],
): Promise<Response> {
  const { say } = visit.site;
  const here = `${pathOf(statement)}/list/${review.id}`;
  const main = html`<p class="overline"><a href="${pathOf(statement)}"><bdi>${titleOf(say, statement)}</bdi>: ${say("adminInvitations.title")}</a></p>
    <h1>${say("adminInvitations.reviewTitle")}</h1>
    ${errorSummary(say, errors)}
    <p class="lead">${say("adminInvitations.reviewLead")}</p>
    ${howItWasRead(say, review)}
    <section><h2>${say("adminInvitations.result")}</h2>
      <p><strong>${say("adminInvitations.wouldInvite", { count: review.count })}</strong></p>
      ${leftOut(say, review, here)}
      ${sendCall(say, review, here)}
    </section>
    ${firstRows(say, review)}
    ${columnsForm(say, visit, review, here, errors)}
    <form method="post" action="${here}/discard" class="apart">${hidden("csrf", visit.csrf)}
      <p><button class="quiet">${say("adminInvitations.discard")}</button></p>
      <p class="muted">${say("adminInvitations.kept")}</p>
    </form>`;
  const page = { title: say("adminInvitations.reviewTitle"), section: "statements", main } as const;
  return adminPage(c, visit, page, errors.length > 0 ? 422 : 200);
}

/** What was guessed is said; of an encoding that fits every file, as something to look at. */
function howItWasRead(say: Say, { encoding, delimiter }: ListReview): Html {
  const names = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;
  const values = { delimiter: say(`adminInvitations.${names[delimiter]}`) };
  if (encoding === "windows-1252") return html`<p class="notice">${say("adminInvitations.read_windows", values)}</p>`;
  return html`<p class="muted">${say(encoding === "utf-8" ? "adminInvitations.read_utf8" : "adminInvitations.read_utf16", values)}</p>`;
}

function sendCall(say: Say, { count }: ListReview, here: string): Html {
  if (count === 0) return html`<p class="notice">${say("adminInvitations.nothingToSend")}</p>`;
  return html`<p class="actions"><a class="button" href="${here}/send">${say("adminInvitations.send", { count })}</a></p>`;
}

/** The rows that invite nobody, by reason, with their lines. */
function leftOut(say: Say, { rows }: ListReview, here: string): Html {
  const reasons = new Map<string, number[]>();
  for (const row of rows) {
    const reason = groupOf(say, row);
    if (reason === null) continue;
    const lines = reasons.get(reason) ?? [];
    lines.push(row.line);
    reasons.set(reason, lines);
  }
  const count = rows.length - rows.filter((row) => reasonOf(say, row) === null).length;
  if (count === 0) return NOTHING;
  return html`<p>${say("adminInvitations.wouldNot", { count })}</p>
    <ul>${each(
      reasons,
      ([reason, lines]) =>
        html`<li>${reason} (${say("adminInvitations.problemGroup", { count: lines.length, lines: nameLines(say, lines) })})</li>`,
    )}</ul>
    <p><a href="${here}/left-out.csv" download>${say("adminInvitations.leftOut")}</a></p>`;
}

function nameLines(say: Say, lines: readonly number[]): string {
  const named = lines.slice(0, NAMED_LINES).map(String).join(", ");
  const count = lines.length - NAMED_LINES;
  return count <= 0 ? named : say("adminInvitations.more", { lines: named, count });
}

/** What rows that are left out for one reason have in common. */
function groupOf(say: Say, row: ReviewedRow): string | null {
  if (row.problem?.kind === "twice") return say("adminInvitations.problem_twiceEarlier");
  if (row.problem?.kind === "several-mailboxes") return say("adminInvitations.problem_severalEach");
  return reasonOf(say, row);
}

/** Why a row invites nobody; null where it does. Lines with a fault of their own are told alike. */
function reasonOf(say: Say, { problem, known }: ReviewedRow): string | null {
  if (problem !== null) return problemWords(say, problem);
  if (known === null) return null;
  return say(known === "opted-out" ? "adminInvitations.known_optedOut" : `adminInvitations.known_${known}`);
}

function problemWords(say: Say, problem: RowProblem): string {
  switch (problem.kind) {
    case "no-mailbox":
      return say("adminInvitations.problem_noMailbox");
    case "several-mailboxes":
      return say("adminInvitations.problem_several", { count: problem.count });
    case "mailbox":
      return say("adminInvitations.problem_mailbox");
    case "twice":
      return say("adminInvitations.problem_twice", { line: String(problem.line) });
    case "no-name":
      return say("adminInvitations.problem_noName");
    case "formula":
      return say(`adminInvitations.problem_formula_${problem.field}`);
    default:
      return say(`adminInvitations.problem_${problem.kind}`);
  }
}

function firstRows(say: Say, { rows }: ListReview): Html {
  const first = rows.slice(0, SHOWN_ROWS);
  const heads = [say("adminInvitations.line"), say("adminInvitations.organisation"), say("adminInvitations.what")];
  return when(
    first.length > 0,
    () => html`<section><h2 id="rows">${say("adminInvitations.rows", { count: first.length })}</h2>
      <div class="rows" role="region" aria-labelledby="rows" tabindex="0"><table>
        <thead><tr>${each(heads, (head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${each(
          first,
          (row) => html`<tr class="${reasonOf(say, row) === null ? "" : "left-out"}">
            <th scope="row">${row.line}</th><td><bdi>${row.name || say("adminInvitations.empty")}</bdi>${each(
              [row.mailbox, row.contact].filter((cell) => cell !== ""),
              (cell) => html`<br><span class="muted"><bdi>${cell}</bdi></span>`,
            )}</td><td>${rowOutcome(say, row)}</td></tr>`,
        )}</tbody></table></div></section>`,
  );
}

function rowOutcome(say: Say, row: ReviewedRow): Html {
  const reason = reasonOf(say, row);
  const { problem } = row;
  if (reason !== null) {
    const fault = problem !== null && "fault" in problem ? problem.fault : "";
    return html`<strong>${reason}</strong>${when(fault, () => html`<br><span class="muted">${fault}</span>`)}`;
  }
  const noteWords = { "free-mail": "note_freeMail", language: "note_language" } as const;
  return html`${say("adminInvitations.willInvite")} ${say("adminInvitations.inLang", { language: ownName(row.lang) })}${each(
    row.notes,
    (note) => html`<br><span class="muted">${say(`adminInvitations.${noteWords[note]}`)}</span>`,
  )}`;
}

function columnsForm(say: Say, visit: Visit, review: ListReview, here: string, errors: readonly FieldError[]): Html {
  const choices = MEANINGS.map((value) => ({ value, label: say(`adminInvitations.means_${value}`) }));
  return html`<section><h2>${say("adminInvitations.columns")}</h2>
    <form method="post" action="${here}">${hidden("csrf", visit.csrf)}
      ${each(review.columns.meanings, (value, at) =>
        selectField(say, {
          name: `column.${at}`,
          label: columnName(say, review, at),
          hint: say("adminInvitations.examples", { examples: examplesOf(say, review, at) }),
          value,
          choices,
          errors,
        }),
      )}
      ${checkbox(say, { name: "hasHeader", label: say("adminInvitations.hasHeader"), checked: review.columns.hasHeader })}
      <p class="actions"><button class="quiet">${say("adminInvitations.again")}</button></p>
    </form></section>`;
}

function columnName(say: Say, { columns, firstRow }: ListReview, at: number): string {
  const number = String(at + 1);
  const heading = (firstRow[at] ?? "").slice(0, 80);
  return columns.hasHeader && heading !== ""
    ? say("adminInvitations.columnOf", { number, heading })
    : say("adminInvitations.column", { number });
}

function examplesOf(say: Say, { samples }: ListReview, at: number): string {
  const cells = samples.map((cells) => cells[at] ?? "").filter((cell) => cell !== "");
  const shown = cells
    .slice(0, EXAMPLES)
    .map((cell) => (cell.length > EXAMPLE_LENGTH ? `${cell.slice(0, EXAMPLE_LENGTH)} …` : cell));
  return shown.length === 0 ? say("adminInvitations.empty") : shown.join(" · ");
}

function leftOutRows(say: Say, { rows }: ListReview): string[][] {
  const head = [
    say("adminInvitations.csvLine"),
    say("adminInvitations.name"),
    say("adminInvitations.mailbox"),
    say("adminInvitations.csvWhy"),
  ];
  const left = rows.flatMap((row) => {
    const reason = reasonOf(say, row);
    return reason === null ? [] : [[String(row.line), row.name, row.mailbox, reason]];
  });
  return [head, ...left];
}
