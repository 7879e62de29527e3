import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { pino } from "pino";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import { decodeUtf8 } from "../packages/core/src/bytes.ts";
import { formatVerifierKey, makeVerifierKey, openNote, parseVerifierKey } from "../packages/core/src/log/note.ts";
import { signVersion } from "../packages/core/src/signature/signature-note.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import { createApp } from "../packages/server/src/app.ts";
import type { Depositary } from "../packages/server/src/depositary/depositary.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import { WaitingError } from "../packages/server/src/depositary/waiting.ts";
import type { IdempotencyKeys } from "../packages/server/src/http/idempotency.ts";
import { unlimited } from "../packages/server/src/http/rate-limiter.ts";
import { mailedToken, makeDraft, makeSignature } from "./depositary.ts";
import type { DomainPlace } from "./domain-place.ts";
import { openDomainPlace } from "./domain-place.ts";
import { drip, flood } from "./https-host.ts";
import type { PublicPages } from "./public-pages.ts";
import { openPublicPages, squeeze } from "./public-pages.ts";
import { waitUntil } from "./wait-until.ts";

const DOMAIN = "reading.example";
const NAME = `_undersigned.${DOMAIN}`;
const NEWS = `https://${DOMAIN}/news`;

let net: DomainPlace;
let pages: PublicPages;

before(async () => {
  net = await openDomainPlace(DOMAIN);
  pages = await openPublicPages({ lookup: net.settings });
});
after(async () => {
  await pages.close();
  await net.close();
});
beforeEach(() => {
  net.answer(NAME, "TXT", "nxdomain");
  for (const name of [DOMAIN, `www.${DOMAIN}`]) net.answer(name, "A", ["127.0.0.2"]);
});

let signatories = 0;

/** An organisation that confirmed its mailbox, and waits for level 3; or is recorded, where the statement asks for less. */
async function confirmed(
  leastLevel: 1 | 3 | 4 = 3,
): Promise<{ statement: StatementView; token: string; record: string }> {
  const { terms } = makeDraft();
  const statement = await pages.open({ terms: { ...terms, leastLevel: { organisation: leastLevel, person: 1 } } });
  const mailbox = `office${++signatories}@${DOMAIN}`;
  const input = makeSignature(statement, {
    kind: "organisation",
    capacity: "institutional",
    name: "Reading Rooms Union",
    mailbox,
  });
  await pages.depositary.signing.submit(statement.id, input, { address: "127.0.0.1" });
  const token = await mailedToken(pages.depositary, mailbox, "confirm");
  const confirming = pages.depositary.signing.confirm({ token });
  if (leastLevel > 2) await assert.rejects(confirming, WaitingError);
  else await confirming;
  return { statement, token, record: `undersigned=v1 version=${statement.version?.digest ?? ""}` };
}

function organisation() {
  return { kind: "organisation", capacity: "institutional", mailbox: `office${++signatories}@${DOMAIN}` } as const;
}

/** A key of the organisation's own. */
function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  const key = makeVerifierKey(DOMAIN, new Uint8Array(Buffer.from(x, "base64url")));
  const signer = {
    name: DOMAIN,
    keyId: key.keyId,
    sign: (text: Uint8Array) => new Uint8Array(sign(null, text, privateKey)),
  };
  return { key, signer };
}

