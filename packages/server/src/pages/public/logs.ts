import { encodeIdentityLinks } from "@undersigned/core/log/identity-chain.ts";
import type { Context, Hono } from "hono";
import { createMemo } from "../../depositary/memo.ts";
import type { StatementView } from "../../depositary/statements.ts";
import { POLICY_PATH } from "../../views/address.ts";
import type { Site } from "./site.ts";
import { findStatement, linkKey } from "./site.ts";

const IMMUTABLE = "max-age=31536000, immutable";

/**
 * C2SP tlog-tiles of each statement's log and of the log of heads: checkpoints change, tiles never do. Also the key of
 * the depositary at `/.well-known/undersigned.json`, and the policy that names its witnesses. Verifiers may run in a
 * browser on any site.
 */
export function mountLogs(app: Hono, site: Site): void {
  const found = createMemo<StatementView>({ freshFor: 1000, limit: 1000 });
  const find = (c: Context) =>
    found.get(JSON.stringify([c.req.param("slug"), linkKey(c)]), () => findStatement(c, site));

  app.get("/.well-known/undersigned.json", (c) => {
    const { origin, vkey, chain } = site.depositary.identity;
    const identity = chain.length === 0 ? {} : { identity: encodeIdentityLinks(chain) };
    return c.json({ origin, vkey, ...identity }, 200, {
      "Cache-Control": "public, max-age=300",
      "Access-Control-Allow-Origin": "*",
    });
  });
  app.get(POLICY_PATH, (c) => {
    const policy = site.depositary.witnesses.policy();
    if (policy === null) return missing(c);
    return c.body(new Uint8Array(policy.file), 200, {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "public, max-age=300",
      "Access-Control-Allow-Origin": "*",
    });
  });
  app.get("/log/checkpoint", (c) => answerCheckpoint(c, site, "heads", "public"));
  app.get("/log/tile/*", (c) => answerTile(c, site, "heads", "public"));
  app.get("/s/:slug/log/checkpoint", async (c) => {
    const statement = await find(c);
    return statement === null ? missing(c) : answerCheckpoint(c, site, statement.id, scope(statement));
  });
  app.get("/s/:slug/log/tile/*", async (c) => {
    const statement = await find(c);
    return statement === null ? missing(c) : answerTile(c, site, statement.id, scope(statement));
  });
}

type Scope = "public" | "private";

function scope(statement: StatementView): Scope {
  return statement.visibility === "link" ? "private" : "public";
}

async function answerCheckpoint(c: Context, site: Site, log: string, scope: Scope): Promise<Response> {
  const note = await site.depositary.logs.checkpoint(log);
  if (note === null) return missing(c);
  return c.body(new Uint8Array(note), 200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": `${scope}, no-cache`,
    "Access-Control-Allow-Origin": "*",
  });
}

async function answerTile(c: Context, site: Site, log: string, scope: Scope): Promise<Response> {
  const path = c.req.path.slice(c.req.path.indexOf("/log/") + "/log/".length);
  const tile = await site.depositary.logs.tile(log, path);
  if (tile === null) return missing(c);
  return c.body(new Uint8Array(tile), 200, {
    "Content-Type": "application/octet-stream",
    "Cache-Control": `${scope}, ${IMMUTABLE}`,
    "Access-Control-Allow-Origin": "*",
  });
}

function missing(c: Context): Response {
  return c.text("not found\n", 404, { "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*" });
}
