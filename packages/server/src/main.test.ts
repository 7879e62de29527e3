import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { RefusedError } from "@undersigned/core/errors.ts";
import type { ParsedMail } from "mailparser";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { MARKDOWN } from "../../../tests/depositary.ts";
import type { Config } from "./config.ts";
import { readConfig } from "./config.ts";
import { silent } from "./log.ts";
import type { RunningServer } from "./main.ts";
import { serve } from "./main.ts";

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function settings(change: Partial<Config> = {}): Config {
  const dataDir = mkdtempSync(join(tmpdir(), "serve-"));
  folders.push(dataDir);
  return { ...readConfig({}), port: 0, dataDir, publishInterval: 50, ...change };
}

const start = (config: Config): Promise<RunningServer> => serve(config, { log: silent, flush: () => undefined });

async function post(
  url: string,
  body: unknown,
  token?: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: Object(await response.json()) };
}

async function listenForMail(): Promise<{ url: string; next(subject: RegExp): Promise<ParsedMail>; close(): void }> {
  const taken: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, callback) {
      simpleParser(stream).then((mail) => {
        taken.push(mail);
        callback();
      }, callback);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    async next(subject) {
      for (let i = 0; i < 250; i++) {
        const found = taken.findIndex((mail) => subject.test(mail.subject ?? ""));
        if (found >= 0) return taken.splice(found, 1)[0] as ParsedMail;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`no mail with ${subject}`);
    },
    close: () => server.close(),
  };
}

test("from an empty folder to a confirmed signature, by real mail", async () => {
  const mail = await listenForMail();
  const server = await start(settings({ smtpUrl: mail.url }));
  assert.match(server.setupUrl ?? "", /^http:\/\/localhost:\d+\/setup\?token=[\w-]{43}$/);
  assert.deepEqual(server.notices, [
    `BASE_URL is not set: links in mails, and the name in everything signed, will be ${server.url}.`,
  ]);
  const token = await server.depositary.administrators.createToken("test");
  const api = `${server.url}/api/v1`;
  const draft = { slug: "rooms", texts: [{ lang: "en", markdown: MARKDOWN }], initiators: [{ name: "Friends" }] };
  assert.equal((await post(`${api}/statements`, draft, token)).status, 201);
  const opened = await post(`${api}/statements/rooms/open`, {}, token);
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const version = Reflect.get(Object(opened.body.version), "digest");
  const signature = {
    kind: "person",
    name: "Ada Winter",
    mailbox: "ada@post.example",
    capacity: "personal",
    named: true,
    consent: true,
    lang: "en",
    version,
  };
  const submitted = await post(`${api}/statements/rooms/signatures`, signature);
  assert.equal(submitted.status, 202);
  const asked = await mail.next(/^Please confirm: Open the reading rooms$/);
  const link = /https?:\S+\/confirm\?token=(\S+)/.exec(asked.text ?? "");
  assert.ok(link?.[0]?.startsWith(server.url));
  const page = await fetch(link?.[0] ?? "");
  assert.equal(page.status, 200);
  const confirmed = await post(`${api}/confirmations`, { token: link?.[1] });
  assert.partialDeepStrictEqual(confirmed, { status: 200, body: { index: 1 } });
  const thanks = await mail.next(/^You signed: /);
  assert.match(thanks.text ?? "", /\/manage\?token=/);
  const counted = await (await fetch(`${api}/statements/rooms`)).json();
  assert.partialDeepStrictEqual(counted, { counts: { total: 1, people: 1 } });
  const started = performance.now();
  await server.close();
  assert.ok(performance.now() - started < 5_000);
  mail.close();
});

test("whoever waits for a receipt when the server is told to stop still gets it", async () => {
  const server = await start(settings({ publishInterval: 1_500 }));
  const token = await server.depositary.administrators.createToken("test");
  const api = `${server.url}/api/v1`;
  const draft = { slug: "rooms", texts: [{ lang: "en", markdown: MARKDOWN }], initiators: [{ name: "Friends" }] };
  await post(`${api}/statements`, draft, token);
  const opened = await post(`${api}/statements/rooms/open`, {}, token);
  const version = Reflect.get(Object(opened.body.version), "digest");
  const [kind, capacity, lang] = ["person", "personal", "en"];
  const signature = {
    kind,
    capacity,
    lang,
    version,
    name: "Ada",
    mailbox: "ada@post.example",
    named: true,
    consent: true,
  };
  await post(`${api}/statements/rooms/signatures`, signature);
  const [mail] = (await server.depositary.outbox.list({})).items;
  const confirming = post(`${api}/confirmations`, { token: new URL(mail?.links[0] ?? "").searchParams.get("token") });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await server.close();
  const { status, body } = await confirming;
  assert.deepEqual([status, body.index], [200, 1]);
  assert.notEqual(body.receipt, null);
});

test("a restart is quick, keeps what was there, and a second close is the first", async () => {
  const config = settings();
  const first = await start(config);
  const { vkey } = first.depositary.identity;
  await Promise.all([first.close(), first.close()]);
  const started = performance.now();
  const second = await start({ ...config, baseUrl: first.url });
  assert.ok(performance.now() - started < 1_000);
  assert.equal(second.depositary.identity.vkey.split("+").at(-1), vkey.split("+").at(-1));
  assert.equal(new URL(second.setupUrl ?? "").search, new URL(first.setupUrl ?? "").search);
  await second.close();
});

test("limits that are off, and passwords in the open, are said", async () => {
  const server = await start(settings({ rateLimit: false, baseUrl: "http://sign.example.org" }));
  assert.equal(server.notices.length, 2);
  assert.match(server.notices[0] ?? "", /RATE LIMITS ARE OFF/);
  assert.match(server.notices[1] ?? "", /not https/);
  await server.close();
});

const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof RefusedError && error.code === "configuration", String(error));
  assert.match(error.message, message);
  return true;
};

test("a port in use is refused with what to do, and nothing is left running", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  await assert.rejects(start(settings({ port })), refused(/Port \d+ .*in use.*set PORT/));
  taken.close();
});

test("a data folder that is none, or a database that is none, is refused with its name", async () => {
  const config = settings();
  const file = join(config.dataDir, "file");
  writeFileSync(file, "");
  await assert.rejects(start({ ...config, dataDir: join(file, "data") }), refused(/data folder .*file/));
  writeFileSync(
    join(config.dataDir, "undersigned.db"),
    "this is no database, and long enough to be looked at".repeat(20),
  );
  await assert.rejects(start(config), refused(/undersigned\.db cannot be opened/));
});

test("a PostgreSQL server that does not answer is refused without its password", async () => {
  const databaseUrl = "postgres://someone:secret@127.0.0.1:1/none";
  await assert.rejects(start(settings({ databaseUrl })), (error) => {
    refused(/DATABASE_URL.*ECONNREFUSED/)(error);
    assert.doesNotMatch(String(error), /secret/);
    return true;
  });
});