/** The API over the same depositary. */
async function api(depositary: Depositary, path: string, body: object): Promise<Response> {
  const idempotency: IdempotencyKeys = {
    claim: async () => ({ kind: "new" }),
    record: async () => undefined,
    release: async () => undefined,
  };
  const log = pino({ level: "silent" });
  const app = createApp(depositary, { config: { trustProxy: 0 }, log, limiter: unlimited, idempotency });
  const headers = { "Content-Type": "application/json" };
  return await app.request(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function look(token: string, form: Record<string, string>): Promise<{ status: number; page: string }> {
  const answer = await pages.post("/evidence", { token, ...form });
  return { status: answer.status, page: readable(squeeze(await answer.text())) };
}

function readable(page: string): string {
  return page.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

function isSeen(page: string): boolean {
  return page.includes("data-seen");
}

test("the page gives the exact record, and a text to forward", async () => {
  const { token, record, statement } = await confirmed();
  const page = readable(await pages.read(`/evidence?token=${token}`));
  for (const words of [
    'value="_undersigned"',
    `value="${record}"`,
    `Some panels want the whole name instead: ${NAME}`,
    "nothing of your signature is recorded",
    `https://${DOMAIN}/.well-known/undersigned.json`,
    `value="${statement.url}/versions/1"`,
    `Value: ${record}`,
    "mailto:?subject=",
  ]) {
    assert.ok(page.includes(words), words);
  }
});

test("a record that both resolvers see records the signature that waited for it", async () => {
  const { token, record, statement } = await confirmed();
  const early = await look(token, { how: "dns" });
  assert.equal(early.status, 200);
  assert.ok(!isSeen(early.page));
  assert.ok(early.page.includes("There is no TXT record at _undersigned.reading.example"));
  assert.ok(early.page.includes(`${net.resolvers[0].address} knows no such name yet`));
  assert.equal((await pages.depositary.statements.counts(statement.id)).total, 0);
  net.answer(NAME, "TXT", [record]);
  const { page } = await look(token, { how: "dns" });
  assert.ok(isSeen(page));
  assert.ok(page.includes("Your signature is recorded now, and counts."));
  assert.ok(page.includes(`${net.resolvers[1].address} has “${record}”`));
  const { levels } = await pages.depositary.statements.counts(statement.id);
  assert.deepEqual(levels.organisation, [0, 0, 1, 0]);
});

test("a signature that is recorded already is shown by what its domain says", async () => {
  const { token, statement } = await confirmed(1);
  assert.ok((await pages.read(`/evidence?token=${token}`)).includes("Your signature is recorded and counts."));
  net.website.page(DOMAIN, "/news", `<p>We signed <a href="${statement.url}/versions/1">this</a>`);
  const { page } = await look(token, { how: "web-page", url: `${DOMAIN}/news` });
  assert.ok(isSeen(page) && page.includes("Your signature is recorded and counts."));
  assert.ok(page.includes("A page on its website links to this statement"));
  assert.deepEqual((await pages.depositary.statements.counts(statement.id)).levels.organisation, [0, 0, 1, 0]);
});

test("the file on the website is as good", async () => {
  const { token, statement } = await confirmed();
  const file = JSON.stringify({ versions: [statement.version?.digest] });
  net.website.page(DOMAIN, "/.well-known/undersigned.json", file, "application/json");
  assert.ok(isSeen((await look(token, { how: "well-known" })).page));
});

test("what was typed is kept when nothing was seen", async () => {
  const { token } = await confirmed();
  net.website.page(DOMAIN, "/about", "<p>nothing here");
  const { page } = await look(token, { how: "web-page", url: `https://${DOMAIN}/about` });
  assert.ok(page.includes(`value="https://${DOMAIN}/about"`));
  assert.ok(page.includes("No link on https://reading.example/about leads to this statement"));
  const missing = await look(token, { how: "web-page", url: " " });
  assert.equal(missing.status, 422);
  assert.ok(missing.page.includes("Please type the address of the page."));
});

test("with a key that the domain names, a pasted note is enough for the highest level", async () => {
  const { token, statement } = await confirmed(4);
  const { key, signer } = makeKey();
  const origin = statement.log?.origin ?? "";
  const noteOver = (version: string) => decodeUtf8(signVersion({ statement: origin, version }, signer));
  const good = noteOver(statement.version?.digest ?? "");

  const unnamed = await look(token, { how: "key", note: good });
  assert.ok(unnamed.page.includes(`${DOMAIN} names no key of yours`));
  net.answer(NAME, "TXT", [`undersigned=v1 key=${formatVerifierKey(key)}`]);
  const alone = await look(token, { how: "dns" });
  assert.ok(alone.page.includes("names a key of its own, and not this statement"));
  for (const [note, words] of [
    [noteOver("ab".repeat(32)), "This note is for another version of the text"],
    [good.replace(/.{12}\n$/, "AAAAAAAAAAAA\n"), "not a note as|does not fit"],
    ["hello", "This is not a note as “undersigned sign” writes it"],
  ] as const) {
    const { page } = await look(token, { how: "key", note });
    assert.ok(!isSeen(page));
    assert.match(page, new RegExp(words));
  }
  assert.equal((await look(token, { how: "key", note: "" })).status, 422);
  const { page } = await look(token, { how: "key", note: `\n ${good.trimEnd().replaceAll("\n", "\r\n")}` });
  assert.ok(isSeen(page), page);
  assert.deepEqual((await pages.depositary.statements.counts(statement.id)).levels.organisation, [0, 0, 0, 1]);
});

test("the signatures of a version by own keys are one note, which the keys open", async () => {
  const { statement, token } = await confirmed(1);
  const file = `/s/${statement.slug}/versions/1/signatures.note`;
  assert.equal((await pages.get(file)).status, 404);
  const keys = [];
  for (const name of ["Reading Rooms Union", "Reading Rooms Youth"]) {
    const given = name === "Reading Rooms Union" ? token : await pages.sign(statement, name, organisation());
    const { key, signer } = makeKey();
    keys.push(key);
    net.answer(NAME, "TXT", [`undersigned=v1 key=${formatVerifierKey(key)}`]);
    const signed = { statement: statement.log?.origin ?? "", version: statement.version?.digest ?? "" };
    assert.ok(isSeen((await look(given, { how: "key", note: decodeUtf8(signVersion(signed, signer)) })).page));
  }
  const answer = await pages.get(file);
  assert.equal(answer.status, 200);
  const note = new Uint8Array(await answer.arrayBuffer());
  const opened = openNote(note, keys);
  assert.deepEqual(
    opened.verified.map(({ key }) => formatVerifierKey(key)),
    keys.map(formatVerifierKey),
  );
  assert.equal(opened.text, `undersigned/signature@v1\n${statement.log?.origin}\n${statement.version?.digest}\n`);
  assert.ok((await pages.read(`/s/${statement.slug}/en`)).includes(`href="${file}"`));
  assert.equal((await pages.get(file.replace("signatures", "signatures-2"))).status, 404);
  await pages.depositary.signing.withdraw(token);
  const left = openNote(new Uint8Array(await (await pages.get(file)).arrayBuffer()), keys);
  assert.equal(left.verified.length, 1);
});

test("what was seen, and the note by the key, are in a bundle that verifies", async () => {
  const { statement, token, record } = await confirmed(4);
  const { key, signer } = makeKey();
  const signed = { statement: statement.log?.origin ?? "", version: statement.version?.digest ?? "" };
  net.answer(NAME, "TXT", [record, `undersigned=v1 key=${formatVerifierKey(key)}`, "v=spf1 -all"]);
  net.website.page(DOMAIN, "/news", `<a href="${statement.url}">x</a>`);
  for (const form of [
    { how: "dns" },
    { how: "web-page", url: NEWS },
    { how: "key", note: decodeUtf8(signVersion(signed, signer)) },
  ]) {
    await look(token, form);
  }
  const { depositary } = pages;
  // Opened, signed, and an attestation of each of four observations.
  await waitUntil(async () => (await depositary.statements.find(statement.id))?.log?.size === 6);
  const path = join(mkdtempSync(join(tmpdir(), "undersigned-test-")), "bundle.zip");
  writeFileSync(path, new Uint8Array(await new Response(await depositary.bundles.open(statement.id)).arrayBuffer()));
  const archive = await openArchive(path);
  const trust = { key: parseVerifierKey(depositary.identity.vkey), source: "given" } as const;
  const report = await verifyBundle(archive, trust);
  await archive.close();
  assert.equal(report.verdict, "valid");
  assert.deepEqual((await depositary.statements.counts(statement.id)).levels.organisation, [0, 0, 0, 1]);
});

test("a program looks by the same rules", async () => {
  const { token, record, statement } = await confirmed();
  const ask = async (body: object) => {
    const answer = await api(pages.depositary, "/api/v1/evidence", body);
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  const early = await ask({ token, how: "dns" });
  assert.equal(early.status, 200);
  assert.equal(early.body.problem.code, "txt_none");
  assert.deepEqual(
    early.body.replies.map((reply: { said: string }) => reply.said),
    ["no_name", "no_name"],
  );
  assert.deepEqual([early.body.index, early.body.leastLevel, early.body.waitsFor], [null, 3, ["evidence"]]);
  net.answer(NAME, "TXT", [record]);
  const { body } = await ask({ token, how: "dns" });
  assert.deepEqual([body.problem, body.level, body.waitsFor, body.statement], [null, 3, [], statement.id]);
  assert.equal(typeof body.index, "number");
  assert.equal((await ask({ token: "x", how: "dns" })).status, 404);
  assert.equal((await ask({ token, how: "web-page" })).status, 422);
});

test("a link that opens nothing says so; people have no domain to show", async () => {
  assert.equal((await pages.get("/evidence?token=x")).status, 404);
  assert.equal((await pages.post("/evidence", { token: "x", how: "dns" })).status, 404);
  const statement = await pages.open();
  const token = await pages.sign(statement, "Ada Winter");
  const page = await pages.read(`/evidence?token=${token}`);
  assert.ok(!page.includes("Prove it by your domain"));
  assert.ok((await pages.post("/evidence", { token, how: "dns" })).status >= 400);
});

type Attack = {
  readonly name: string;
  readonly form: Record<string, string>;
  readonly says: RegExp;
  arrange(record: string, link: string): void;
};

const attacks: Attack[] = [
  {
    name: "two records",
    form: { how: "dns" },
    says: /There are 2 records at _undersigned\.reading\.example where there may be one.*remove all but one/,
    arrange: (record) => net.answer(NAME, "TXT", [record, record]),
  },
  {
    name: "resolvers that disagree",
    form: { how: "dns" },
    says: /The resolvers do not agree about _undersigned\.reading\.example.*look again later/,
    arrange: (record) => net.resolvers[0].answer(NAME, "TXT", [record]),
  },
  ...["127.0.0.1", "10.0.0.1", "[::1]", "169.254.169.254"].map(
    (address): Attack => ({
      name: `a redirect to ${address}`,
      form: { how: "web-page", url: NEWS },
      says: /redirects to https:\/\/.*which is not followed.*use the DNS record instead/,
      arrange: () =>
        net.website.handle(
          DOMAIN,
          "/news",
          (_, response) => void response.writeHead(302, { Location: `https://${address}/` }).end(),
        ),
    }),
  ),
  ...["127.0.0.1", "10.1.2.3", "192.168.0.1"].map(
    (address): Attack => ({
      name: `a domain whose address is ${address}`,
      form: { how: "web-page", url: NEWS },
      says: /is not an address of the public internet.*must hold public addresses only/,
      arrange: () => net.answer(DOMAIN, "A", [address]),
    }),
  ),
  {
    name: "a body that drips",
    form: { how: "web-page", url: NEWS },
    says: /did not come whole within 10 seconds.*use the DNS record instead/,
    arrange: () =>
      net.website.handle(DOMAIN, "/news", (_, response) =>
        drip(response.writeHead(200, { "Content-Type": "text/html" })),
      ),
  },
  {
    name: "a body without end",
    form: { how: "web-page", url: NEWS },
    says: /is longer than 1 MiB.*Use a smaller page, or use the DNS record instead/,
    arrange: () =>
      net.website.handle(DOMAIN, "/news", (_, response) =>
        flood(response.writeHead(200, { "Content-Type": "text/html" })),
      ),
  },
  {
    name: "a certificate for another name",
    form: { how: "web-page", url: `https://sub.${DOMAIN}/` },
    says: /The certificate of sub\.reading\.example does not hold.*renew it, or use the DNS record instead/,
    arrange: () => net.answer(`sub.${DOMAIN}`, "A", ["127.0.0.2"]),
  },
  {
    name: "a page of a look-alike domain",
    form: { how: "web-page", url: "https://rеading.example/news" },
    says: /is not a page of reading\.example\. Give the whole address of a page there/,
    arrange: (_, link) => net.website.page("xn--rading-l2f.example", "/news", `<a href="${link}">x</a>`),
  },
  {
    name: "a link to a look-alike of this site",
    form: { how: "web-page", url: NEWS },
    says: /leads to this statement: https:\/\/letters\.example/,
    arrange: (_, link) =>
      net.website.page(
        DOMAIN,
        "/news",
        `<a href="${link.replace("letters.example", "letters.example.evil.example")}">x</a>`,
      ),
  },
];

for (const { name, form, says, arrange } of attacks) {
  test(`attack: ${name}: refused in a sentence that says what to do instead`, { timeout: 30_000 }, async () => {
    const { token, record, statement } = await confirmed();
    arrange(record, `${statement.url}/versions/1`);
    const { page } = await look(token, form);
    assert.ok(!isSeen(page));
    assert.match(page, says);
    assert.equal((await pages.depositary.statements.counts(statement.id)).total, 0);
    assert.equal(net.inside.connections(), 0);
  });
}

test("attack: DNS rebinding: what was checked is what is asked, and the second answer is never asked for", async () => {
  const { token, statement } = await confirmed();
  net.website.page(DOMAIN, "/news", `<a href="${statement.url}/versions/1">x</a>`);
  net.answer(DOMAIN, "A", (nth) => [nth === 1 ? "127.0.0.2" : "127.0.0.1"]);
  for (const server of net.resolvers) server.asked();
  assert.ok(isSeen((await look(token, { how: "web-page", url: NEWS })).page));
  const asked = net.resolvers.flatMap((server) => server.asked()).filter((question) => question === `${DOMAIN} A`);
  assert.equal(asked.length, 1);
  assert.equal(net.inside.connections(), 0);
});

test("attack: markup in a record, a page or an address is words wherever it is told, also on the public page of the name", async () => {
  const evil = `<img src=x onerror=alert(1)>"'&`;
  const { token, record, statement } = await confirmed(1);
  const pagesWith: string[] = [];
  const raw = async (form: Record<string, string>) => {
    pagesWith.push(await (await pages.post("/evidence", { token, ...form })).text());
  };
  net.answer(NAME, "TXT", [`undersigned=v1 version=${evil}`]);
  await raw({ how: "dns" });
  net.answer(NAME, "TXT", [evil]);
  await raw({ how: "dns" });
  await raw({ how: "web-page", url: `https://${DOMAIN}/${evil}` });
  await raw({ how: "web-page", url: evil });
  await raw({ how: "key", note: evil });
  assert.ok(
    pagesWith.every((page) => page.includes("&lt;img src=x") || page.includes("%3Cimg")),
    "each tells of it",
  );
  net.answer(NAME, "TXT", [evil, record]);
  await raw({ how: "dns" });
  const { items } = await pages.depositary.statements.signatories(statement.id, {});
  const known = await pages.read(`/s/${statement.slug}/signatories/${items[0]?.index}`);
  assert.ok(known.includes("undersigned=v1 version="));
  for (const page of [...pagesWith, known]) assert.ok(!page.includes("<img src=x"), page);
});
