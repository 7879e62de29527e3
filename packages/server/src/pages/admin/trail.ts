import type { WayIn } from "@undersigned/store/account-tables.ts";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import type { TrailItem, TrailKind } from "../../depositary/trail.ts";
import { TRAIL_KIND_NAMES } from "../../depositary/trail.ts";
import { formatCsv } from "../../invite/format-csv.ts";
import { withQuery } from "../../views/address.ts";
import { selectField } from "../../views/form.ts";
import type { Html } from "../../views/html.ts";
import { each, when } from "../../views/html.ts";
import { pager } from "../../views/pager.ts";
import type { Say } from "../../words/speak.ts";
import type { AdminSite } from "./admin-site.ts";
import { adminPage } from "./frame.ts";
import { shown } from "./visit.ts";

const PAGE = 50;
/** So many acts go into one file; whoever needs more asks the API, page by page. */
const FILE = 20_000;
const AT_ONCE = 200;

/** `/admin/trail`: what accounts and programs did, newest first; `/admin/trail.csv`: the same as a file. */
export function mountTrail(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/trail",
    shown(site, async (c, visit) => {
      const { say, depositary } = visit.site;
      const kind = kindOf(c);
      const cursor = c.req.query("cursor") || undefined;
      const { items, next } = await depositary.trail.list({ kind, cursor, limit: PAGE });
      const here = withQuery("/admin/trail", { kind });
      const main = html`<h1>${say("adminTrail.title")}</h1>
        <p class="lead">${say("adminTrail.lead")}</p>
        ${filter(say, kind)}
        ${when(items.length === 0, () => html`<p class="muted">${say("adminTrail.none")}</p>`)}
        ${when(items.length > 0, () => html`<ol class="trail">${each(items, (item) => row(say, item))}</ol>`)}
        ${pager({
          label: say("adminTrail.pages"),
          next:
            next === null
              ? null
              : { href: withQuery("/admin/trail", { kind, cursor: next }), words: say("adminTrail.older") },
          first: cursor === undefined ? null : { href: here, words: say("adminTrail.newest") },
        })}
        <p><a href="${withQuery("/admin/trail.csv", { kind })}" download>${say("adminTrail.file")}</a></p>`;
      return adminPage(c, visit, { title: say("adminTrail.title"), section: "trail", main });
    }),
  );
  app.get(
    "/admin/trail.csv",
    shown(site, async (c, visit) => {
      c.header("Content-Type", "text/csv; charset=utf-8");
      c.header("Content-Disposition", 'attachment; filename="trail.csv"');
      return c.body(formatCsv([HEAD, ...(await readFile(visit.site, kindOf(c))).map(cells)]));
    }),
  );
}

const HEAD = ["at", "act", "by", "by name", "subject", "detail", "count", "statement", "entry"];

async function readFile({ depositary }: AdminSite, kind: TrailKind | undefined): Promise<TrailItem[]> {
  const all: TrailItem[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await depositary.trail.list({ kind, cursor, limit: AT_ONCE });
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined && all.length < FILE);
  return all;
}

/** Whoever names an account or a key may write anything: what a spreadsheet would run is made harmless by formatCsv. */
function cells({ at, act, by, subject, detail, count, statement }: TrailItem): string[] {
  return [
    new Date(at).toISOString(),
    act,
    by?.kind ?? "",
    by?.name ?? "",
    subject ?? "",
    detail ?? "",
    String(count),
    statement?.id ?? "",
    statement === null ? "" : String(statement.index),
  ];
}

function kindOf(c: Context): TrailKind | undefined {
  const asked = c.req.query("kind");
  return TRAIL_KIND_NAMES.find((kind) => kind === asked);
}

function filter(say: Say, kind: TrailKind | undefined): Html {
  const choices = [
    { value: "", label: say("adminTrail.everything") },
    ...TRAIL_KIND_NAMES.map((one) => ({ value: one, label: say(`adminTrail.kind_${one}`) })),
  ];
  return html`<form method="get" action="/admin/trail" class="filter">
    ${selectField(say, { name: "kind", label: say("adminTrail.show"), value: kind ?? "", choices })}
    <p class="actions"><button class="quiet">${say("adminTrail.go")}</button></p></form>`;
}

function row(say: Say, item: TrailItem): Html {
  const { act, subject, at, statement } = item;
  return html`<li>
    <p>${when(act !== "sign-in-failed", () => html`<bdi>${doerWords(say, item)}</bdi>: `)}${actWords(say, item)}${when(
      subject,
      (name) =>
        statement === null
          ? html`: <bdi>${name}</bdi>`
          : html`: <a href="/admin/statements/${statement.id}/acts"><bdi>${name}</bdi></a>`,
    )}${when(detailWords(say, item), (words) => html` (<bdi>${words}</bdi>)`)}</p>
    <p class="muted">${say.moment(at)}${when(statement, ({ index }) => html` · ${say("adminTrail.entry", { index: String(index) })}`)}</p>
  </li>`;
}

function actWords(say: Say, { act, count }: TrailItem): string {
  if (act === "sign-in-failed") return say("adminTrail.act_sign-in-failed", { count });
  if (act === "session-revoked") return say("adminTrail.act_session-revoked", { count });
  if (act === "organisations-invited") return say("adminTrail.act_organisations-invited", { count });
  if (act === "organisations-reminded") return say("adminTrail.act_organisations-reminded", { count });
  return say(`adminTrail.act_${act}`);
}

function doerWords(say: Say, { by }: TrailItem): string {
  if (by === null) return say("adminTrail.nobody");
  return by.kind === "token" ? say("adminTrail.byKey", { label: by.name }) : by.name;
}

function detailWords(say: Say, { act, detail }: TrailItem): string | null {
  const way = act === "signed-in" || act === "sign-in-failed" ? WAYS.find((one) => one === detail) : undefined;
  return way === undefined ? detail : say(`adminSessions.way_${way}`);
}

const WAYS = ["set-up", "password", "code", "invitation", "passkey", "openid"] as const satisfies readonly WayIn[];
