import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../packages/store/src/store.ts";
import { createTestDatabase } from "../tests/postgres-server.ts";
import type { Child } from "./child.ts";
import { startChild } from "./child.ts";
import { fillStatement } from "./fill.ts";
import type { RowSizes } from "./floor-store.ts";
import type { LoadResult } from "./load.ts";
import { percentile, postJson, runLoad } from "./load.ts";
import { statementBody } from "./statement.ts";

export type Engine = "sqlite" | "postgres";

export type Site = {
  readonly server: Child;
  readonly statement: { id: string; slug: string; digest: string };
  readonly sizes: () => Promise<RowSizes>;
  remove(): Promise<void>;
};

/** Starts the product with one open statement that has `existing` signatures. */
export async function openSite(engine: Engine, existing: number): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), "undersigned-bench-"));
  const database = engine === "postgres" ? await createTestDatabase() : null;
  const env: Record<string, string> = { DATA_DIR: dataDir, ...(database ? { DATABASE_URL: database.url } : {}) };
  const store = { url: database?.url ?? null, file: join(dataDir, "undersigned.db") };
  let server = await startChild("./product-server.ts", env);
  const statement = await openStatement(server);
  if (existing > 0) {
    await server.stop();
    await fillStatement({ store, dataDir, statementId: statement.id, version: statement.digest, size: existing });
    server = await startChild("./product-server.ts", env);
  }
  return {
    server,
    statement,
    sizes: () => measureRows(store),
    async remove() {
      await server.stop();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The answers of the API, as far as they are used here. */
type Opened = { id: string; slug: string; version: { digest: string } };
type OutboxPage = { items: { links: string[] }[]; next: string | null };

async function openStatement(server: Child): Promise<Site["statement"]> {
  const call = async (path: string, body?: unknown): Promise<Opened> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${server.message.token}`, "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Opened;
  };
  const { id, slug } = await call("/statements", statementBody());
  const { version } = await call(`/statements/${id}/open`);
  return { id, slug, digest: version.digest };
}

export type SigningRun = { readonly submit: LoadResult; readonly confirm: LoadResult; readonly perSecond: number };

let batch = 0;

/** `count` new people submit, and then confirm, over `connections` connections. */
export async function signOnProduct(
  { server, statement }: Site,
  options: { count: number; connections: number; rate?: number },
): Promise<SigningRun> {
  const run = batch++;
  const path = `/api/v1/statements/${statement.id}/signatures`;
  const requests = Array.from({ length: options.count }, (_, i) =>
    postJson(path, {
      kind: "person",
      name: `Bench Signatory ${run}-${i}`,
      place: "Riverside",
      mailbox: `signatory-${run}-${i}@bench.example`,
      capacity: "personal",
      named: i % 2 === 0,
      consent: true,
      lang: "en",
      version: statement.digest,
    }),
  );
  const submit = await runLoad({ port: server.port, requests, ...limitsOf(options) });
  expectStatus(submit, 202, "submit");
  const tokens = await readTokens(server, options.count);
  const confirms = tokens.map((token) => postJson("/api/v1/confirmations", { token }));
  const confirm = await runLoad({ port: server.port, requests: confirms, ...limitsOf(options) });
  expectStatus(confirm, 200, "confirm");
  return { submit, confirm, perSecond: options.count / (submit.seconds + confirm.seconds) };
}

/** The same on the floor. */
export async function signOnFloor(
  port: number,
  options: { count: number; connections: number; rate?: number },
): Promise<SigningRun> {
  const person = {
    kind: "person",
    name: "Bench Signatory 0-0",
    place: "Riverside",
    mailbox: "signatory-0-0@bench.example",
  };
  const more = { capacity: "personal", named: true, consent: true, lang: "en", version: "0".repeat(64) };
  const requests = Array.from({ length: options.count }, () => postJson("/submit", { ...person, ...more }));
  const submit = await runLoad({ port, requests, keepBodies: true, ...limitsOf(options) });
  expectStatus(submit, 200, "submit");
  const confirms = submit.bodies.map((body) => postJson("/confirm", { token: JSON.parse(body).pending }));
  const confirm = await runLoad({ port, requests: confirms, ...limitsOf(options) });
  expectStatus(confirm, 200, "confirm");
  return { submit, confirm, perSecond: options.count / (submit.seconds + confirm.seconds) };
}

function limitsOf({ connections, rate }: { connections: number; rate?: number }) {
  return rate === undefined ? { connections } : { connections, rate };
}

function expectStatus({ statuses }: LoadResult, expected: number, what: string): void {
  const wrong = statuses.find((status) => status !== expected);
  if (wrong !== undefined) throw new Error(`${what} answered ${wrong} where ${expected} was expected`);
}

/** The tokens of the newest `count` mails that ask for confirmation; reading them is not part of what is measured. */
async function readTokens(server: Child, count: number): Promise<string[]> {
  const tokens: string[] = [];
  let cursor: string | null = "";
  while (tokens.length < count && cursor !== null) {
    const query = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/outbox?limit=200${query}`, {
      headers: { Authorization: `Bearer ${server.message.token}` },
    });
    const page = (await response.json()) as OutboxPage;
    for (const { links } of page.items) {
      const link = links.find((address: string) => new URL(address).pathname === "/confirm");
      if (link) tokens.push(new URL(link).searchParams.get("token") ?? "");
    }
    cursor = page.next;
  }
  if (tokens.length < count) throw new Error(`only ${tokens.length} of ${count} mails are in the outbox`);
  return tokens.slice(0, count);
}

/** Mean lengths of what one signature leaves in each table, for the floor to commit as much. */
async function measureRows(options: Parameters<typeof openStore>[0]): Promise<RowSizes> {
  const store = await openStore(options);
  try {
    const { db } = store;
    const mails = async (template: string) =>
      meanLength(
        (await db.selectFrom("outbox").select("mail_sealed").where("template", "=", template).limit(200).execute()).map(
          (row) => row.mail_sealed,
        ),
      );
    const signatures = await db.selectFrom("signature").select(["public_part", "private_sealed"]).limit(200).execute();
    const entries = await db.selectFrom("entry").select("bytes").limit(200).execute();
    const confirmMail = await mails("confirm");
    return {
      confirmMail,
      // A confirmed row has given up its sealed input, which is a little longer than the mail that asked for it.
      input: confirmMail,
      entry: meanLength(entries.map((row) => row.bytes)),
      publicPart: meanLength(signatures.map((row) => row.public_part)),
      private: meanLength(signatures.map((row) => row.private_sealed)),
      signedMail: await mails("signed"),
    };
  } finally {
    await store.close();
  }
}

function meanLength(values: readonly (string | Uint8Array | null)[]): number {
  const lengths = values.map((value) => value?.length ?? 0);
  return Math.round(lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length));
}

export function latencyOf(run: SigningRun): { p50: number; p99: number } {
  return {
    p50: Math.max(percentile(run.submit.latencies, 0.5), percentile(run.confirm.latencies, 0.5)),
    p99: Math.max(percentile(run.submit.latencies, 0.99), percentile(run.confirm.latencies, 0.99)),
  };
}
